#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: store-crash
# tier: full
# budget: 600
# needs: node check
# about: the store killed at every system call on its files, and with a disk that fails, stalls or is full

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

# strace counts and strikes; the small file system that fills up is a mount: both want root.
if ! command -v strace >/dev/null; then
  tap_not_ok 'strace is there (apt-get install strace)'
  tap_done
fi
small=${DSMIL_PART_DIR:?}/small
mkdir -p "$small"
mount -t tmpfs -o size=6m,mode=0700 dsmil-store-test "$small" || exit 2
trap 'umount "$small"' EXIT

node test/crash/store/disk.ts full "$small/store" || TAP_FAILED=1
for what in syncs stall; do
  node test/crash/store/disk.ts "$what" || TAP_FAILED=1
done
for what in kill EIO ENOSPC; do
  node test/crash/built.ts store/kill "$what" || TAP_FAILED=1
done
tap_done
