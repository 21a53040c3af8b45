#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: daemon-crash
# tier: full
# budget: 300
# needs: node build
# about: the daemon killed where it touches storage, ring or device, its kernel killed there, calls that fail or stall; what each leaves, and the next start

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2

# More of it, and a life again by its seed: node test/crash/daemon/main.ts --seconds 3600 --table
exec node test/crash/daemon/main.ts --kills "${DSMIL_KILLS:-100000}" --seconds "${DSMIL_SECONDS:-90}" \
  --machines 2 --rounds 21 --table
