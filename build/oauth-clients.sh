#!/usr/bin/env bash
# Installs the OAuth clients that the authorization server is tested with, as their lock file says, once for each lock
# file, and prints the folder.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

python_packages oauth-clients "$ROOT/memory-service-image/src/test/python/oauth-clients.txt"
