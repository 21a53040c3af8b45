#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: abi
# tier: quick
# budget: 3
# needs: node
# lane: native
# about: dsmil.h compiles alone; what is generated from it is current; its layout is the golden one, also to compilers

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2

failed=0
report() { # STATUS NAME
  if (($1 == 0)); then
    echo "ok - $2"
  else
    echo "not ok - $2"
    failed=1
  fi
}

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

scripts/codegen.sh --check >&2
report $? "what is generated is current"

# A check that cannot fail is none: the same with a header that moved.
mkdir -p "$work/moved/scripts" "$work/moved/kernel/core" "$work/moved/test" "$work/moved/src/abi"
cp -r scripts/codegen "$work/moved/scripts/"
cp -r kernel/include kernel/devices.json "$work/moved/kernel/"
cp kernel/core/device_table.c "$work/moved/kernel/core/"
cp -r test/golden "$work/moved/test/"
cp -r src/abi/generated "$work/moved/src/abi/"
mkdir -p "$work/moved/src/api/grpc/wire"
cp -r proto "$work/moved/"
cp -r src/api/grpc/wire/generated "$work/moved/src/api/grpc/wire/"
ln -s "$PWD/node_modules" "$work/moved/node_modules"
node "$work/moved/scripts/codegen/main.ts" --check >&2
report $? "a copy of the tree is current, too"
sed -i 's/DSMIL_REASON_TOO_SOON = 16/DSMIL_REASON_TOO_SOON = 99/' "$work/moved/kernel/include/uapi/dsmil.h"
! node "$work/moved/scripts/codegen/main.ts" --check 2>"$work/drift" && grep -q 'enums.ts: line' "$work/drift"
report $? "an enumerator that moved is found, with file and line"

# Alone: no header before it, and no padding that is not spelled out.
echo '#include "dsmil.h"' >"$work/alone.c"
cp "$work/alone.c" "$work/alone.cc"
flags=(-Wall -Wextra -Wpadded -Wpedantic -Werror -fsyntax-only -Ikernel/include/uapi)
for compiler in gcc clang; do
  for standard in c11 gnu11 c17; do
    "$compiler" "-std=$standard" "${flags[@]}" "$work/alone.c" >&2
    report $? "dsmil.h compiles alone as $standard with $compiler"
  done
done
for compiler in g++ clang++; do
  "$compiler" -std=c++17 "${flags[@]}" "$work/alone.cc" >&2
  report $? "dsmil.h compiles alone as c++17 with $compiler"
done
mkdir "$work/padded"
sed '/^struct dsmil_hold {/,/^};/{/__u16 reserved0;/d}' kernel/include/uapi/dsmil.h >"$work/padded/dsmil.h"
! gcc -std=c11 -Wpadded -Werror -fsyntax-only "-I$work/padded" "$work/alone.c" 2>"$work/padding" &&
  grep -q 'padding struct' "$work/padding"
report $? "padding that is not spelled out does not compile"

node scripts/codegen/main.ts --layout-program >"$work/layout.c"
report $? "a program that prints the layout"
cp "$work/layout.c" "$work/layout.cc"
for build in 'gcc -std=c11' 'clang -std=c11' 'g++ -std=c++17' 'clang++ -std=c++17'; do
  read -r compiler standard <<<"$build"
  source=$work/layout.c
  [[ $compiler == *++ ]] && source=$work/layout.cc
  "$compiler" "$standard" -Wno-deprecated -Ikernel/include/uapi "$source" -o "$work/layout" >&2 &&
    "$work/layout" >"$work/printed" &&
    diff -u test/golden/abi-layout.txt "$work/printed" >&2
  report $? "the layout of $compiler $standard is the golden one"
done

exit "$failed"
