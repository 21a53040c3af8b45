#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# In the machine, in place of DKMS, whose thousands of processes take minutes there (that one is shown by part packages): puts the
# module that was compiled outside where DKMS puts it, for the real depmod and modprobe.
release=$(uname -r)
to=/lib/modules/$release/updates/dkms
verb=$1
shift
name='' version=''
while [ $# -gt 0 ]; do
  case $1 in
  -m) name=$2 && shift ;;
  -v) version=$2 && shift ;;
  -k) shift ;;
  */*) name=${1%/*} version=${1#*/} ;;
  esac
  shift
done
state=/var/lib/dkms/$name/$version
set -e
case $verb in
add) mkdir -p "$state" && ln -s "/usr/src/$name-$version" "$state/source" ;;
build) cp "/mnt/$name-$version.ko" "$state/built" ;;
install)
  mkdir -p "$to"
  cp "$state/built" "$to/$name.ko"
  : >"$state/installed"
  depmod "$release"
  ;;
remove)
  rm -rf "$to/$name.ko" "$state"
  rmdir "/var/lib/dkms/$name" 2>/dev/null || true
  depmod "$release"
  ;;
status)
  for source in /var/lib/dkms/${name:-*}/${version:-*}/source; do
    [ -L "$source" ] || continue
    state=${source%/source} is=added
    [ ! -e "$state/built" ] || is=built
    [ ! -e "$state/installed" ] || is=installed
    echo "${state#/var/lib/dkms/}, $release, x86_64: $is"
  done
  ;;
*) exit 2 ;;
esac
