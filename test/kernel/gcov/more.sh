#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs in the test machine after t/guest-mmio.sh, beside the played registry: what no other test reaches of the
# driver. Its lines are judged here, unlike those of the runs that are there for counting alone.

cd "$(dirname "$0")/t" || exit 2
debug=/sys/kernel/debug/dsmil
device=/sys/bus/platform/devices/dsmil
mmio='backend=mmio force=1 allow_writes=1 thermal=none poll_ms=0'

same() {
  if [ "$2" = "$3" ]; then echo "ok - more: $1"; else printf 'not ok - more: %s\n    have: %s\n    want: %s\n' "$1" "$2" "$3"; fi
}
load() {
  # shellcheck disable=SC2086 # a list of words
  modprobe dsmil $1 || echo "not ok - more: modprobe dsmil $1"
}
# refused WHAT PARAMETERS: by its log
refused() {
  dmesg -c >/dev/null
  # shellcheck disable=SC2086 # a list of words
  modprobe dsmil $2 2>/dev/null && rmmod dsmil
  same "refused, and says why: $2" "$(dmesg | grep -q "$1" && echo so)" so
}
# All of a suspend but the firmware.
go_to_sleep() {
  echo devices >/sys/power/pm_test
  echo mem >/sys/power/state || echo 'not ok - more: the machine suspends'
}

# ---- a registry that is where it was after a suspend, and one that lost a pair meanwhile

./host few
load "$mmio"
go_to_sleep
same 'a registry that did not change is found again after a suspend' "$(cat $device/registry)" ok
# Word 0 of 0x8000, as mmio.ts placed it.
devmem 0x60000028 32 0
go_to_sleep
same 'a pair that is gone after a suspend loses the registry' "$(cat $device/registry)" lost
same 'and latches the stop for that' "$(cat $device/stop_cause)" registry-lost
rmmod dsmil

# A second word for 0x8010, where there was none.
./host few
load "$mmio"
devmem 0x60000000 32 0x00801003
go_to_sleep
same 'a word that is new after a suspend loses the registry' "$(cat $device/registry)" lost
rmmod dsmil

# ---- ranges of memory that cannot be the registry

refused "is another driver's" "$mmio mmio_base=0xfee00000"
refused 'mmio_base=' "$mmio mmio_base=0xfffffffffffff000"
refused 'mmio_span=' "$mmio mmio_span=131072"
refused 'mmio_span=' "$mmio mmio_span=4097"

# ---- what debugfs and sysfs show, and what the simulation refuses

load 'poll_ms=50 thermal='
go_to_sleep
same 'the simulation is what it was after a suspend' "$(cat $device/registry)" ok
command_refused() { same "the simulation refuses '$1'" "$(echo "$1" 2>/dev/null >$debug/sim && echo taken || echo refused)" refused; }
command_taken() { same "the simulation takes '$1'" "$(echo "$1" >$debug/sim && echo taken || echo refused)" taken; }
command_refused 'publish 1 2000'
command_refused 'publish 2000000 8'
command_refused 'set'
command_refused 'set 0x8fff 0 1'
command_refused 'set 0x18003 0 1'
command_refused 'set 0x8003 99 1'
command_refused 'nonsense 0x8003'
command_refused "$(head -c 100 /dev/zero | tr '\0' x)"
command_taken 'latency 0x8003 1000'
command_taken 'clear 0x8003'
# Until it shows, a minute at most: the machine may be busy.
./cost idle 600 &
owner=$!
tries=0
until grep -q '^size 1048576 ' $debug/ring || [ $((tries += 1)) -gt 240 ]; do usleep 250000; done
same 'debugfs shows the ring of whoever has one' "$(grep -c '^size 1048576 head ' $debug/ring)" 1
kill $owner
wait $owner
rmmod dsmil
echo '# more: the end'
