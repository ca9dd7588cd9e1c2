package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// dialPatience bounds a connection through forward.
const dialPatience = 5 * time.Second

// forwardAPI carries connections from the machine's loopback address to the API
// server. The listener was made on the machine, the connection to the API server
// is made here, inside the network namespace; so nothing joins the two networks,
// and the port closes with the cluster.
func forwardAPI(listener net.Listener) error {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go forwardConnection(connection.(*net.TCPConn), func() (net.Conn, error) {
			return net.Dial("tcp", net.JoinHostPort(nodeIP, apiServerPort))
		})
	}
}

// forwardCommand leads a free port of the machine's loopback address to an
// address inside the cluster until its standard input ends: a way to a pod that
// needs no API server.
func forwardCommand(arguments []string) error {
	s, addresses, err := stateArguments("forward", arguments)
	if err != nil {
		return err
	}
	if len(addresses) != 1 {
		return fmt.Errorf("forward needs one address with its port, not %q", addresses)
	}
	first, err := s.runningProcess()
	if err != nil {
		return err
	}
	network, err := os.Open(fmt.Sprintf("/proc/%d/ns/net", first.PID))
	if err != nil {
		return err
	}
	defer network.Close()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer listener.Close()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go forwardConnection(connection.(*net.TCPConn), func() (net.Conn, error) {
				return dialIn(network, addresses[0])
			})
		}
	}()
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// dialIn connects from inside a network namespace, where the socket then stays.
func dialIn(network *os.File, address string) (net.Conn, error) {
	type result struct {
		connection net.Conn
		err        error
	}
	results := make(chan result)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		if err := unix.Setns(int(network.Fd()), unix.CLONE_NEWNET); err != nil {
			results <- result{err: err}
			return
		}
		connection, err := net.DialTimeout("tcp4", address, dialPatience)
		results <- result{connection, err}
	}()
	r := <-results
	return r.connection, r.err
}

func forwardConnection(client *net.TCPConn, dial func() (net.Conn, error)) {
	defer client.Close()
	connection, err := dial()
	if err != nil {
		// A reset is what the client would see without the forwarder in between.
		client.SetLinger(0)
		return
	}
	server := connection.(*net.TCPConn)
	defer server.Close()
	var directions sync.WaitGroup
	for _, d := range []struct{ from, to *net.TCPConn }{{client, server}, {server, client}} {
		directions.Add(1)
		go func() {
			defer directions.Done()
			if _, err := io.Copy(d.to, d.from); err != nil {
				// One direction broke: the other cannot be of use.
				client.SetLinger(0)
				client.Close()
				server.Close()
				return
			}
			d.to.CloseWrite()
		}()
	}
	directions.Wait()
}
