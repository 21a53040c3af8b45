#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: kernel-witness
# tier: full
# budget: 180
# needs: node check kernel vm
# lane: kernel
# about: stop, deadman and unbinding hold among faults, fuzzing, suspends and CPUs that go: seen outside the guest, on mmio and smi

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
# shellcheck source=test/kernel/fault/build.sh
source test/kernel/fault/build.sh
# shellcheck source=test/kernel/fuzz/build.sh
source test/kernel/fuzz/build.sh
# shellcheck source=test/kernel/witness/build.sh
source test/kernel/witness/build.sh

out=.build/kernel-witness
scratch=$(mktemp -d "${TMPDIR:-/tmp}/dsmil-hold.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
debug_ready || {
  tap_not_ok 'the debug kernel builds'
  tap_done
}
programs() { hold_build "$out" && fault_build "$out" && kfuzz_build "$out"; }
tap_run 'the programs build' programs
tap_run 'dsmil.ko builds with KCOV' debug_module "$out/module" KCOV_INSTRUMENT=y
((TAP_FAILED == 0)) || tap_done

seed=${DSMIL_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
echo "# DSMIL_SEED=$seed"
# Each way to latch comes once at least, and again as long as this says.
seconds=${DSMIL_HOLD_SECONDS:-5}

# A deadman whose timer does nothing: the log shows it by itself.
mutant() {
  # shellcheck disable=SC2016 # sed's own
  debug_mutant "$out/mutant" driver/timers.c '/^static enum hrtimer_restart deadman_fired/,/^}/s/\tdsmil_deadman_check(&instance->core);/\t(void)instance;/'
}
tap_run 'dsmil.ko with a deadman that does nothing builds' mutant

# machine BACKEND OPTION…: on a machine as busy as it may be the machine ends all the same, and says so
machine() {
  local backend=$1
  shift
  # Leaks are another test's; without looking for them it is twice as fast.
  debug_run --timeout $((1200 + 2 * seconds)) --append 'kmemleak=off kasan_multi_shot' --module "$out/module/dsmil.ko" --file "$out/hold" \
    --file "$out/fault" --file "$out/kfuzz" --file test/kernel/witness/guest.sh "$@" -- sh guest.sh "$backend" "$seconds" "$seed"
}
registry() { # a new one, every device in it
  rm -f "$scratch/memory" && node test/witness/registry.ts "$scratch/memory" --map "$scratch/map"
}

tap_run 'the judge of the log finds made violations' node --test --test-reporter=tap test/witness/check-hold.test.ts
tap_run 'a registry is there' registry
((TAP_FAILED == 0)) || tap_done
# The mutant comes last in the same machine, behind a marker of its own: a machine takes longer to boot than to hold.
driver_guest mmio machine mmio --file "$out/mutant/dsmil.ko:/dsmil/mutant.ko" --mmio "$scratch/memory" --witness "$scratch/mmio.log"
# That the log is whole, scripts/vm has seen.
{ sed '/^M 120$/,$d' "$scratch/mmio.log" && printf '%s\n' 'M 242' '# end'; } >"$scratch/good.log"
{ sed -n '/^M 241$/q; p' "$scratch/mmio.log" && echo 'M 241' && sed -n '/^M 120$/,$p' "$scratch/mmio.log"; } >"$scratch/mutant.log"
tap_run 'mmio: nothing is written after a stop, a failing stop, a silent and a dead deadman; nothing accessed when unbound' \
  node test/witness/check-hold.ts "$scratch/good.log"
tap_run 'mmio: no quarantined pair was touched in all that' node test/witness/check-registry.ts "$scratch/good.log" --map "$scratch/map"
silent() {
  local output
  output=$(node test/witness/check-hold.ts "$scratch/mutant.log")
  printf '%s\n' "$output" | tail -n 20
  grep -q '^VIOLATION .* a write .* while stopped' <<<"$output"
}
tap_run 'a deadman that does nothing is found by the log' silent

driver_guest smi machine smi --smi "$scratch/smi.log"
tap_run 'smi: no port is accessed when unbound' node test/witness/check-hold.ts "$scratch/smi.log" --reads-only
tap_run 'smi: no quarantined token reached the ports in all that' node test/witness/check-ports.ts "$scratch/smi.log"
tap_done
