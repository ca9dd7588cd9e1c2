package main

import (
	"io"
	"net"
	"sync"
)

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
		go forwardConnection(connection.(*net.TCPConn), net.JoinHostPort(nodeIP, apiServerPort))
	}
}

func forwardConnection(client *net.TCPConn, address string) {
	defer client.Close()
	connection, err := net.Dial("tcp", address)
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
