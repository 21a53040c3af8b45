#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs in the test machine: what the module costs. Wakeups are what the kernel's own tracepoints say of timers and
# work whose function is the module's.

tracing=/sys/kernel/tracing
for event in timer/hrtimer_expire_entry timer/timer_expire_entry workqueue/workqueue_execute_start; do
  echo 1 >$tracing/events/$event/enable || echo "not ok - no tracepoint $event"
done
echo 8192 >$tracing/buffer_size_kb

# wakeups SECONDS IDLE_ARGUMENT… : between the marks, or (deadman) at all
wakeups() {
  echo >$tracing/trace
  ./cost idle "$@" || echo "not ok - cost idle $*"
  count=$(awk '/idle begins/ { on = 1 } /idle ends/ { on = 0 } on && /\[dsmil\]/' $tracing/trace | wc -l)
  all=$(grep -c '\[dsmil\]' $tracing/trace)
}
# within WHAT NUMBER LEAST MOST
within() { if [ "$2" -ge "$3" ] && [ "$2" -le "$4" ]; then echo "ok - $1"; else echo "not ok - $1"; fi; }

modprobe dsmil poll_ms=0 || echo 'not ok - modprobe'
size=$(cat /sys/module/dsmil/coresize)
echo "# bytes loaded: $size"
within "the module says what it takes: $size bytes" "$size" 1 1000000
# What setting up has set off may come late on a busy machine, once: a module that wakes up does so each time.
for _ in 1 2 3 4 5; do
  wakeups 10
  [ "$count" -ne 0 ] || break
done
within "idle, polling off, deadman disarmed: $count wakeups in 10 s" "$count" 0 0
wakeups 2 deadman
within "they would be seen: a deadman that runs out is $all" "$all" 1 1000
./cost events || echo 'not ok - cost events'
rmmod dsmil
modprobe dsmil poll_ms=100 || echo 'not ok - modprobe'
for _ in 1 2 3 4 5; do
  wakeups 3
  [ "$count" -eq 0 ] || break
done
within "they would be seen: polling every 100 ms is $count in 3 s" "$count" 1 100
rmmod dsmil || echo 'not ok - rmmod'
echo '# the end'
