#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: kernel-cost
# tier: full
# budget: 60
# needs: kernel vm
# lane: kernel
# about: what dsmil.ko costs: bytes loaded, wakeups when idle (none), ns an event beside a BPF ring buffer in the same guest

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh
# shellcheck source=test/vm/driver/build.sh
source test/vm/driver/build.sh
# shellcheck source=test/kernel/cost/build.sh
source test/kernel/cost/build.sh

out=.build/kernel-cost
build() {
  mkdir -p "$out" && scripts/lib/build-module.sh "$(vm_kdir)" "$out/module" >/dev/null &&
    cost_build "$out"
}
tap_run 'dsmil.ko and the test build' build
((TAP_FAILED == 0)) || tap_done
driver_guest cost scripts/vm run --fast-clock --timeout 400 --module "$out/module/dsmil.ko" --file "$out/cost" \
  --file test/kernel/cost/guest.sh -- sh guest.sh
tap_done
