#!/usr/bin/env bash
# Builds the images of the release before, for the tests of upgrades, and prints where its sources are: the chart is in
# helm-chart/, the images are in .local/images/ of that folder. Nothing is built the second time.
#
# The release before is the newest tag v* that HEAD contains and that is not HEAD itself; without one it is the commit that
# previous-version.txt names. Where it has the version of this tree, it is built under VERSION-previous.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

previous_tag() {
  git -C "$ROOT" for-each-ref --merged=HEAD --no-contains=HEAD --sort=-version:refname --count=1 \
    --format='%(refname:short)' 'refs/tags/v[0-9]*'
}

# lay_out COMMIT FOLDER: the files of the commit.
lay_out() {
  local commit=$1 folder=$2
  git -C "$ROOT" cat-file -e "$commit^{commit}" 2>/dev/null \
    || fail "the release before, $name, is not in this clone: git fetch --tags --unshallow"
  rm -rf "$folder.partial"
  mkdir -p "$folder.partial"
  git -C "$ROOT" archive "$commit" | tar -x -C "$folder.partial"
  rename_version "$folder.partial"
  mv "$folder.partial" "$folder"
}

# rename_version FOLDER: two versions of one name could not be told apart on a node.
rename_version() (
  own=$(project_version)
  ROOT=$1
  old=$(project_version)
  if [[ $old == "$own" ]]; then
    sed -i "s:<version>$old</version>:<version>$old-previous</version>:" "$ROOT"/pom.xml "$ROOT"/*/pom.xml
    sed -i "s:^\(version\|appVersion\)\: .*:\1\: \"$old-previous\":" "$ROOT/helm-chart/Chart.yaml"
  fi
)

name=$(previous_tag)
if [[ -z $name ]]; then name=$(sed '/^#/d' "$BUILD/previous-version.txt"); fi
commit=$(git -C "$ROOT" rev-parse --verify --quiet "$name^{commit}" || printf '%s' "$name")
folder=$(dirname "$CACHE")/previous/$commit

# One build of it at a time.
mkdir -p "$(dirname "$folder")"
exec 8>"$folder.lock"
flock 8
if [[ ! -d $folder ]]; then lay_out "$commit" "$folder"; fi
say "The release before is $name"
timed 'images of the release before' "$folder/build/images.sh" all
# What Maven left is larger than the images.
rm -rf "$folder/target" "$folder"/*/target
printf '%s\n' "$folder"
