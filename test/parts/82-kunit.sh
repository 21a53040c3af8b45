#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: kunit
# tier: full
# budget: 180
# needs: check kernel vm
# lane: kernel
# about: the core's tests as KUnit suites inside the debug kernel

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh
# shellcheck source=scripts/lib/debug-kernel.sh
source scripts/lib/debug-kernel.sh
# shellcheck source=test/vm/driver/build.sh
source test/vm/driver/build.sh
# shellcheck source=test/kernel/lib.sh
source test/kernel/lib.sh
# shellcheck source=test/kernel/kunit.sh
source test/kernel/kunit.sh

out=.build/kunit
debug_ready || {
  tap_not_ok 'the debug kernel builds'
  tap_done
}
tap_run 'dsmil_kunit.ko builds' kunit_build "$debug_kdir" "$out/good"
if ((TAP_FAILED)); then tap_done; fi
driver_guest kunit debug_run --timeout 900 --module "$out/good/dsmil_kunit.ko" --file test/kernel/kunit-guest.sh \
  -- sh kunit-guest.sh

# A mutant, so that a failing case is known to fail the run: no deadman after a late resume.
mutant() {
  local copy=$out/mutant/kernel/core/core.c lines status=0
  mkdir -p "$out/mutant"
  kunit_tree "$PWD" "$PWD/$out/mutant" && rm "$copy" || return
  sed '/^\tdsmil_deadman_check(core);$/d' kernel/core/core.c >"$copy"
  ! cmp -s "$copy" kernel/core/core.c || return
  make -s -C "$debug_kdir" "M=$PWD/$out/mutant" modules || return
  lines=$(debug_run --timeout 900 --append kmemleak=off --module "$out/mutant/dsmil_kunit.ko" \
    --file test/kernel/kunit-guest.sh -- sh kunit-guest.sh only=fired) || status=$?
  printf '%s\n' "$lines"
  grep -q '^not ok - deadman: a timer that fired' <<<"$lines" && grep -qx '# the end' <<<"$lines"
}
tap_run 'a core without a rule fails its case' mutant
tap_done
