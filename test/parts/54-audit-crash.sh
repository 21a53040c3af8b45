#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: audit-crash
# tier: full
# budget: 900
# needs: node check
# about: the audit log's own files: killed at every system call on them, and a disk that fails, is full or stalls

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

if ! command -v strace >/dev/null; then
  tap_not_ok 'strace is there (apt-get install strace)'
  tap_done
fi
# What is killed leaves what it wrote to the system: a disk of its own would only make it slower.
if [[ -d /dev/shm && -w /dev/shm ]]; then export TMPDIR=/dev/shm; fi

for what in head leaves keys; do
  node test/crash/built.ts audit/strike "$what" kill || TAP_FAILED=1
done
for what in head leaves; do
  for how in EIO ENOSPC stall; do
    node test/crash/built.ts audit/strike "$what" "$how" || TAP_FAILED=1
  done
done
tap_done
