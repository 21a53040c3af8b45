#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs in the test machine: the driver's test programs, and every different answer that a call gave meanwhile
# (`#answer …`, the tracepoint's line); then every attribute and parameter there is (`#attribute PATH`).

cd "$(dirname "$0")/t" || exit 2
tracing=/sys/kernel/tracing/instances/docs
mkdir $tracing
echo 16384 >$tracing/buffer_size_kb

# with PARAMETERS PROGRAM ARGUMENT…: what unloading takes along, it tells before.
with() {
  # shellcheck disable=SC2086 # a list of words
  modprobe dsmil $1 || echo "not ok - modprobe dsmil $1"
  echo 1 >$tracing/events/dsmil/dsmil_call/enable
  program=$2
  shift 2
  "./$program" "$@" >/tmp/output || {
    echo "not ok - $program $*"
    cat /tmp/output
  }
  sed -n 's/.*\(dsmil_call: .*\)/\1/p' $tracing/trace >>/tmp/answers
  if grep -q 'LOST .* EVENTS' $tracing/trace; then echo 'not ok - every answer was kept'; fi
  rmmod dsmil || echo "not ok - rmmod dsmil"
}

for program in stop info refusals deadman ring map; do with ring_size_max=1048576 $program; done
with 'allow_writes=1 thermal=none spacing_us=0' transactions writable
with '' transactions read-only
with 'allow_writes=1' transactions no-sensor
with 'allow_writes=1 thermal_zone=sim thermal_limit_mc=60000 spacing_us=200000' transactions sensor
sort -u /tmp/answers | sed 's/^/#answer /'

modprobe dsmil
find /sys/bus/platform/devices/dsmil/ -maxdepth 1 -type f | sed 's/^/#attribute /'
find /sys/module/dsmil/parameters -type f | sed 's/^/#attribute /'
rmmod dsmil
echo '# the end'
