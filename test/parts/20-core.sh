#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: core
# tier: quick
# budget: 8
# needs: check kernel
# lane: native
# about: the C core in user space under AddressSanitizer and UBSan: every rule, on a clock that the tests move

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

tap_run 'the core and its tests build with every warning an error' \
  make -s -j2 -C test/unit/c/core unit
if ((TAP_FAILED)); then exit 1; fi
ASAN_OPTIONS=detect_stack_use_after_return=1 exec .build/core/unit/unit
