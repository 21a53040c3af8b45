#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: cli
# tier: quick
# budget: 25
# needs: build
# about: dsmilctl as it is built, against the simulated device: every command, refusals, losses, stops

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2

# shellcheck disable=SC2016 # awk's own
vitest run --config test/integration/cli.vitest.config.ts --reporter=tap-flat --reporter=./test/parts/unnamed.ts test/integration/cli | awk '
  /^(not )?ok [0-9]+ - test\/integration\// || /^1\.\.[0-9]+$/ || /^TAP version/ { details = /^not/; print; fflush(); next }
  details { print; next }
  { print > "/dev/stderr" }
'
exit "${PIPESTATUS[0]}"
