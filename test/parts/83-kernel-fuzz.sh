#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: kernel-fuzz
# tier: full
# budget: 300
# needs: node check kernel vm
# lane: kernel
# about: a minute of fuzzing every call of dsmil.ko in the debug kernel, among unbinds, suspends and CPUs that go

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
# shellcheck source=test/kernel/fuzz/build.sh
source test/kernel/fuzz/build.sh

out=.build/kernel-fuzz
debug_ready || {
  tap_not_ok 'the debug kernel builds'
  tap_done
}
tap_run 'the fuzzer builds' kfuzz_build "$out"
tap_run 'dsmil.ko builds with KCOV' debug_module "$out/module" KCOV_INSTRUMENT=y
if ((TAP_FAILED)); then tap_done; fi

# What was found once is not found again.
kfuzz_options=(--timeout 900)
for crash in test/kernel/fuzz/crashes/*.txt; do
  [[ -f $crash ]] || continue
  kfuzz_files=("$crash")
  driver_guest "${crash##*/}" kfuzz_run "$out" "$out/module/dsmil.ko" run "${crash##*/}"
done
kfuzz_files=()

seed=${DSMIL_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
echo "# DSMIL_SEED=$seed begins alike; what the processes do to each other does not repeat"
kfuzz_options=(--timeout 1500)
driver_guest 'a minute' kfuzz_run "$out" "$out/module/dsmil.ko" "$seed" 60 4 7

# An off-by-one, planted where only a caller that knows a larger structure comes, is found and shrunk.
planted() {
  local output steps
  debug_mutant "$out/mutant" driver/file.c \
    's/min_t(u32, user_size, call->size))/min_t(u32, user_size, call->size + 1))/' KCOV_INSTRUMENT=y || return
  output=$(kfuzz_run "$out" "$out/mutant/dsmil.ko" "$seed" 900 2 0 2>&1)
  printf '%s\n' "$output" | tail -n 60
  steps=$(sed -n 's/^# found: the shortest program that does it has \([0-9]*\) steps$/\1/p' <<<"$output")
  [[ -n $steps && $steps -le 3 ]] && grep -q '^not ok - the kernel did not complain' <<<"$output"
}
tap_run 'a planted off-by-one is found, and shrunk to at most three steps' planted
tap_done
