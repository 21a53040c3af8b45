# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the parts that test the module in the test machine, after scripts/lib/vm.sh:
#
#   driver_build OUT     dsmil.ko in OUT/module, a thermal zone for tests in OUT/zone, 
#                        the guest's programs and scripts in OUT/t
#   driver_programs OUT    the last of these alone
#   driver_guest NAME COMMAND…   runs the machine; its TAP goes to standard output. One line more
#                        says whether it came to its end without a splat

driver_tests=test/vm/driver

driver_build() {
  local out=$1 kdir
  kdir=$(vm_kdir) || return
  scripts/lib/build-module.sh "$kdir" "$out/module" W=1 >/dev/null || return
  mkdir -p "$out/zone"
  cp "$driver_tests"/zone/* "$out/zone/" && vm_build_module "$out/zone" W=1 && driver_programs "$out"
}

driver_programs() {
  local out=$1 program
  mkdir -p "$out/t"
  cp "$driver_tests"/guest*.sh "$out/t/" || return
  for program in "$driver_tests"/*.c; do
    program=$(basename "$program" .c)
    [[ $program != t ]] || continue
    cc -static -O2 -Wall -Wextra -Werror -pthread -I kernel/include/uapi -o "$out/t/$program" \
      "$driver_tests/$program.c" "$driver_tests/t.c" || return
  done
}

driver_guest() {
  local name=$1 status=0 log
  shift
  log=$(mktemp "${TMPDIR:-/tmp}/dsmil-driver.XXXXXX")
  # What the programs print is TAP; only their own lines of details are more.
  "$@" 2>"$log.err" </dev/null | tee "$log" || status=$?
  if [[ $status -eq 0 ]] && grep -qx '# the end' "$log"; then
    tap_ok "$name: the machine came to its end, and its kernel log is clean"
  else
    tap_not_ok "$name: the machine came to its end, and its kernel log is clean"
    echo "    status $status"
    tail -n 60 "$log.err" | sed 's/^/    /'
  fi
  TAP_FAILED=$((TAP_FAILED + $(grep -c '^not ok' "$log" || true)))
  rm -f "$log" "$log.err"
}
