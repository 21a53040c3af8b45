#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: core-mutants
# tier: full
# budget: 90
# needs: check kernel
# lane: native
# about: would the core's tests notice? Breaks one safety-relevant line at a time: each must be caught

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
exec test/unit/c/core/mutants.sh
