#!/usr/bin/env bash
# Installs the OAuth clients that the authorization server is tested with, as their lock file says, once for each lock
# file, and prints the folder.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly REQUIREMENTS=$ROOT/memory-service-image/src/test/python/oauth-clients.txt
folder=${XDG_CACHE_HOME:-$HOME/.cache}/memory-service/oauth-clients/$(sha256sum "$REQUIREMENTS" | cut -c 1-16)

if [[ ! -e $folder/complete ]]; then
  python3 -m venv --clear "$folder" >&2
  "$folder/bin/pip" --quiet --disable-pip-version-check install --require-hashes --requirement "$REQUIREMENTS" >&2
  touch "$folder/complete"
fi
printf '%s\n' "$folder"
