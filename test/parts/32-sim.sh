#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: sim
# tier: quick
# budget: 38
# needs: build check
# lane: native
# about: the simulated device and dsmil-stop: unit tests and the whole protocol, with sanitizers

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh

SUITES=(test_protocol test_memory test_faults test_sockets test_life test_hostile test_helper)
export PYTHONDONTWRITEBYTECODE=1

# build VARIANT SANITIZERS: into .build/VARIANT, as native/CMakeLists.txt says.
build() {
  cmake -S native -B ".build/$1" -DDSMIL_SANITIZE="$2" && cmake --build ".build/$1" -j 2
}

# TAP lines of a program, marked with the variant; a failing program that named no test is one.
relay() {
  local label=$1 lines=${DSMIL_PART_DIR:?}/$1.tap status
  shift
  "$@" >"$lines"
  status=$?
  sed -E "/^1\.\./d; s/^((not )?ok - )/\1[$label] /" "$lines"
  if grep -q '^not ok' "$lines"; then
    TAP_FAILED=$((TAP_FAILED + 1))
  elif ((status)); then
    tap_not_ok "[$label] the program ended with status $status"
  elif ! grep -q '^ok' "$lines"; then
    tap_not_ok "[$label] the program printed no test"
  fi
}

integration() {
  (cd test/integration/sim && DSMIL_NATIVE_BIN=$1 python3 tap.py "${SUITES[@]}")
}

variants=("asan:address,undefined")
if [[ ${DSMIL_TIER:-quick} == full ]]; then variants+=("tsan:thread"); fi
for variant in "${variants[@]}"; do
  name=${variant%%:*}
  tap_run "[$name] the simulator, dsmil-stop and their tests build" build "$name" "${variant#*:}"
  relay "$name" ".build/$name/sim-unit"
  relay "$name-process" integration "$DSMIL_ROOT/.build/$name"
done

# The build that is installed, timing and all.
if [[ ${DSMIL_TIER:-quick} == full ]]; then
  relay release integration "$DSMIL_ROOT/build/Release"
fi
tap_done
