# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced after test/kernel/lib.sh:
#
#   kfuzz_build OUT        OUT/kfuzz, with tables from dsmil.h as it is
#   kfuzz_run OUT MODULE.ko ARG…    kfuzz with those arguments in the machine; its files are in kfuzz_files

kfuzz_files=()

kfuzz_build() {
  local out=$1
  mkdir -p "$out" || return
  { printf '#include "kfuzz.h"\n\n' && node_modules/.bin/node test/kernel/fuzz/describe.ts; } >"$out/tables.c" &&
    cc -static -O2 -Wall -Wextra -Werror -Wno-parentheses -I kernel/include/uapi -I test/kernel/fuzz \
      -o "$out/kfuzz" test/kernel/fuzz/*.c "$out/tables.c" test/vm/driver/t.c
}

kfuzz_run() {
  local out=$1 module=$2 file
  local -a files=()
  shift 2
  for file in "${kfuzz_files[@]}"; do files+=(--file "$file"); done
  # Without kmemleak: it takes half of the speed, and leaks are another test's.
  # shellcheck disable=SC2016 # for the shell in the machine
  debug_run --append 'kmemleak=off kasan_multi_shot' --module "$module" --file "$out/kfuzz" "${files[@]}" \
    "${kfuzz_options[@]}" -- sh -c '
      modprobe dsmil allow_writes=1 thermal=none spacing_us=0 poll_ms=50 || exit 1
      ./kfuzz "$@"
      status=$?
      rmmod dsmil || echo "not ok - rmmod dsmil"
      echo "# the end"
      exit $((status > 1))' sh "$@"
}
kfuzz_options=()
