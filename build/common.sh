# Shared by the scripts of this folder: progress, caching, and what an image is made of. Sourced, not run.
# shellcheck shell=bash

BUILD=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$BUILD")
# shellcheck disable=SC2034  # used by the scripts that source this one
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/memory-service/images

# The time that everything in an image carries, so that the same inputs give the same files. The AOT cache checks the
# times of the jars that it was trained with, hence whole seconds, the same ones in every stage.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1767225600}

# As in e2e/cluster: what is compiled with the same settings is compiled once, whichever script asks first. Without debugging
# information, of which nothing is kept, compiling takes a sixth less.
export CGO_ENABLED=0 GOWORK=off GOFLAGS='-trimpath -gcflags=all=-dwarf=false'

# go_builds ARG...: the go command for what takes minutes. A sixth of the processor time of its compiler is garbage collection of
# processes that end before they need the memory: 400 instead of 100 leaves it until there is more of it, or too much.
go_builds() { GOGC=400 GOMEMLIMIT=1500MiB go "$@"; }

# What only tests run, and not for long, is compiled in three quarters of the time without inlining.
# shellcheck disable=SC2034  # used by the scripts that source this one
readonly GO_FOR_TESTS='-gcflags=all=-l -dwarf=false'

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# say TEXT...: one line of progress, on standard error because standard output carries results.
say() {
  printf '%s\n' "$*" >&2
}

# timed TEXT COMMAND...: runs the command and says what it was and how long it took.
timed() {
  local text=$1 start=${EPOCHREALTIME/[.,]/} took
  shift
  "$@"
  took=$(((${EPOCHREALTIME/[.,]/} - start) / 100000))
  say "  $text ($((took / 10)).$((took % 10)) s)"
}

# project_version: the version in the root pom.xml, which is the images' and the chart's too.
project_version() {
  sed -n '/<artifactId>memory-service-parent</,$ s:.*<version>\(.*\)</version>.*:\1:p' "$ROOT/pom.xml" | head -1
}

# keep_newest COUNT PATH...: removes all of these files and folders but the ones that were changed last.
keep_newest() {
  local count=$1
  shift
  # shellcheck disable=SC2012  # names of ours, without line breaks
  ls -dt "$@" | tail -n +$((count + 1)) | xargs -r -d '\n' rm -rf
}

# python_packages NAME REQUIREMENTS: installs the packages of a list, once for each list and each Python, whose version is in
# the paths inside, and prints the folder.
python_packages() {
  local folder
  folder=$(dirname "$CACHE")/$1/$({ python3 --version && cat "$2"; } | sha256sum | cut -c 1-16)
  if [[ ! -e $folder/complete ]]; then
    python3 -m venv --clear "$folder" >&2
    "$folder/bin/pip" --quiet --disable-pip-version-check install --require-hashes --requirement "$2" >&2
    touch "$folder/complete"
  fi
  printf '%s\n' "$folder"
}
