#!/usr/bin/env bash
# Lists the known vulnerabilities of what is in the images, by their bills of materials, with osv-scanner.
#
#   build/vulnerabilities.sh [BOM...]     CycloneDX files; without arguments those beside the images in .local/images
#
# Asks https://api.osv.dev, which is told the names and versions. With VULNERABILITY_DATABASE=FOLDER nobody is asked: the
# folder holds Maven/all.zip and Debian/all.zip, as https://osv-vulnerabilities.storage.googleapis.com has them.
#
# Ends with 0 when nothing is known, with 1 when something is, and with 2 when it could not be looked up.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly SERVICE=https://api.osv.dev
readonly SOURCE=$BUILD/vulnerabilities

not_looked_up() {
  printf '%s: nothing was looked up: %s\n' "$(basename "$0")" "$*" >&2
  exit 2
}

# Built once for each lock file; prints where it is.
scanner() {
  local folder
  folder=${XDG_CACHE_HOME:-$HOME/.cache}/memory-service/osv-scanner/$(sha256sum "$SOURCE/go.sum" | cut -c 1-16)
  if [[ ! -x $folder/osv-scanner ]]; then
    mkdir -p "$folder"
    go_builds build -C "$SOURCE" "$GO_FOR_TESTS" -ldflags '-s -w' -o "$folder/osv-scanner.new" \
      github.com/google/osv-scanner/v2/cmd/osv-scanner >&2
    mv "$folder/osv-scanner.new" "$folder/osv-scanner"
  fi
  printf '%s\n' "$folder/osv-scanner"
}

# named_as_in_the_database BOM: advisories name a library of Maven with its group, of which the scanner takes no notice, and
# of Debian the source package, which a bill of materials says beside what was built from it.
named_as_in_the_database() {
  jq '
    def source: capture("[?&]upstream=(?<name>[^&@%]+)((%40|@)(?<version>[^&]+))?") // empty;
    .components |= (map(select(.purl) | . as $component | .purl
      | if startswith("pkg:maven/") and ($component.group // "") != "" then
          $component + {name: "\($component.group):\($component.name)"}
        elif startswith("pkg:deb/") and test("[?&]upstream=") then
          source as $source | capture("@(?<version>[^?]+).*[?&](?<distro>distro=[^&]+)") as $package
          | "pkg:deb/debian/\($source.name)@\($source.version // $package.version)?\($package.distro)" as $purl
          | $component + {name: $source.name, purl: $purl, "bom-ref": $purl}
        else $component end)
      | unique_by(.purl))
    | del(.dependencies)' "$1"
}

boms=("$@")
if ((${#boms[@]} == 0)); then
  boms=("$ROOT"/.local/images/*.cdx.json)
  [[ -e ${boms[0]} ]] || not_looked_up 'there is no bill of materials in .local/images: make images'
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [[ -n ${VULNERABILITY_DATABASE:-} ]]; then
  for ecosystem in Maven Debian; do
    [[ -r $VULNERABILITY_DATABASE/$ecosystem/all.zip ]] || not_looked_up "$VULNERABILITY_DATABASE has no $ecosystem/all.zip"
  done
  ln -s "$(realpath "$VULNERABILITY_DATABASE")" "$work/osv-scalibr"
  where=(--offline --local-db-path "$work")
else
  curl --silent --output /dev/null --max-time 10 "$SERVICE" \
    || not_looked_up "$SERVICE does not answer, and VULNERABILITY_DATABASE names no folder with a copy of its database"
  where=()
fi

files=()
for bom in "${boms[@]}"; do
  [[ -r $bom ]] || not_looked_up "$bom cannot be read"
  name=$(basename "${bom%.cdx.json}").cdx.json
  named_as_in_the_database "$bom" >"$work/$name" || not_looked_up "$bom is no CycloneDX file"
  files+=(--lockfile "$work/$name")
done

program=$(scanner)
status=0
"$program" scan source "${where[@]}" "${files[@]}" || status=$?
case $status in
  0) say "nothing is known of what is in ${boms[*]}" ;;
  1) exit 1 ;;
  *) not_looked_up "osv-scanner ended with status $status" ;;
esac
