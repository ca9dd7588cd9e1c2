#!/usr/bin/env bash
# Makes sure that what a target needs is on this machine. On Debian 12 as root it installs exactly the missing packages,
# without starting a service; anywhere else it changes nothing, says what is missing and how to get it, and fails.
#
#   build/prerequisites.sh images|cluster|test|all [--check]
#
# --check: change nothing here either.
#
# A package list has a package per line, and after it, optionally, the command by which it is known on other systems.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly MAVEN_AT_LEAST=3.8.7
readonly POLICY=/usr/sbin/policy-rc.d

usage() {
  fail 'usage: build/prerequisites.sh images|cluster|test|all [--check]'
}

(($# == 1)) || [[ $# == 2 && $2 == --check ]] || usage
case $1 in
  images) lists=(build/debian-packages-images.txt) java=true go=false npm=false ;;
  # Kubernetes needs this Go.
  cluster) lists=(e2e/cluster/debian-packages.txt) java=false go=true npm=false go_at_least=1.24 ;;
  test | all)
    lists=(build/debian-packages-images.txt e2e/cluster/debian-packages.txt build/debian-packages-test.txt)
    java=true go=true npm=true
    # The cert-manager of the tests needs a newer one.
    go_at_least=1.26
    ;;
  *) usage ;;
esac
check_only=${2:-}

is_debian_12() {
  local ID='' VERSION_ID=''
  # shellcheck source=/dev/null
  [[ -r /etc/os-release ]] && source /etc/os-release
  [[ $ID == debian && $VERSION_ID == 12 ]]
}

# version_at_least WANTED FOUND
version_at_least() {
  [[ $(printf '%s\n' "$1" "$2" | sort -V | head -1) == "$1" ]]
}

# What is missing: packages that apt can install, and lines that say what else to do.
packages=()
remarks=()

find_missing_packages() {
  local list package command installed=''
  if is_debian_12; then
    # shellcheck disable=SC2016  # dpkg-query expands these
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
  fi
  for list in "${lists[@]}"; do
    [[ -f $ROOT/$list ]] || continue
    while read -r package command _; do
      if is_debian_12; then
        grep -qxF "$package" <<<"$installed" || packages+=("$package")
      elif ! command -v "${command:-$package}" >/dev/null; then
        packages+=("$package")
      fi
    done < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$ROOT/$list")
  done
}

# Starting Maven takes half a second, so its version is read from the name of its core library.
maven_version() {
  local mvn library
  mvn=$(readlink -f "$(command -v mvn)")
  for library in "$(dirname "$mvn")"/../lib/maven-core*.jar; do
    library=$(basename "$(readlink -f "$library")" .jar)
    printf '%s\n' "${library##maven-core-}"
    return
  done
}

find_missing_tools() {
  local found
  if $java; then
    if ! found=$("$BUILD/java.sh" 2>&1); then remarks+=("$found"); fi
    if ! command -v mvn >/dev/null; then
      if is_debian_12; then
        packages+=(maven)
      else
        remarks+=("Maven $MAVEN_AT_LEAST or later: https://maven.apache.org/download.cgi")
      fi
    else
      found=$(maven_version)
      if [[ $found =~ ^[0-9]+\.[0-9] ]] && ! version_at_least "$MAVEN_AT_LEAST" "$found"; then
        remarks+=("Maven $MAVEN_AT_LEAST or later, found $found: https://maven.apache.org/download.cgi")
      fi
    fi
  fi
  # Not in a package list: a newer Node.js of elsewhere brings an npm of its own, which Debian's package would break.
  if $npm && ! command -v npm >/dev/null; then
    if is_debian_12; then
      packages+=(npm)
    else
      remarks+=("npm: https://nodejs.org")
    fi
  fi
  if $go; then
    if ! command -v go >/dev/null; then
      remarks+=("Go $go_at_least or later: https://go.dev/dl")
    else
      found=$(go env GOVERSION)
      version_at_least "$go_at_least" "${found#go}" \
        || remarks+=("Go $go_at_least or later, found ${found#go}: https://go.dev/dl")
    fi
  fi
}

# While packages are installed, the policy of this machine is that no service starts.
forbid_services() {
  policy_before=''
  if [[ -e $POLICY ]]; then
    local answer=0
    "$POLICY" containerd start >/dev/null 2>&1 || answer=$?
    if ((answer == 101)); then return; fi
    policy_before=$POLICY.before-memory-service
    mv "$POLICY" "$policy_before"
  fi
  trap allow_services EXIT
  printf '#!/bin/sh\nexit 101\n' >"$POLICY"
  chmod 0755 "$POLICY"
}

allow_services() {
  rm -f "$POLICY"
  if [[ -n $policy_before ]]; then mv "$policy_before" "$POLICY"; fi
}

install_packages() {
  local log
  log=$(mktemp)
  forbid_services
  export DEBIAN_FRONTEND=noninteractive
  if ! {
    apt-get -qq -o DPkg::Lock::Timeout=600 update \
      && apt-get -qq -o DPkg::Lock::Timeout=600 install --yes --no-install-recommends "${packages[@]}"
  } >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    fail "these packages were not installed, apt's words are above: ${packages[*]}"
  fi
  rm -f "$log"
}

find_missing_packages
find_missing_tools
# A package may be in more than one list.
if ((${#packages[@]})); then mapfile -t packages < <(printf '%s\n' "${packages[@]}" | LC_ALL=C sort -u); fi

if ((${#packages[@]})) && is_debian_12 && ((EUID == 0)) && [[ -z $check_only ]]; then
  timed "Debian packages ${packages[*]}" install_packages
  packages=()
fi

if ((${#packages[@]})); then
  if is_debian_12; then
    remarks+=("Debian packages; as root: apt-get install --no-install-recommends ${packages[*]}")
  else
    remarks+=("What Debian calls: ${packages[*]}")
  fi
fi
if ((${#remarks[@]})); then
  say 'Missing on this machine:'
  for remark in "${remarks[@]}"; do say "  - $remark"; done
  exit 1
fi
