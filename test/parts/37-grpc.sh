#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: grpc
# tier: full
# budget: 120
# needs: node build
# about: the gRPC services over the daemon's parts and dsmil-sim: every method, streams, resumption, refusals, hostile clients by status and details

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2

# What a test prints by itself is not a result: only vitest's own numbered lines pass.
# shellcheck disable=SC2016 # awk's own
vitest run --config test/integration/grpc.vitest.config.ts --reporter=tap-flat --reporter=./test/parts/unnamed.ts | awk '
  /^(not )?ok [0-9]+ - test\/integration\// || /^1\.\.[0-9]+$/ || /^TAP version/ { details = /^not/; print; fflush(); next }
  details { print; next }
  { print > "/dev/stderr" }
'
exit "${PIPESTATUS[0]}"
