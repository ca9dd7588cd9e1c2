// The tool that makes a real single-node Kubernetes on a bare machine.
module dev.memoryservice/e2e/cluster

go 1.24.0

require golang.org/x/sys v0.38.0
