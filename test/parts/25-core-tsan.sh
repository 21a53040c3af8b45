#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: core-tsan
# tier: full
# budget: 60
# needs: check kernel
# lane: native
# about: the C core with real threads, plain and under ThreadSanitizer; lost wake-ups, with and without the fence

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

tap_run 'the thread tests build, plain, for ThreadSanitizer, and with the fence taken out' \
  make -s -j2 -C test/unit/c/core threads threads-tsan threads-weak
if ((TAP_FAILED)); then exit 1; fi

# Each program's own lines; one that dies before its plan is a failure of its own.
run() {
  local label=$1 status=0
  shift
  "$@" | sed -E "s/^((not )?ok - )/\\1$label: /; /^1\\.\\./d" || status=$?
  if ((status != 0)); then tap_not_ok "$label: ends well (it ended with $status)"; fi
}
run plain .build/core/threads
TSAN_OPTIONS='halt_on_error=1' run tsan .build/core/threads-tsan
run 'no fence' .build/core/threads-weak
tap_done
