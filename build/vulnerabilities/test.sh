#!/usr/bin/env bash
# What build/vulnerabilities.sh says of a small bill of materials, with a small database in place of the real one.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# advisory ID ECOSYSTEM PACKAGE FIXED
advisory() {
  mkdir -p "$work/database/${2%%:*}"
  jq --null-input --arg id "$1" --arg ecosystem "$2" --arg package "$3" --arg fixed "$4" '{
    id: $id, modified: "2026-01-01T00:00:00Z", summary: "of a test",
    affected: [{package: {ecosystem: $ecosystem, name: $package},
      ranges: [{type: "ECOSYSTEM", events: [{introduced: "0"}, {fixed: $fixed}]}]}]}' \
    >"$work/database/${2%%:*}/$1.json"
}

# bom FILE MAVEN-VERSION DEBIAN-VERSION
bom() {
  jq --null-input --arg maven "$2" --arg debian "$3" '{bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components: [
    {type: "library", group: "com.example", name: "parser", version: $maven,
      purl: "pkg:maven/com.example/parser@\($maven)?type=jar"},
    {type: "library", name: "libparser6", version: $debian,
      purl: "pkg:deb/debian/libparser6@\($debian | @uri)?arch=amd64&distro=debian-12&upstream=parser-source"},
    {type: "platform", name: "openjdk", version: "25"}]}' >"$1"
}

# expect STATUS WORDS BOM: with the database of the test.
expect() {
  local status=0 said
  said=$(VULNERABILITY_DATABASE=$work/database "$BUILD/vulnerabilities.sh" "$3" 2>&1) || status=$?
  [[ $status == "$1" ]] || fail "status $status instead of $1 for $3: $said"
  for word in $2; do
    [[ $said == *"$word"* ]] || fail "not said of $3: $word. But: $said"
  done
}

advisory TEST-1 Maven com.example:parser 1.3.0
advisory TEST-2 Debian:12 parser-source 2.0-1+deb12u2
for ecosystem in Maven Debian; do
  (cd "$work/database/$ecosystem" && python3 -m zipfile -c all.zip ./*.json)
done

bom "$work/old.cdx.json" 1.2.0 2.0-1+deb12u1
expect 1 'TEST-1 com.example:parser TEST-2 parser-source' "$work/old.cdx.json"
bom "$work/mended.cdx.json" 1.3.0 2.0-1+deb12u2
expect 0 'nothing is known' "$work/mended.cdx.json"
printf 'no JSON' >"$work/broken.cdx.json"
expect 2 'nothing was looked up no CycloneDX' "$work/broken.cdx.json"
rm "$work/database/Debian/all.zip"
expect 2 'nothing was looked up Debian/all.zip' "$work/old.cdx.json"
