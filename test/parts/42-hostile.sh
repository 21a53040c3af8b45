#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: hostile
# tier: full
# budget: 205
# needs: node build
# about: malformed frames and messages (fuzzed: the same cases everywhere by DSMIL_SEED, more with DSMIL_FUZZ_SECONDS), cancel storms, streams that nobody reads, slow-loris, up to 10,000 connections one after another (DSMIL_FLOOD_SECONDS) and at once (DSMIL_CROWD, DSMIL_CROWD_SECONDS) against dsmild; the stop gets through

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2

# What a test prints by itself is not a result: only vitest's own numbered lines pass.
# shellcheck disable=SC2016 # awk's own
vitest run --config test/integration/hostile.vitest.config.ts --reporter=tap-flat --reporter=./test/parts/unnamed.ts | awk '
  /^(not )?ok [0-9]+ - test\/integration\// || /^1\.\.[0-9]+$/ || /^TAP version/ { details = /^not/; print; fflush(); next }
  details { print; next }
  { print > "/dev/stderr" }
'
exit "${PIPESTATUS[0]}"
