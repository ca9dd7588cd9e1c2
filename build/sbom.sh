#!/usr/bin/env bash
# Prints the bill of materials of an image as CycloneDX: the libraries that Maven lists, the Java runtime, the embedding
# models and the Debian packages below them. Scanners such as osv-scanner, grype and trivy read it.
#
#   build/sbom.sh MAVEN-BOM BASE MODELS     the base is a tar file of build/base-image.sh, or a public image's name
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly BOM=$1 BASE=$2 MODELS=$3

# The packages that the base's files came in: name, version, architecture, and what they were built from, a line each.
packages() {
  tar -xOf "$BASE" --wildcards './var/lib/dpkg/status.d/*' \
    | awk '/^Package:/ {name = $2; upstream = ""}
        /^Source:/ {upstream = $2 (NF > 2 ? "@" substr($3, 2, length($3) - 2) : "")}
        /^Version:/ {version = $2}
        /^Architecture:/ {print name, version, $2, upstream}' RS='\n' \
    | LC_ALL=C sort -u
}

java_version() { sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"$/\1/p' "$("$BUILD/java.sh")/release"; }

below=$(mktemp)
trap 'rm -f "$below"' EXIT
if [[ -f $BASE ]]; then
  packages | jq --raw-input '
    split(" ") | {type: "library", name: .[0], version: .[1],
      purl: ("pkg:deb/debian/\(.[0])@\(.[1] | @uri)?arch=\(.[2])&distro=debian-12"
        + (if .[3] == "" then "" else "&upstream=\(.[3] | @uri)" end))}' >"$below"
else
  jq --null-input --arg image "$BASE" '{type: "container", name: $image}' >"$below"
fi

jq --arg java "$(java_version)" --arg models "$MODELS" --slurpfile below "$below" '
  .components += [{type: "platform", name: "openjdk", version: $java, purl: "pkg:generic/openjdk@\($java | @uri)"}]
    + ($models | split(",") | map({type: "machine-learning-model", name: .}))
    + $below
  | .components |= map(if has("bom-ref") then . else . + {"bom-ref": (.purl // "\(.type):\(.name)")} end)' "$BOM"
