package main

import (
	"flag"
	"os"
	"slices"

	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/hosts"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/log"
	_ "github.com/coredns/coredns/plugin/ready"
	_ "github.com/coredns/coredns/plugin/reload"
	_ "github.com/coredns/coredns/plugin/template"
)

// coreDNSFlags are the flags that importing coremain adds to the process-wide
// flag set.
var coreDNSFlags = []string{"conf", "plugins", "pidfile", "version", "quiet", "dns.port", "p"}

// hideCoreDNSFlags removes the flags of CoreDNS from the process-wide flag set,
// which the Kubernetes programs take over into their own. Left there, CoreDNS's
// --version shadows theirs: "kube-proxy --version" would start the proxy.
func hideCoreDNSFlags() {
	kept := flag.NewFlagSet(os.Args[0], flag.ExitOnError)
	flag.CommandLine.VisitAll(func(f *flag.Flag) {
		if !slices.Contains(coreDNSFlags, f.Name) {
			kept.Var(f.Value, f.Name, f.Usage)
		}
	})
	flag.CommandLine = kept
}

func coredns() int {
	// The order in which a query passes the plugins: that of CoreDNS's plugin.cfg,
	// but template last, so that it answers what nobody else knows.
	dnsserver.Directives = []string{
		"bind", "reload", "errors", "log", "health", "ready", "cache", "hosts", "kubernetes", "template",
	}
	coremain.Run()
	return 0
}
