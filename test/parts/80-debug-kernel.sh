#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: debug-kernel
# tier: full
# budget: 900
# needs: check kernel vm
# lane: kernel
# about: a kernel with KASAN, lockdep, kmemleak, UBSAN and more: built once, proven by plants, and the driver's acceptance in it

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

out=.build/debug-kernel
mkdir -p "$out"

if ! debug_ready; then
  tap_not_ok 'the debug kernel builds'
  tap_done
fi
tap_ok 'the debug kernel builds, or is cached'

# ---- its configuration is what was asked for, and a lost option would be named

tap_run 'every wanted option ended up in its configuration' scripts/debug-kernel check
lost_option() {
  local config=$out/config.lost output
  grep -v '^CONFIG_KASAN=' "$(debug_kernel debug)/config" >"$config"
  ! output=$(scripts/debug-kernel check debug "$config") &&
    [[ $output == 'CONFIG_KASAN=y, but it is not set' ]]
}
tap_run 'an option that got lost is named' lost_option

# ---- each detector finds what is planted for it

# One run plants them all, in an order in which none hides the next: lockdep says one thing and then
# no more, KASAN's finding ends lockdep, a corrupt list ends the one who wrote it.
cat >"$out/plant.sh" <<'GUEST'
modprobe dsmil_plant || exit 1
echo 3 >/proc/sys/kernel/hung_task_timeout_secs
for name in "$@"; do
  echo "plant $name" >/dev/kmsg
  (echo "$name" >/sys/module/dsmil_plant/parameters/plant)
  # Seen at its next look at all tasks, whenever that is; a finding after another plant is that one's.
  tries=0
  until [ "$name" != hang ] || dmesg | grep -q 'INFO: task .* blocked' || [ $((tries += 1)) -gt 180 ]; do sleep 1; done
done
echo "plant nothing" >/dev/kmsg
GUEST

plants_options=()
plants() { # LOG NAME…
  local log=$1 status=0
  shift
  debug_run --timeout 1200 --append kasan_multi_shot --allow-splat --keep-log "$log" --module "$out/plant/dsmil_plant.ko" --file "$out/plant.sh" \
    "${plants_options[@]}" -- sh plant.sh "$@" >"$log.out" 2>"$log.err" || status=$?
  grep -q 'plant nothing' "$log" || {
    echo "status $status"
    tail -n 40 "$log.err"
    return 1
  }
}

found() { # LOG NAME PATTERN: between this plant and the next there is the line, and scripts/vm minds it
  local line
  # To its end: whoever closes a pipe early fails the other.
  line=$(awk -v name="$2" '/plant [a-z-]+$/ { on = $NF == name; next } on' "$1" | grep -E -- "$3") || {
    echo "no line /$3/ after the plant"
    return 1
  }
  line=${line%%$'\n'*}
  grep -qE -- "${vm_splat_lines:?}" <<<"$line" || {
    echo "scripts/vm would not mind: $line"
    return 1
  }
}

tap_run 'the module with planted faults builds' debug_plants "$out/plant"
tap_run 'a run with all faults but two' plants "$out/all.log" both-orders sleep-in-atomic shift free-active-timer leak \
  hang beyond-object beyond-vmalloc after-free list-twice
# No leak is planted there, and looking for one takes most of a run.
plants_options=(--append kmemleak=off)
tap_run 'a run with one of the two' plants "$out/raw.log" sleeping-in-raw
tap_run 'lockdep finds two locks in both orders' found "$out/all.log" both-orders 'possible circular locking dependency'
tap_run 'lockdep finds a sleeping lock inside a raw one' found "$out/raw.log" sleeping-in-raw 'BUG: Invalid wait context'
tap_run 'sleeping in atomic context is found' found "$out/all.log" sleep-in-atomic 'sleeping function called'
tap_run 'UBSAN finds a shift too far' found "$out/all.log" shift 'UBSAN: shift-out-of-bounds'
tap_run 'debug objects find a timer that is freed while it runs' found "$out/all.log" free-active-timer 'ODEBUG: free active'
tap_run 'kmemleak finds what nobody holds' found "$out/all.log" nothing 'kmemleak: unreferenced object'
tap_run 'a hung task is found' found "$out/all.log" hang 'INFO: task .* blocked'
tap_run 'KASAN finds a byte behind an object' found "$out/all.log" beyond-object 'KASAN: slab-out-of-bounds'
tap_run 'KASAN finds a byte behind memory of vmalloc' found "$out/all.log" beyond-vmalloc 'KASAN: vmalloc-out-of-bounds'
tap_run 'KASAN finds a use after free' found "$out/all.log" after-free 'KASAN: (slab-)?use-after-free'
tap_run 'a list that is linked twice is found' found "$out/all.log" list-twice 'kernel BUG at lib/list_debug'
tap_run 'without a plant the same run passes' debug_run --timeout 900 --module "$out/plant/dsmil_plant.ko" -- \
  sh -c 'modprobe dsmil_plant && rmmod dsmil_plant'

# ---- the driver's acceptance

tap_run 'dsmil.ko builds against it with W=1 and UBSan, and the test programs' driver_build "$out"
driver_guest acceptance debug_run --timeout 1800 --module "$out/module/dsmil.ko" \
  --module "$out/zone/dsmil_zone.ko" --file "$out/t:/dsmil/t" \
  -- sh t/guest.sh
tap_done
