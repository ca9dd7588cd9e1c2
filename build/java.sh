#!/usr/bin/env bash
# Prints the JAVA_HOME of a JDK 25 or later: the one that is set, or the first under /usr/lib/jvm that fits.
#
#   export JAVA_HOME=$(build/java.sh)
set -euo pipefail

readonly REQUIRED=25

# Reads the version from the JDK's own release file: starting each candidate would take a tenth of a second.
is_suitable_jdk() {
  local home=$1 line major=0
  [[ -x $home/bin/javac && -x $home/bin/jlink && -r $home/release ]] || return 1
  while IFS= read -r line; do
    if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then major=${BASH_REMATCH[1]}; fi
  done <"$home/release"
  ((major >= REQUIRED))
}

shopt -s nullglob
for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/*"$REQUIRED"*; do
  if is_suitable_jdk "$home"; then
    printf '%s\n' "$home"
    exit 0
  fi
done

{
  printf 'No JDK %s or later was found: JAVA_HOME is "%s", and nothing under /usr/lib/jvm fits.\n' \
    "$REQUIRED" "${JAVA_HOME:-}"
  printf 'Install one (Debian 13: openjdk-25-jdk-headless; elsewhere: https://adoptium.net) and set JAVA_HOME to it.\n'
} >&2
exit 1
