#!/usr/bin/env bash
# Builds the container images with neither a daemon nor a registry, into .local/images/NAME-VERSION.tar, and beside each
# the list of what it is made of, NAME-VERSION.cdx.json. An image whose inputs are the same as last time is left alone, and
# one that was built from the same inputs in another tree is taken from there.
#
#   build/images.sh server|operator|all
#
#   BASE_IMAGE=gcr.io/distroless/cc-debian12:nonroot   start from a public image instead of the local base
#   SERVER_MODELS=all-MiniLM-L6-v2,bge-small-en-v1.5      bring these embedding models; the second adds 35 MB
#   IMAGE_REGISTRY=registry.example/prefix             push the images there
#   LOAD_IMAGE_COMMAND='kind load image-archive {}'    run this for each image, with its tar file in place of {}
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly IMAGES=$ROOT/.local/images
readonly KEPT=$CACHE/built

# The embedding models of the server's image, with commas; the first of memory-service-image/pom.xml by itself.
models=${SERVER_MODELS:-all-MiniLM-L6-v2}

case ${1:-} in
  server | operator) names=("$1") ;;
  all) names=(server operator) ;;
  *) fail 'usage: build/images.sh server|operator|all' ;;
esac

version=$(project_version)
JAVA_HOME=$("$BUILD/java.sh")
export JAVA_HOME

# One build at a time in this tree.
mkdir -p "$IMAGES"
exec 9>"$IMAGES/.lock"
flock 9

# describe NAME: sets what differs between the two images.
describe() {
  case $1 in
    server) image=memory-service module=memory-service-image sources=(memory-service-image) own_models=$models ;;
    operator) image=memory-service-operator module=operator sources=(crds operator) own_models='' ;;
  esac
  archive=$IMAGES/$image-$version.tar
  # Everything that buildah keeps while it works is in one folder that goes away at the end.
  scratch=$ROOT/target/images/$image
}

# inputs NAME: one checksum over all that the image is made of.
inputs() {
  cd "$ROOT"
  {
    find "${sources[@]}" pom.xml LICENSE .mvn build/{images,common,base-image,java,stage,sbom}.sh build/{jars,jre,training} \
      -name target -prune -o -path '*/src/test' -prune -o -type f ! -name '*.md' -print0 \
      | LC_ALL=C sort -z | xargs -0 sha256sum
    cat "$JAVA_HOME/release"
    printf '%s\n' "$version" "$SOURCE_DATE_EPOCH" "$base" "$(uname -m)" "$models"
  } | sha256sum
}

