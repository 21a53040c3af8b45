#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: kernel-coverage
# tier: full
# budget: 240
# needs: node check kernel vm
# lane: kernel
# about: at least 90 % of the lines and of the branches of kernel/ are reached, and the rest has a reason

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

out=.build/kernel-coverage
reasons=test/kernel/gcov/reasons.txt
scratch=${DSMIL_PART_DIR:?}

tap_run 'adding up, and comparing with the reasons, can fail' node --test --test-reporter=tap test/kernel/gcov/merge.test.ts

# Its table is for people, its lines of TAP are the runs'.
scripts/coverage-kernel >"$scratch/report" 2>"$scratch/log"
status=$?
grep -E '^(ok|not ok|#) ' "$scratch/report"
TAP_FAILED=$((TAP_FAILED + $(grep -c '^not ok' "$scratch/report")))
if ((status == 0)); then
  tap_ok 'lines and branches suffice; each that is not reached has a reason, and each reason its line'
else
  tap_not_ok 'lines and branches suffice; each that is not reached has a reason, and each reason its line'
  { grep -vE '^(ok|not ok|#) ' "$scratch/report" && tail -n 20 "$scratch/log"; } | sed 's/^/    /'
fi

# The same data with a reason too few and a reason too many.
changed() {
  local output
  sed '/^driver\/main.c dsmil_shutdown: }$/s/dsmil_shutdown: }/dsmil_exit: }/' "$reasons" >"$scratch/reasons"
  ! output=$(node test/kernel/gcov/report.ts "$out" "$scratch/reasons") || return
  printf '%s\n' "$output" | tail -n 10
  grep -q '^no reason for driver/main.c:' <<<"$output" && grep -q 'stale: driver/main.c dsmil_exit: }$' <<<"$output"
}
tap_run 'a reason that is missing and one that is stale are found' changed
tap_done
