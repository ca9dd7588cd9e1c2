package main

import (
	"context"
	"os"
	_ "time/tzdata" // time zones of CronJobs, on a machine without the tzdata package

	"go.etcd.io/etcd/server/v3/etcdmain"
	_ "k8s.io/client-go/plugin/pkg/client/auth"
	"k8s.io/component-base/cli"
	"k8s.io/component-base/logs"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectlcmd "k8s.io/kubectl/pkg/cmd"
	kubectlutil "k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubeletapp "k8s.io/kubernetes/cmd/kubelet/app"
)

// Each function is the main function of the program in the Kubernetes
// repository, imports for side effects included.

func kubeAPIServer() int         { return cli.Run(apiserver.NewAPIServerCommand()) }
func kubeControllerManager() int { return cli.Run(controllermanager.NewControllerManagerCommand()) }
func kubeScheduler() int         { return cli.Run(scheduler.NewSchedulerCommand()) }
func kubeProxy() int             { return cli.Run(proxy.NewProxyCommand()) }
func kubelet() int               { return cli.Run(kubeletapp.NewKubeletCommand(context.Background())) }

func kubectl() int {
	// The verbosity must hold while the command is being constructed, which is
	// before the flags are parsed.
	logs.GlogSetter(kubectlcmd.GetLogVerbosity(os.Args)) //nolint:errcheck // only changes what is logged
	if err := cli.RunNoErrOutput(kubectlcmd.NewDefaultKubectlCommand()); err != nil {
		kubectlutil.CheckErr(err) // prints the error and exits
	}
	return 0
}

func etcd() int {
	etcdmain.Main(os.Args)
	return 0
}
