#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: bench-smoke
# tier: full
# budget: 600
# needs: build node bench
# about: every benchmark runs for a moment and prints all of its results; speed is not looked at

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

out=${DSMIL_PART_DIR:?}

measure() { scripts/bench "$1" --quick --json >"$out/$1.json"; }
check() { node test/bench/check-json.ts "$1" <"$2"; }

# The checker itself: a result that is missing or wrong must show.
notices() {
  local expect=$1
  shift
  if "$@" >"$out/notices" 2>&1; then
    echo "it did not notice"
    return 1
  fi
  grep -qF -- "$expect" "$out/notices" || {
    echo "wanted: $expect"
    cat "$out/notices"
    return 1
  }
}

for bench in ring stop commit recovery state risk events audit grpc; do
  tap_run "$bench: every case runs" measure "$bench"
  tap_run "$bench: the results are well-formed and complete" check "$bench" "$out/$bench.json"
done

sed '2d' "$out/ring.json" >"$out/missing.json"
sed '2s/"median":/"middle":/' "$out/ring.json" >"$out/malformed.json"
sed '2s/^{/{{/' "$out/ring.json" >"$out/broken.json"
tap_run 'a missing result is noticed' notices 'is missing' check ring "$out/missing.json"
tap_run 'a malformed result is noticed' notices 'median is undefined' check ring "$out/malformed.json"
tap_run 'a broken line is noticed' notices 'line 2: SyntaxError' check ring "$out/broken.json"
tap_run 'a case that is not there is refused' notices "'ring' has no such case" \
  scripts/bench ring --case nonsense

tap_done
