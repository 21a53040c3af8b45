#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: vm-power
# tier: full
# budget: 90
# needs: node build kernel vm
# about: a machine loses its power while it writes, and its disk what was not flushed; missing syncs are found

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# scripts/power --runs 300 does the same for longer.
DSMIL_SKIP_PACKAGES=1 scripts/power --runs 4 --without store.db-wal --without leaves --without head
