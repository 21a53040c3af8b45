#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: run
# tier: full
# budget: 80
# needs: build
# about: scripts/run: the first run, its picture, signals, a second run, and that nothing stays behind

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2

# shellcheck disable=SC2016 # awk's own
vitest run --config test/integration/cli.vitest.config.ts --reporter=tap-flat --reporter=./test/parts/unnamed.ts test/integration/run | awk '
  /^(not )?ok [0-9]+ - test\/integration\// || /^1\.\.[0-9]+$/ || /^TAP version/ { details = /^not/; print; fflush(); next }
  details { print; next }
  { print > "/dev/stderr" }
'
exit "${PIPESTATUS[0]}"
