#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: audit-tamper
# tier: full
# budget: 900
# needs: node
# about: the audit log over the real store: every byte flipped, files cut, reordered, put back; the tool and the start; another verifier

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# Thousands of small logs are made and opened: in memory that is a question of the processor alone.
if [[ -d /dev/shm && -w /dev/shm ]]; then export TMPDIR=/dev/shm; fi

# shellcheck disable=SC2016 # awk's own
vitest run --config test/integration/audit/audit.vitest.config.ts --reporter=tap-flat --reporter=./test/parts/unnamed.ts | awk '
  /^(not )?ok [0-9]+ - test\/integration\// || /^1\.\.[0-9]+$/ || /^TAP version/ { details = /^not/; print; fflush(); next }
  details { print; next }
  { print > "/dev/stderr" }
'
exit "${PIPESTATUS[0]}"
