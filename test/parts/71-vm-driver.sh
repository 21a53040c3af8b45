#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: vm-driver
# tier: full
# budget: 120
# needs: kernel vm
# about: dsmil.ko in a real kernel: ABI, stop, deadman, ring, mmap, transactions, S3, unbind, 50 reloads

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh
# shellcheck source=test/vm/driver/build.sh
source test/vm/driver/build.sh

out=.build/driver
tap_run 'dsmil.ko builds with W=1, and the test programs' driver_build "$out"
if [[ $TAP_FAILED -eq 0 ]]; then
  driver_guest driver scripts/vm run --timeout 600 --module "$out/module/dsmil.ko" \
    --module "$out/zone/dsmil_zone.ko" --file "$out/t:/dsmil/t" -- sh t/guest.sh
fi

# A check that cannot fail proves nothing: the runner must see a test that fails in the machine.
planted() {
  local status=0
  (
    TAP_FAILED=0
    driver_guest planted scripts/vm run -- sh -c 'echo "not ok - planted"; echo "# the end"'
    exit "$TAP_FAILED"
  ) || status=$?
  [[ $status -eq 1 ]]
}
tap_run 'a failed line in the machine counts as one' planted
tap_done
