#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: events
# tier: full
# budget: 240
# needs: node
# about: the event bus over a real store: slow subscribers, SIGKILL and resume

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2

# What a test prints by itself is not a result: only vitest's own numbered lines pass.
# shellcheck disable=SC2016 # awk's own
vitest run --config test/integration/events.vitest.config.ts --reporter=tap-flat --reporter=./test/parts/unnamed.ts | awk '
  /^(not )?ok [0-9]+ - test\/integration\// || /^1\.\.[0-9]+$/ || /^TAP version/ { details = /^not/; print; fflush(); next }
  details { print; next }
  { print > "/dev/stderr" }
'
exit "${PIPESTATUS[0]}"
