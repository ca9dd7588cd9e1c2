#!/bin/sh
# Compiles the tool beside this file when its sources changed, and runs it.
set -eu
source=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/memory-service
command -v go >/dev/null || { echo "local-cluster: go is not on the PATH: install Go 1.24 or newer" >&2; exit 1; }
hash=$(
    cd "$source"
    {
        cat go.mod go.sum
        find . -maxdepth 1 -name '*.go' ! -name '*_test.go' -print | LC_ALL=C sort | xargs cat
        go env GOVERSION GOARCH
    } | sha256sum | cut -c 1-16
)
tool=$cache/local-cluster-$hash
if [ ! -x "$tool" ]; then
    mkdir -p "$cache"
    # Under its name only when it is complete: another call may be doing the same.
    (cd "$source" && CGO_ENABLED=0 GOWORK=off go build -buildvcs=false -trimpath -gcflags=all=-dwarf=false -o "$tool.$$" .)
    mv "$tool.$$" "$tool"
fi
LOCAL_CLUSTER_SOURCE=$source exec "$tool" "$@"
