// Command probe is the network client in the test's image: busybox from Debian
// is linked statically with a C library that cannot resolve names without its
// shared parts.
package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: probe get URL | probe resolve NAME")
		os.Exit(2)
	}
	var err error
	switch what, argument := os.Args[1], os.Args[2]; what {
	case "get":
		err = get(argument)
	case "resolve":
		var addresses []string
		addresses, err = net.LookupHost(argument)
		fmt.Println(addresses)
	default:
		err = fmt.Errorf("%q is neither get nor resolve", what)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// get prints what a URL answers. The certificate of the API server belongs to an
// authority that only its clients know.
func get(url string) error {
	client := http.Client{
		Timeout:   5 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
	}
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(os.Stdout, response.Body)
	return err
}
