#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: stop
# tier: full
# budget: 60
# needs: node build
# about: the emergency stop over the real dsmil-sim, store and audit log; a daemon that is killed, hangs or ends; dsmil-stop beside it

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2

# What a test prints by itself is not a result: only vitest's own numbered lines pass.
# shellcheck disable=SC2016 # awk's own
vitest run --config test/integration/stop.vitest.config.ts --reporter=tap-flat --reporter=./test/parts/unnamed.ts | awk '
  /^(not )?ok [0-9]+ - test\/integration\// || /^1\.\.[0-9]+$/ || /^TAP version/ { details = /^not/; print; fflush(); next }
  details { print; next }
  { print > "/dev/stderr" }
'
exit "${PIPESTATUS[0]}"