compile() {
  local options=()
  # One class loader, the virtual machine's own, for every jar: an AOT cache holds nothing of another loader.
  if [[ $image == memory-service-operator ]]; then options+=(-Dquarkus.package.jar.type=legacy-jar); fi
  # The build keeps a converted model for as long as there is one.
  rm -rf "$ROOT/$module/target/model"
  # Two Mavens at once are not safe where both fill an empty local repository.
  (cd "$ROOT" && flock 8 && MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" \
    mvn --quiet --batch-mode -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -pl "$(IFS=,; printf '%s' "${sources[*]}")" \
    -Dmodels="$models" "${options[@]}" package org.cyclonedx:cyclonedx-maven-plugin:makeBom >&2) 8>"$IMAGES/.maven.lock"
}

buildah_() {
  buildah --root "$scratch/storage" --runroot "$scratch/run" --storage-driver vfs "$@"
}

clean_scratch() {
  if ((EUID != 0)) && [[ -d $scratch ]]; then buildah unshare rm -rf "$scratch"; fi
  rm -rf "$scratch"
}

import_base() {
  local container
  container=$(buildah_ from scratch)
  buildah_ add --quiet "$container" "$base" / >/dev/null
  buildah_ commit --quiet --timestamp "$SOURCE_DATE_EPOCH" "$container" memory-service-base >/dev/null
  buildah_ rm "$container" >/dev/null
}

assemble() {
  local base_image=${BASE_IMAGE:-localhost/memory-service-base} log=$scratch/$image.log
  if ! buildah_ bud --isolation chroot --timestamp "$SOURCE_DATE_EPOCH" --build-arg "BASE_IMAGE=$base_image" \
    --build-arg "VERSION=$version" --tag "$image:$version" --file "$ROOT/$module/Containerfile" "$1" >"$log" 2>&1; then
    cat "$log" >&2
    fail "$image was not built: buildah's last words are above"
  fi
}

save() {
  rm -f "$archive.partial"
  buildah_ push --quiet "$image:$version" "docker-archive:$archive.partial:$image:$version"
  mv "$archive.partial" "$archive"
}

# The image and its list as another tree of the same sources left them. False where none did.
take() {
  local kept=$1 file
  [[ -d $kept ]] || return 1
  for file in "$archive" "${archive%.tar}.cdx.json"; do
    link_or_copy "$kept/$(basename "$file")" "$file" || return 1
  done
  # Used last.
  touch "$kept"
}

# Leaves the image and its list for other trees.
keep() {
  local kept=$1 partial=$1.$$ file
  mkdir -p "$partial"
  for file in "$archive" "${archive%.tar}.cdx.json"; do
    link_or_copy "$file" "$partial/$(basename "$file")" || { rm -rf "$partial"; return 1; }
  done
  rm -rf "$kept"
  mv "$partial" "$kept"
  keep_newest 3 "$KEPT/$image"/*
}

# No file of an image is written to once it has its name.
link_or_copy() {
  rm -f "$2.partial"
  { cp --link "$1" "$2.partial" || cp "$1" "$2.partial"; } 2>/dev/null && mv -f "$2.partial" "$2"
}

build() {
  local stage
  say "Building image $image:$version"
  trap clean_scratch EXIT
  clean_scratch
  mkdir -p "$scratch"
  timed "Maven package of $module" compile
  stage=$("$BUILD/stage.sh" "$1")
  if [[ -z ${BASE_IMAGE:-} ]]; then import_base; fi
  timed 'image and training of its AOT cache' assemble "$stage"
  timed 'archive' save
  "$BUILD/sbom.sh" "$ROOT/$module/target/bom.json" "$base" "$own_models" >"$scratch/bom.json"
  mv "$scratch/bom.json" "${archive%.tar}.cdx.json"
  clean_scratch
  say "  $archive: $(($(stat -c %s "$archive") / 1000000)) MB"
}

push() {
  local target=$IMAGE_REGISTRY/$image:$version
  trap clean_scratch EXIT
  buildah_ pull --quiet "docker-archive:$archive" >/dev/null
  buildah_ push --quiet "$image:$version" "docker://$target"
  clean_scratch
}

if [[ -n ${BASE_IMAGE:-} ]]; then base=$BASE_IMAGE; else base=$("$BUILD/base-image.sh"); fi

# provide NAME: the image, as it is, taken or built, and where it is to go.
provide() {
  describe "$1"
  local now kept
  now=$(inputs)
  if [[ -f $archive && $now == "$(cat "$archive.inputs" 2>/dev/null)" ]]; then
    say "Image $image:$version is up to date"
  else
    rm -f "$archive.inputs"
    kept=$KEPT/$image/${now:0:16}
    if take "$kept"; then
      say "Image $image:$version was built from the same sources before"
    else
      timed "image $image:$version" build "$1"
      keep "$kept" || say "  $image:$version is not kept for other trees: $KEPT cannot be written to"
    fi
    printf '%s\n' "$now" >"$archive.inputs"
  fi
  if [[ -n ${IMAGE_REGISTRY:-} ]]; then timed "push to $IMAGE_REGISTRY/$image:$version" push; fi
  if [[ -n ${LOAD_IMAGE_COMMAND:-} ]]; then
    timed "load of $image:$version" bash -c "${LOAD_IMAGE_COMMAND//\{\}/$archive}" >&2
  fi
}

# At once: each is one thread's work for the most part.
providers=()
for name in "${names[@]}"; do
  (provide "$name") &
  providers+=($!)
done
trap 'kill "${providers[@]}" 2>/dev/null || :; wait' EXIT
failed=0
for provider in "${providers[@]}"; do
  wait "$provider" || failed=1
done
trap - EXIT
exit "$failed"
