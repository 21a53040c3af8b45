#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: unit-ts
# tier: quick
# budget: 70
# needs: node
# about: the unit tests of the TypeScript code (vitest, test/unit)

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2

# What a test prints by itself is not a result: only vitest's own numbered lines pass.
# shellcheck disable=SC2016 # awk's own
vitest run --reporter=tap-flat --reporter=./test/parts/unnamed.ts | awk '
  /^(not )?ok [0-9]+ - test\/unit\// || /^1\.\.[0-9]+$/ || /^TAP version/ { details = /^not/; print; fflush(); next }
  details { print; next }
  { print > "/dev/stderr" }
'
exit "${PIPESTATUS[0]}"
