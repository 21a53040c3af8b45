#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/lib/build-module.sh KDIR OUT [NAME=VALUE…]

Builds dsmil.ko against the kernel build directory KDIR in the directory OUT and prints its
path. The source tree is not written to: OUT gets a tree of links to it. Further arguments are
make's, such as W=1 or C=2. Messages go to standard error.
TEXT
}

case ${1-} in
  -h | --help) usage && exit ;;
esac
if [[ $# -lt 2 ]]; then
  usage >&2
  exit 2
fi
kdir=$1 out=$2
shift 2
if [[ ! -f $kdir/Makefile ]]; then
  echo "build-module: $kdir is no kernel build directory: install linux-headers" >&2
  exit 1
fi

source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../kernel" && pwd)
mkdir -p "$out"
out=$(cd "$out" && pwd)

# One build in a directory at a time.
exec 9>"$out/.lock"
flock 9

# Links to what is there now, and none to what is not there any more.
find "$out" -type l ! -exec test -e {} \; -delete
(cd "$source" && find . -type f \( -name '*.[ch]' -o -name Kbuild -o -name run.sh \) -print0) |
  while IFS= read -r -d '' file; do
    if [[ ! -e $out/$file ]]; then
      mkdir -p "$out/$(dirname "$file")"
      ln -sfn "$source/$file" "$out/$file"
    fi
  done

make -s -j"${DSMIL_JOBS:-2}" -C "$kdir" "M=$out" "$@" modules >&2
if [[ ! -f $out/dsmil.ko ]]; then
  echo "build-module: make succeeded, but there is no $out/dsmil.ko" >&2
  exit 1
fi
printf '%s\n' "$out/dsmil.ko"
