#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: soak
# tier: full
# budget: 100
# needs: node build foreign
# about: 30 seconds of load with a fault a second (DSMIL_SEED, DSMIL_SECONDS): what was acknowledged is once in both sinks, subscribers resume without loss, descriptors are given back; rates are not judged

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2

# Longer, and with the heap judged: scripts/soak --seconds 300
exec node test/soak/main.ts --seconds "${DSMIL_SECONDS:-30}" --tap ${DSMIL_SEED:+--seed "$DSMIL_SEED"}
