#!/usr/bin/env bash
# Installs the program that the REST interface is fuzzed with, as its lock file says, once for each lock file, and prints
# the folder.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

python_packages schemathesis "$ROOT/memory-service-image/src/test/python/requirements.txt"
