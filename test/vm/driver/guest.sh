#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs in the test machine: the module in each way that it can be loaded, and the programs that
# go with it. TAP on standard output; the last line says that it got there.
# usage: guest.sh [PROGRAM…]   only those

cd "$(dirname "$0")" || exit 2
only=$*

wanted() { [ -z "$only" ] || case " $only " in *" $1 "*) ;; *) return 1 ;; esac; }

# program NAME ARGUMENT…: its TAP, and one line more when it did not come to its end.
program() {
  wanted "$1" || return 0
  echo "# $*"
  name=$1
  shift
  "./$name" "$@"
  status=$?
  [ $status -le 1 ] || echo "not ok - $name ended with status $status"
}

load() {
  modprobe dsmil "$@" && return
  echo "not ok - modprobe dsmil $*"
  return 1
}

unload() { rmmod dsmil || echo "not ok - rmmod dsmil"; }

# refused WHAT PARAMETER…: the module does not load, says why, and leaves nothing behind.
refused() {
  what=$1
  shift
  dmesg -c >/dev/null
  if modprobe dsmil "$@" 2>/dev/null; then
    echo "not ok - $* is refused"
    rmmod dsmil
  elif ! dmesg | grep -q "$what"; then
    echo "not ok - $* says why: $what"
    dmesg | tail -3 | sed 's/^/    /'
  elif [ -e /dev/dsmil ] || [ -e /sys/bus/platform/devices/dsmil ]; then
    echo "not ok - $* leaves nothing behind"
  else
    echo "ok - $* is refused, and says why"
  fi
}

parameters() {
  wanted parameters || return 0
  refused 'backend=foo: sim, mmio or smi' backend=foo
  refused 'ring_size_max=16385: a power of two from 16384' ring_size_max=16385
  refused 'ring_size_max=8192: a power of two from 16384' ring_size_max=8192
  refused 'spacing_us=10000001: 0 to 10000000' spacing_us=10000001
  refused 'poll_ms=3600001: 0 (off) to 3600000' poll_ms=3600001
  refused 'thermal=off: only none is known' thermal=off
  refused 'contradict each other' thermal=none thermal_zone=x
  refused 'thermal_limit_mc=150001: -40000 to 150000' thermal_limit_mc=150001
  refused 'this machine (.*) is not known to have the devices' backend=mmio
  refused 'this machine (.*) is not known to have the devices' backend=smi
  refused 'mmio_base=0x60000004: must be a multiple of the page size' backend=mmio force=1 mmio_base=0x60000004
  refused 'mmio_span=4: must be a multiple of 8' backend=mmio force=1 mmio_span=4
}

# same WHAT HAVE WANT
same() {
  if [ "$2" = "$3" ]; then echo "ok - $1"; else printf 'not ok - %s\n    have: %s\n    want: %s\n' "$1" "$2" "$3"; fi
}

attributes() {
  wanted attributes || return 0
  load || return
  dir=/sys/bus/platform/devices/dsmil
  # busybox's modinfo finds none in a module that was built with KASAN.
  version=$(modinfo -F version dsmil 2>/dev/null)
  same 'sysfs: version' "$(cat $dir/version)" "${version:-0.1.0}"
  same 'sysfs: abi_version' "$(cat $dir/abi_version)" 1
  same 'sysfs: backend' "$(cat $dir/backend)" sim
  same 'sysfs: allow_writes' "$(cat $dir/allow_writes)" 0
  same 'sysfs: present' "$(cat $dir/present)" 79
  same 'sysfs: registry' "$(cat $dir/registry)" ok
  same 'sysfs: stop_state' "$(cat $dir/stop_state)" latched
  same 'sysfs: stop_cause' "$(cat $dir/stop_cause)" load
  same 'sysfs: stop_generation' "$(cat $dir/stop_generation)" 1
  same 'sysfs: instance_id is 16 digits' "$(grep -cE '^[0-9a-f]{16}$' $dir/instance_id)" 1
  same 'the node is of mode 0660' "$(stat -c %a /dev/dsmil)" 660
  same 'debugfs: 84 devices' "$(grep -c ^0x80 /sys/kernel/debug/dsmil/devices)" 84
  same 'debugfs: ring' "$(head -1 /sys/kernel/debug/dsmil/ring)" 'not set up'
  same 'tracepoints' "$(find /sys/kernel/tracing/events/dsmil -name 'dsmil_*' | wc -l)" 5
  echo 1 >/sys/kernel/tracing/events/dsmil/enable
  ./info >/dev/null
  same 'tracepoints tell of calls' "$(grep -c 'dsmil_call: nr=0x03 error=-13 reason=1 field=0' /sys/kernel/tracing/trace)" 80
  echo 0 >/sys/kernel/tracing/events/dsmil/enable
  unload
  same 'rmmod leaves no node' "$(ls -d /dev/dsmil $dir /sys/kernel/debug/dsmil 2>/dev/null)" ''
}

reload() {
  wanted reload || return 0
  count=0
  while [ $count -lt 50 ]; do
    modprobe dsmil poll_ms=10 allow_writes=1 thermal=none || break
    [ $((count % 5)) -ne 0 ] || ./reload || break
    rmmod dsmil || break
    count=$((count + 1))
  done
  same 'loaded and unloaded 50 times, in use now and then' $count 50
}

if wanted stop || wanted info || wanted refusals || wanted deadman || wanted ring || wanted map; then
  load ring_size_max=1048576 && {
    program stop
    program info
    program refusals
    program deadman
    program ring
    program map
    unload
  }
fi
if wanted transactions; then
  load allow_writes=1 thermal=none spacing_us=0 && program transactions writable && unload
  load && program transactions read-only && unload
  load allow_writes=1 && program transactions no-sensor && unload
  load allow_writes=1 thermal_zone=sim thermal_limit_mc=60000 spacing_us=200000 && program transactions sensor && unload
fi
if wanted zone; then
  load allow_writes=1 thermal_zone=dsmil-zone spacing_us=0 thermal_limit_mc=50000 && program zone && unload
fi
wanted suspend && load allow_writes=1 thermal=none && program suspend && unload
attributes
parameters
reload
# Unloads the module itself.
wanted unbind && load && program unbind
echo '# the end'
