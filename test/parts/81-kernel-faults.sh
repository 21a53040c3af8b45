#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: kernel-faults
# tier: full
# budget: 600
# needs: check kernel vm
# lane: kernel
# about: every allocation and copy of open, ioctl, mmap, load, bind, unload fails once, in the debug kernel

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh
# shellcheck source=scripts/lib/debug-kernel.sh
source scripts/lib/debug-kernel.sh
# shellcheck source=test/vm/driver/build.sh
source test/vm/driver/build.sh
# shellcheck source=test/kernel/lib.sh
source test/kernel/lib.sh
# shellcheck source=test/kernel/fault/build.sh
source test/kernel/fault/build.sh

out=.build/kernel-faults
mkdir -p "$out"
if ! debug_ready; then
  tap_not_ok 'the debug kernel builds'
  tap_done
fi

build() {
  debug_module "$out/module" W=1 && fault_build "$out"
}
tap_run 'dsmil.ko and the test build' build
if ((TAP_FAILED)); then tap_done; fi

# faults MODULE GROUP [ACTION…]: further options of the machine in faults_options
faults_options=()
faults() {
  local module=$1
  shift
  debug_run --timeout 1500 "${faults_options[@]}" --module "$module" --file "$module" --file "$out/fault" \
    --file "$out/fault.sh" -- sh fault.sh "$@"
}
driver_guest 'calls and files' faults "$out/module/dsmil.ko" both

# Two reports are of the kernel's own doing, and nobody can ask it not to make them: vmalloc's, of its own failures
# for memory that user space may map; and a driver's link in /sys/module/dsmil/drivers, which without memory for
# that folder is made in the root of sysfs and is left there, so that the second such failure finds it. Both are taken
# out of the log, and nothing else may be in it.
only_theirs() { # LOG
  grep -q 'vmalloc error: ' "$1" || {
    echo 'no failure of vmalloc is in the log: was it kept?'
    return 1
  }
  ! vm_judged "$1" |
    sed -E "/vmalloc error: |sysfs: cannot create duplicate filename '\/\/platform:dsmil'/,/<\/TASK>/d" |
    grep -E -m 3 -A 20 -- "${vm_splat_lines:?}"
}
life_log=$out/life.log
faults_options=(--allow-splat --keep-log "$life_log")
driver_guest 'load, bind, unbind, unload' faults "$out/module/dsmil.ko" life
faults_options=()
tap_run 'its kernel log has nothing but the two reports that the kernel makes of itself' only_theirs "$life_log"

# ---- the checks can fail: a latch that depends on its argument, an error path that leaks

# mutant FILE SED PATTERN GROUP [ACTION…]: the run says so; leaks are looked for where one is planted, as it takes most of a run
mutant() {
  local file=$1 change=$2 pattern=$3 output
  shift 3
  debug_mutant "$out/mutant" "$file" "$change" || return
  output=$(faults "$out/mutant/dsmil.ko" "$@" 2>&1)
  printf '%s\n' "$output" | tail -n 40
  grep -qE -- "$pattern" <<<"$output"
}
faults_options=(--append kmemleak=off)
tap_run 'a stop that gives up with its argument is found' mutant driver/file.c \
  '/if (stop && !latched)/,+1d; s/bool latched = stop \&\& stop_unless_readable(core, user);/bool latched = stop;/' \
  '^not ok - stop, failure 1: latched, though it answered -14' calls stop
faults_options=()
tap_run 'an error path that leaks is found' mutant driver/ring_memory.c \
  '/^free:$/,/return -ENOMEM/s/free_pages_of(ring);/ring = NULL;/' 'kmemleak: unreferenced object' calls ring_setup
tap_done
