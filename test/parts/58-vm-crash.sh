#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: vm-crash
# tier: full
# budget: 450
# needs: build kernel vm
# about: the module unbound under dsmild at each step of a transaction, in the machine; what that leaves, and what the next daemon makes of it

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh
# shellcheck source=test/vm/driver/build.sh
source test/vm/driver/build.sh
# shellcheck source=test/vm/crash/files.sh
source test/vm/crash/files.sh

out=.build/vm-node
build() { scripts/lib/build-module.sh "$(vm_kdir)" "$out" >/dev/null; }
tap_run 'dsmil.ko builds' build
tap_run 'and the programs for the machine' crash_build

# One after the other in one life. By chance, and killed as well: README.md of test/vm/crash.
moments=(
  'before device TX_PREPARE' 'after device TX_PREPARE'
  'before store journal.mayCommit' 'after store journal.mayCommit'
  'before device TX_COMMIT' 'after device TX_COMMIT'
  'before store journal.outcome' 'after store journal.outcome'
)
strikes=()
for moment in "${moments[@]}"; do strikes+=(--strike "loss $moment"); done

# Each of them: a life that came to its end without one has shown nothing.
all_came() { grep -q "^# .* ${#moments[@]} unbindings of the module" "$told"; }

if [[ $TAP_FAILED -eq 0 ]]; then
  told=${DSMIL_PART_DIR:?}/told
  driver_guest crash scripts/vm run --node --timeout 1500 --module "$out/dsmil.ko" "${crash_files[@]}" -- \
    sh guest.sh --seed "${DSMIL_SEED:-1}" --rounds "${#moments[@]}" --losses "${#moments[@]}" --kills 1000 "${strikes[@]}" | tee "$told"
  TAP_FAILED=$((TAP_FAILED + $(grep -c '^not ok' "$told" || true)))
  tap_run "the module went at each of the ${#moments[@]} moments" all_came
fi
tap_done
