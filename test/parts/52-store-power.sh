#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: store-power
# tier: full
# budget: 300
# needs: node check
# about: power cuts at every step of a recorded run, with any part of what was not synced; a missing fsync is found

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

if ! command -v strace >/dev/null; then
  tap_not_ok 'strace is there (apt-get install strace)'
  tap_done
fi
# What is opened after each cut needs no disk of its own: in memory a thousand are opened in seconds.
if [[ -d /dev/shm && -w /dev/shm ]]; then export TMPDIR=/dev/shm; fi
node test/crash/store/power.ts || TAP_FAILED=1
tap_done
