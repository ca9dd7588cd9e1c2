#!/usr/bin/env bash
# Links a Java runtime of just the modules that a list names, and prints its folder. Kept in the cache until the JDK,
# the list or something here changes.
#
#   build/jre/link.sh MODULES-FILE zip-9|zip-9:filter=PATTERNS
#
# Uncompressed modules are 25 MB larger than zip-9, and save the time to unpack each class that the AOT cache lacks: some
# 50 ms of a server's start. Nearly all of that is java.base; a filter names the modules to compress.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

(($# == 2)) || fail 'usage: build/jre/link.sh MODULES-FILE zip-9|zip-9:filter=PATTERNS'
compression=$2
modules=$(sed -e 's/#.*//' "$1" | tr -s '[:space:]' '\n' | sed '/^$/d' | paste -sd,)
jdk=$("$BUILD/java.sh")
editor=$BUILD/jre/MakeVectorModuleRegular.java

# What java.desktop needs for screens, fonts, sound, printers and pictures: there is none of that here.
unneeded=$(printf '/java.desktop/lib/lib%s.so,' awt_xawt fontmanager freetype javajpeg jawt jsound mlib_image splashscreen)
# Sines, logarithms and powers of whole vectors: none are taken here.
unneeded+=/jdk.incubator.vector/lib/libjsvml.so,
# jlink insists that something is left in each package.
unneeded_classes=$(printf '/java.desktop/%s,' 'java/awt/doc-files/**' 'javax/swing/**$*.class' \
  'javax/swing/plaf/nimbus/*Painter*.class' 'com/sun/java/swing/**$*.class' 'com/sun/media/sound/*$*.class' \
  'sun/awt/X11/X*.class')

key=$({ cat "$jdk/release" "${BASH_SOURCE[0]}" "$editor"; printf '%s\n' "$modules" "$compression" "$SOURCE_DATE_EPOCH"; } \
  | sha256sum | cut -c1-16)
jre=$CACHE/jre-$key
if [[ -x $jre/bin/java ]]; then
  printf '%s\n' "$jre"
  exit 0
fi

mkdir -p "$CACHE"
work=$(mktemp -d "$CACHE/jre.XXXXXX")
trap 'rm -rf "$work"' EXIT

link() {
  local source=$jdk
  if [[ $modules == *jdk.incubator.vector* && ! -d $jdk/jmods ]]; then
    # jlink takes the modules out of the JDK that it belongs to, so it gets a copy of the JDK (links but for one file).
    source=$work/jdk
    cp -al "$jdk" "$source" 2>/dev/null || { rm -rf "$source" && cp -a "$jdk" "$source"; }
    cp --remove-destination "$jdk/lib/modules" "$source/lib/modules"
    "$jdk/bin/java" "$editor" "$source/lib/modules"
  fi
  "$source/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-man-pages --no-header-files \
    --compress "$compression" --exclude-files "${unneeded%,}" \
    --exclude-resources "${unneeded_classes%,}" --output "$work/jre" 2>&1 | sed '/Using incubator modules/d' >&2
}

timed 'Java runtime' link
# Only the launcher: keytool, jfr and the like are for a workstation.
find "$work/jre/bin" -type f ! -name java -delete
find "$work/jre" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
mv "$work/jre" "$jre"
printf '%s\n' "$jre"
