#!/usr/bin/env bash
# Installs the S3 server that backups into buckets are tested with, once for each version, and prints its path.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly VERSION=v1.8.0
folder=${XDG_CACHE_HOME:-$HOME/.cache}/memory-service/versitygw/$VERSION

if [[ ! -x $folder/versitygw ]]; then
  say "Building versitygw $VERSION, the S3 server of the tests: some three minutes, once"
  mkdir -p "$folder/new"
  GOBIN=$folder/new go_builds install "$GO_FOR_TESTS" "github.com/versity/versitygw/cmd/versitygw@$VERSION" >&2
  mv "$folder/new/versitygw" "$folder/versitygw"
fi
printf '%s\n' "$folder/versitygw"
