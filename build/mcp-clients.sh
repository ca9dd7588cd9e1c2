#!/usr/bin/env bash
# Installs the MCP clients and suites that the server is tested with, as their lock file says, once for each lock file,
# and prints the folder.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly FROM=$ROOT/memory-service-image/src/test/mcp-clients
folder=${XDG_CACHE_HOME:-$HOME/.cache}/memory-service/mcp-clients/$(sha256sum "$FROM/package-lock.json" | cut -c 1-16)

if [[ ! -e $folder/complete ]]; then
  mkdir -p "$folder"
  cp "$FROM/package.json" "$FROM/package-lock.json" "$folder"
  # Without scripts: these packages only need theirs in a checkout of their own.
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error >&2
  touch "$folder/complete"
fi
printf '%s\n' "$folder"
