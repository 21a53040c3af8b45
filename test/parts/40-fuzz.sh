#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: fuzz
# tier: full
# budget: 120
# needs: check kernel
# lane: native
# about: a short run of each fuzzer (calls, records, a lying consumer, a lying core, scenario files) from its kept corpus

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

tap_run 'the fuzzers build' make -s -j2 -C test/fuzz
if ((TAP_FAILED)); then exit 1; fi

mkdir -p "${DSMIL_PART_DIR:?}/found"
fuzz() { # NAME SECONDS: all kept inputs, then new ones for so long
  local corpus=$DSMIL_PART_DIR/$1 count
  mkdir -p "$corpus"
  count=$(find "test/fuzz/corpus/$1" -type f | wc -l)
  if ((count == 0)); then
    echo "test/fuzz/corpus/$1 is empty"
    return 1
  fi
  ".build/fuzz/$1" -timeout=60 -rss_limit_mb=1024 -max_len=1024 -verbosity=0 -print_final_stats=1 \
    "-artifact_prefix=$DSMIL_PART_DIR/found/$1-" "-max_total_time=$2" "$corpus" "test/fuzz/corpus/$1"
}

tap_run 'dispatch: calls, time, faults and stops in any order' fuzz dispatch 30
tap_run 'cons_pos: a consumer that says anything' fuzz cons_pos 12
tap_run 'record: any bytes' fuzz record 6
tap_run 'consumer: the addon, and a core that says anything' fuzz consumer 12
tap_run 'scenario: any text' fuzz scenario 10
tap_done
