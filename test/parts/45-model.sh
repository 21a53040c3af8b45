#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: model
# tier: full
# budget: 240
# needs: check
# lane: native
# about: the last-resource commit, checked exhaustively by spin for small bounds; each guard taken out is seen to be needed

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

MODEL=$PWD/test/model/commit.pml

# explore NAME OPTION...: what the checker prints. 4 GB and 10 minutes are far more than it takes.
explore() {
  local dir=${DSMIL_PART_DIR:?}/$1
  shift
  mkdir -p "$dir" && cd "$dir" || return 2
  spin -a "$@" "$MODEL" >&2 || return 2
  gcc -O2 -DCOLLAPSE -DSAFETY -DMEMLIM=4000 -o pan pan.c || return 2
  ./pan -E -m200000 -Q40
}

# Everything was visited, and nothing was wrong.
holds() {
  local output
  output=$(explore "$@") || return 1
  printf '%s\n' "$output"
  [[ $output == *'errors: 0'* && $output != *'Search not completed'* && $output != *'time-limit'* ]]
}

# A violated assertion, not merely a checker that failed.
finds() {
  local output
  output=$(explore "$@") || return 1
  printf '%s\n' "$output"
  [[ $output == *'assertion violated'* && $output == *'errors: 1'* ]]
}

NO_LUCK=(-DLOSSES=0 -DDOUBLES=0 -DSTICKS=0)

tap_run 'one track, a lost message, hardware that sticks, the kernel restarts' \
  holds restart -DSECONDS=0 -DLOSSES=1 -DDOUBLES=0 -DSTICKS=1
tap_run 'a successor with a transaction of its own, a doubled message, hardware that sticks' \
  holds successor -DSECONDS=1 -DLOSSES=0 -DDOUBLES=1 -DSTICKS=1 -DRESTARTS=0
tap_run 'a successor with a transaction of its own, the kernel restarts' \
  holds successor-restart -DSECONDS=1 "${NO_LUCK[@]}"
tap_run 'two tracks, a stop and a start' \
  holds tracks -DTRACKS=2 -DSECONDS=0 "${NO_LUCK[@]}" -DRESTARTS=0
tap_run 'two tracks, a lost and a doubled message' \
  holds tracks-messages -DTRACKS=2 -DSECONDS=0 -DLOSSES=1 -DDOUBLES=1 -DSTICKS=0 -DRESTARTS=0 -DSTOPS=0

for guard in FENCE LATCH STOP_EPOCH LEASE OUTCOME_MEMORY MAY_COMMIT DEADMAN JOURNAL_FENCE INCARNATION; do
  tap_run "without ${guard,,} it finds what goes wrong" \
    finds "without-$guard" "-DNO_$guard" -DSECONDS=0 "${NO_LUCK[@]}"
done
tap_done
