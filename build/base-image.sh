#!/usr/bin/env bash
# Makes the root file system that the images start from, out of the packages of this machine's own Debian, and prints
# the path of the tar file. It holds the C and C++ libraries, time zones, certificates and a user 10001: no shell and
# no package manager. It is made anew when a package has a newer version.
#
#   build/base-image.sh
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly PACKAGES=(base-files ca-certificates gcc-12-base libc6 libgcc-s1 libstdc++6 netbase tzdata zlib1g)

candidates() {
  # "N:" lines are apt's hints; a package that apt has not heard of is simply absent.
  apt-cache show --no-all-versions "${PACKAGES[@]}" 2>/dev/null \
    | awk '/^Package:/ {name = $2} /^Version:/ {print name, $2}' | LC_ALL=C sort -u
}

if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
  fail 'the local base is made from Debian packages, and this is not Debian: set BASE_IMAGE to an image with glibc and libstdc++, such as gcr.io/distroless/cc-debian12:nonroot'
fi

# Asking apt takes a second, so the answer is kept for as long as apt's package lists and this script stay the same.
# shellcheck disable=SC2012  # names, sizes and times are what is wanted
lists=$({ ls -l --time-style=+%s /var/lib/apt/lists/ 2>/dev/null; printf '%s\n' "$SOURCE_DATE_EPOCH"; \
  cat "${BASH_SOURCE[0]}"; } | sha256sum | cut -c1-16)
answer=$CACHE/base-of-lists-$lists
if [[ -f $answer ]] && tar_file=$CACHE/$(<"$answer") && [[ -f $tar_file ]]; then
  printf '%s\n' "$tar_file"
  exit 0
fi

versions=$(candidates)
if (($(wc -l <<<"$versions") < ${#PACKAGES[@]})); then
  timed 'package lists' apt-get -qq -o DPkg::Lock::Timeout=300 update >&2
  versions=$(candidates)
  (($(wc -l <<<"$versions") >= ${#PACKAGES[@]})) \
    || fail "apt knows only some of ${PACKAGES[*]}: the base needs Debian 12"
fi

key=$({ printf '%s\n' "$versions" "$SOURCE_DATE_EPOCH"; cat "${BASH_SOURCE[0]}"; } | sha256sum | cut -c1-16)
tar_file=$CACHE/base-$key.tar
mkdir -p "$CACHE"
rm -f "$CACHE"/base-of-lists-*
basename "$tar_file" >"$answer"
if [[ -f $tar_file ]]; then
  printf '%s\n' "$tar_file"
  exit 0
fi

work=$(mktemp -d "$CACHE/base.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/packages" "$work/root"

download() {
  # apt checks the signatures. It would rather download as its own user, who cannot write here.
  (cd "$work/packages" && apt-get -qq -o APT::Sandbox::User="$(id -un)" download "${PACKAGES[@]}") >&2
}

unpack() {
  local root=$work/root package dir
  for dir in bin lib lib64 sbin; do
    mkdir -p "$root/usr/$dir"
    ln -s "usr/$dir" "$root/$dir"
  done
  # What vulnerability scanners read in images without a package manager.
  mkdir -p "$root/var/lib/dpkg/status.d"
  for package in "$work"/packages/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --keep-directory-symlink --no-same-owner
    dpkg-deb --field "$package" >"$root/var/lib/dpkg/status.d/$(dpkg-deb --field "$package" Package)"
  done

  # The licences stay; everything that runs, and what only programs of a full system read, goes.
  find "$root/usr/share/doc" -type f ! -name copyright -delete
  # libmvec is the C library's for vectors of sines and the like, which nothing here is linked with.
  rm -rf "${root:?}"/usr/{bin,sbin,games,include,src}/* "$root"/usr/lib/*/{gconv,audit} "$root"/usr/lib/*/libmvec.so* \
    "$root"/usr/share/{base-files,bug,dict,gcc,gdb,i18n,info,lintian,locale,man,menu,misc,pixmaps} \
    "$root"/usr/share/zoneinfo/{posix,right} \
    "$root"/etc/{cron.daily,default,dpkg,init.d,kernel,ld.so.conf.d/fakeroot*,logrotate.d,profile.d,skel,update-motd.d}
  find "$root/usr/share" -depth -type d -empty -delete

  # What the packages' install scripts would have made.
  cat "$root"/usr/share/ca-certificates/mozilla/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
  printf '%s\n' 'root:x:0:0:root:/root:/nonexistent' \
    'nobody:x:65534:65534:nobody:/nonexistent:/nonexistent' \
    'memory-service:x:10001:10001:Memory Service:/nonexistent:/nonexistent' >"$root/etc/passwd"
  printf '%s\n' 'root:x:0:' 'nogroup:x:65534:' 'memory-service:x:10001:' >"$root/etc/group"
  printf '%s\n' 'hosts: files dns' 'passwd: files' 'group: files' >"$root/etc/nsswitch.conf"
  mkdir -p "$root"/{data,tmp}
  chmod 1777 "$root/tmp"
  chmod 0755 "$root/data"
}

archive() {
  tar -C "$work/root" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
    --mode=u+rw,go-w -cf "$work/base.tar" .
}

timed 'Debian packages of the base image' download
unpack
archive
mv "$work/base.tar" "$tar_file"
say "  base image $(basename "$tar_file"): $(($(stat -c %s "$tar_file") / 1000000)) MB"
printf '%s\n' "$tar_file"
