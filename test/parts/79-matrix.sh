#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: matrix
# tier: full
# budget: 240
# needs: check kernel vm
# about: dsmil.ko on the kernels of Debian 12, 13 and unstable: built by each one's compiler without a warning, and run in each

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh
# shellcheck source=scripts/lib/matrix.sh
source scripts/lib/matrix.sh

scratch=$(mktemp -d "${TMPDIR:-/tmp}/dsmil-matrix.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
probe=kernel/driver/probe

# ---- how the differences are told

version_numbers() { grep -rnE 'LINUX_VERSION_CODE|KERNEL_VERSION|linux/version\.h' "$1" --include='*.[ch]' --include=Kbuild; }
no_version_numbers() { ! version_numbers kernel; }
version_numbers_found() {
  mkdir -p "$scratch/planted"
  printf '#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)\n#endif\n' >"$scratch/planted/a.h"
  version_numbers "$scratch/planted"
}
tap_run 'no kernel is told by its version number' no_version_numbers
tap_run 'a version number would be found' version_numbers_found

# What compat.h asks for, and what there are probes for: an unknown name would silently be 0.
names_match() {
  diff <(grep -oE 'DSMIL_HAS_[A-Z0-9_]+' kernel/driver/compat.h | sort -u) \
    <(for file in "$probe"/*.c; do basename "$file" .c; done | grep -vx -e always -e never | tr '[:lower:]' '[:upper:]' | sed 's/^/DSMIL_HAS_/' | sort)
}
tap_run 'each difference has a probe, and each probe is used' names_match

refuses() { # COMPILER PATTERN: no answer is taken from it, and it is said why
  ! sh "$probe/run.sh" "$scratch/probed.h" 6.0-test "$probe" "$1" >"$scratch/said" 2>&1 &&
    grep -q -- "$2" "$scratch/said" && [[ ! -e $scratch/probed.h ]]
}
tap_run 'no answer is taken from a compiler that refuses everything' refuses false 'nothing compiles against'
tap_run 'no answer is taken from a compiler that takes everything' refuses true 'mean nothing'

# ---- the kernels

table=$scratch/table
scripts/matrix --json >"$table" 2>"$scratch/log" || true
field() { sed -n "s/.*\"suite\":\"$1\".*\"$2\":\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p" "$table"; }

built() { [[ $(field "$1" built) == true && $(field "$1" warnings) == 0 ]] || { cat "$table" "$scratch/log"; tail -n 30 ".build/matrix/$1/build.log"; return 1; }; }
# As many as vm-driver has without `zone`: fewer would mean that programs ended early.
passed() {
  [[ $(field "$1" clean) == true && $(field "$1" failed) == 0 && $(field "$1" passed) -ge 450 ]] ||
    { cat "$table"; grep -A9 '^not ok' ".build/matrix/$1/guest.tap"; tail -n 30 ".build/matrix/$1/guest.err"; return 1; }
}
for suite in $(matrix_suites); do
  tap_run "$suite: dsmil.ko builds with W=1 -Werror, and not a word from make" built "$suite"
  tap_run "$suite: the driver's acceptance passes in $(field "$suite" kernel), and its kernel log is clean" passed "$suite"
done

# Both ways of each difference were compiled and run: there is a kernel with it, and one without.
both_ways() {
  local -a names alike=()
  mapfile -t names < <(grep -ohE 'DSMIL_HAS_[A-Z0-9_]+' .build/matrix/*/probed.h | sort -u)
  for name in "${names[@]}"; do
    [[ $(grep -hE "$name [01]\$" .build/matrix/*/probed.h | sort -u | wc -l) -eq 2 ]] || alike+=("$name")
  done
  echo "${#names[@]} differences; these kernels are alike in: ${alike[*]:-none}"
  [[ ${#names[@]} -gt 0 && ${#alike[@]} -eq 0 ]]
}
tap_run 'each difference is there in one kernel and not in another' both_ways

warning_fails() {
  local dir
  dir=$(<.build/matrix/sid/dir) || return
  ! matrix_build "$dir" test/kernel/warning "$scratch/warning" W=1 KCFLAGS=-Werror >"$scratch/said" &&
    grep -q 'unused.*\[-Werror=' "$scratch/said" || return
  # And for nothing else.
  matrix_build "$dir" test/kernel/warning "$scratch/warning"
}
tap_run 'a planted warning fails the build' warning_fails
tap_done
