# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# For parts of the tests: prints TAP lines on standard output, everything else on standard error.

TAP_FAILED=0

tap_ok() { printf 'ok - %s\n' "$1"; }
tap_skip() { printf 'ok - %s # SKIP %s\n' "$1" "$2"; }
tap_not_ok() {
  TAP_FAILED=$((TAP_FAILED + 1))
  printf 'not ok - %s\n' "$1"
}

# tap_run DESCRIPTION COMMAND...: one test; the command's output is shown when it fails.
tap_run() {
  local description=$1 output
  shift
  if output=$("$@" 2>&1 </dev/null); then
    tap_ok "$description"
    if [[ -n $output ]]; then printf '%s\n' "$output" >&2; fi
  else
    tap_not_ok "$description"
    if [[ -n $output ]]; then printf '%s\n' "$output" | tail -n 60 | sed 's/^/    /'; fi
  fi
}

# The last line of a part: its exit code says whether a test failed.
tap_done() { exit $((TAP_FAILED > 0)); }
