#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: static
# tier: full
# budget: 60
# needs: check kernel
# lane: native
# about: the ABI header alone as C and C++, sparse over the portable C, checkpatch over kernel/

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

HEADER=kernel/include/uapi/dsmil.h

# As a user's program has it: no header of ours before it, every warning an error.
check_header() { # COMPILER LANGUAGE STANDARD
  printf '#include "%s/%s"\n#include "%s/%s"\n' "$PWD" "$HEADER" "$PWD" "$HEADER" |
    "$1" -x "$2" "-std=$3" -Wall -Wextra -Wpedantic -Wundef -Werror -fsyntax-only -
}

# The proof of layout in it must be able to fail.
check_header_can_fail() {
  local copy=${DSMIL_PART_DIR:?}/dsmil.h
  sed 's/DSMIL_SIZE_IS(dsmil_hold, 24)/DSMIL_SIZE_IS(dsmil_hold, 32)/' "$HEADER" >"$copy" || return 1
  ! cmp -s "$HEADER" "$copy" || return 1
  ! gcc -x c -std=c11 -fsyntax-only "$copy" 2>/dev/null
}

# The C library's headers use attributes that sparse does not know, our port a builtin that it does
# not; and the size of a structure without its flexible array is what is wanted.
check_sparse() {
  local file output status=0
  local -a options=(-std=gnu11 -D_GNU_SOURCE -Inative/port '-D__builtin_cpu_supports(x)=1' -Wsparse-all
    -Wno-unknown-attribute -Wno-flexible-array-sizeof)
  for file in kernel/core/*.c kernel/hal/sim.c kernel/hal/sim_host.c; do
    output=$(sparse "${options[@]}" "$file" 2>&1)
    if [[ -n $output ]]; then
      printf '%s\n' "$output"
      status=1
    fi
  done
  return "$status"
}

check_sparse_can_fail() {
  local bad=${DSMIL_PART_DIR:?}/bad.c
  printf 'int *f(void);\nint *f(void)\n{\n\treturn 0;\n}\n' >"$bad"
  [[ -n $(sparse -Wsparse-all "$bad" 2>&1) ]]
}

# checkpatch and its word lists, out of the kernel's source package, once.
checkpatch_dir() {
  local source=/usr/src/linux-source-6.1.tar.xz version dir fresh
  version=$(dpkg-query -W -f '${Version}' linux-source-6.1) || return 1
  dir=${XDG_CACHE_HOME:-$HOME/.cache}/dsmil/checkpatch-$version
  if [[ ! -f $dir/checkpatch.pl ]]; then
    mkdir -p "${dir%/*}"
    fresh=$(mktemp -d "$dir.XXXXXX") || return 1
    tar -xJf "$source" -C "$fresh" --strip-components=2 --occurrence=1 \
      linux-source-6.1/scripts/{checkpatch.pl,spelling.txt,const_structs.checkpatch} || return 1
    mv -T "$fresh" "$dir" 2>/dev/null || rm -rf "$fresh" # another run was faster
  fi
  echo "$dir"
}

# What it says that is not wanted here, and why.
IGNORED=(
  ARRAY_SIZE            # core/ is built outside the kernel too, where there is none
  LONG_LINE_COMMENT     # the ABI header keeps one field and its facts on one line for the codec's generator
  OPEN_ENDED_LINE       # trace.h has the form of all tracepoint headers
  PARENTHESIS_ALIGNMENT # the same
  CAMELCASE             # _Static_assert is the language's
  MACRO_ARG_REUSE       # seen in review: the arguments are plain variables
)

check_checkpatch() {
  local dir ignore
  dir=$(checkpatch_dir) || return 1
  ignore=$(IFS=,; echo "${IGNORED[*]}")
  find kernel -name '*.[ch]' -not -name '*.mod.c' -print0 |
    xargs -0 perl "$dir/checkpatch.pl" --no-tree --terse --strict --show-types --no-summary \
      --max-line-length=100 --ignore "$ignore" -f
}

check_checkpatch_can_fail() {
  local dir bad=${DSMIL_PART_DIR:?}/style.c
  dir=$(checkpatch_dir) || return 1
  printf '// SPDX-License-Identifier: GPL-2.0-only\nint f(void) {\n    return 0;\n}\n' >"$bad"
  ! perl "$dir/checkpatch.pl" --no-tree --terse -f "$bad" >/dev/null 2>&1
}

for compiler in gcc clang; do
  for standard in c99 c11 gnu17; do
    tap_run "the ABI header alone: $compiler, $standard" check_header "$compiler" c "$standard"
  done
  for standard in c++11 c++17 c++20; do
    tap_run "the ABI header alone: ${compiler/gcc/g++}, $standard" check_header "${compiler/gcc/g++}" c++ "$standard"
  done
done
tap_run 'the ABI header finds a structure of another size' check_header_can_fail
tap_run 'sparse over the portable C' check_sparse
tap_run 'sparse can find something' check_sparse_can_fail
tap_run 'checkpatch over kernel/' check_checkpatch
tap_run 'checkpatch can find something' check_checkpatch_can_fail
tap_done
