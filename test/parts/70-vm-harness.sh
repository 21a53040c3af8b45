#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: vm-harness
# tier: full
# budget: 180
# needs: build node kernel vm
# about: the test machine itself: results, timeouts, planted splats, S3, Node, both witnesses

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh

scratch=$(mktemp -d "${TMPDIR:-/tmp}/dsmil-harness.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# No pattern is in every file, an empty one too.
has() { [[ -z $1 ]] || grep -qE -- "$1" "$2"; }

# expect STATUS OUT-PATTERN ERR-PATTERN vm-ARGUMENTS…: the run ends so, and says so.
expect() {
  local want=$1 out=$2 err=$3 status=0
  shift 3
  scripts/vm "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
  if [[ $status -ne $want ]] || ! has "$out" "$scratch/out" || ! has "$err" "$scratch/err"; then
    echo "status $status, wanted $want; output wanted /$out/, error /$err/"
    cat "$scratch/out" "$scratch/err"
    return 1
  fi
}

build_modules() {
  cp -r test/vm/splat test/vm/touch "$scratch/" &&
    vm_build_module "$scratch/splat" W=1 && vm_build_module "$scratch/touch" W=1
}

contents_equal() {
  local log=$1
  shift
  diff <(grep -v '^# witness' "$log") <(printf '%s\n' "$@")
}

# It does nothing for two minutes, which a slow machine needs to begin at all: the others run beside it.
{
  scripts/vm run --timeout 120 -- sh -c 'echo begun; sleep 10000' >"$scratch/endless.out" 2>"$scratch/endless.err" </dev/null
  echo $? >"$scratch/endless.status"
} &
ended_in_time() {
  until [[ -s $scratch/endless.status ]]; do sleep 1; done
  if [[ $(<"$scratch/endless.status") == 124 ]] && has '^begun$' "$scratch/endless.out"; then
    has 'no end after 120 s' "$scratch/endless.err" && return
  fi
  head "$scratch"/endless.*
  return 1
}

tap_run 'witness checks find made violations and accept clean logs' \
  node --test --test-reporter=tap test/witness/witness.test.ts
tap_run 'modules build against the headers of the machine' build_modules
splat=$scratch/splat/dsmil_splat.ko
touch=$scratch/touch/dsmil_touch.ko

# Output, even 3 MB of it, arrives whole and apart from errors and the kernel's log.
separate() {
  # shellcheck disable=SC2016 # for the shell in the machine
  expect 7 '^100000$' '^to-error$' run -- \
    sh -c 'id -u; uname -r; seq 1 400000; echo to-error >/dev/stderr; exit 7' &&
    [[ $(sed -n 1p "$scratch/out") == 0 && $(sed -n 2p "$scratch/out") == "$(vm_kernel_version)" ]] &&
    [[ $(wc -l <"$scratch/out") -eq 400002 && $(cat "$scratch/err") == to-error ]]
}
tap_run 'boots, carries output whole, returns the exit status' separate
tap_run 'a command killed by a signal is 128 and its number' expect 137 '' '' run -- sh -c 'kill -9 $$'
tap_run 'a command that does not exist is 127' expect 127 '' 'No such file' run -- no-such-command
tap_run 'a machine that stands still before its first program is started once more, and no third time' expect 124 '' \
  'started once more' run --timeout 4 --qemu -S -- true
tap_run 'bad arguments are refused' expect 125 '' '--witness needs --mmio' run --witness "$scratch/w" -- true
tap_run 'a module that is not there is refused' expect 125 '' 'no such module' run --module /none.ko -- true

for what in warn:dsmil_splat bug:'kernel BUG at' refcount:refcount_t oops:'NULL pointer' sleep:'scheduling while atomic'; do
  # A machine that survives it must fail the run although its command succeeds.
  tap_run "a planted ${what%%:*} fails the run" expect 120 '' "${what#*:}" \
    run --module "$splat" -- sh -c "modprobe dsmil_splat what=${what%%:*}; exit 0"
done
# shellcheck disable=SC2016 # for the shell in the machine
tap_run 'a planted hung task fails the run' expect 120 '' 'INFO: task .* blocked' run --module "$splat" -- \
  sh -c 'echo 3 >/proc/sys/kernel/hung_task_timeout_secs; modprobe dsmil_splat what=hung &
    tries=0; until dmesg | grep -q "INFO: task" || [ $((tries += 1)) -gt 180 ]; do sleep 1; done; exit 0'
tap_run 'a line that the log alone betrays fails the run' expect 120 '' 'unreferenced object' run -- \
  sh -c 'echo "unreferenced object 0x1 (planted)" >/dev/kmsg'
# told LOCK PLACE: lockdep's words about a lock that was taken there, as the kernel prints them.
told() {
  printf '%s\n' '[ BUG: Invalid wait context ]' 'fault/35 is trying to lock:' " #2: ffff8880 ($1){..-.}-{2:2}, at: $2+0x43/0xa0" \
    'Call Trace:' ' <TASK>' ' dump_stack+0x10/0x12' ' </TASK>'
}
told_both="$(told '&object->lock' kmemleak_update_trace | sed '4i UBSAN: array-index-out-of-bounds in ring.c')"
# shellcheck disable=SC2016 # for the shell in the machine
told_kmsg='while IFS= read -r line; do echo "$line" >/dev/kmsg; done'
tap_run 'a report of lockdep fails the run' expect 120 '' 'Invalid wait context' run -- \
  sh -c "echo '$(told 'dsmil_lock' dsmil_publish)' | $told_kmsg"
tap_run 'one that the kernel makes of its own leak detector is left out, and said' expect 0 '' 'a report that the kernel makes of its leak detector' \
  run -- sh -c "echo '$(told '&object->lock' kmemleak_update_trace)' | $told_kmsg"
tap_run 'and hides no other' expect 120 '' 'dsmil_publish' run -- sh -c "echo '$(
  told '&object->lock' kmemleak_update_trace
  told 'dsmil_lock' dsmil_publish
)' | $told_kmsg"
tap_run 'nor one that comes in between' expect 120 '' 'UBSAN: array' run -- sh -c "echo '$told_both' | $told_kmsg"
clock=/sys/devices/system/clocksource/clocksource0/current_clocksource
tap_run "the clock is the host's" expect 0 '^hpet$' '' run -- cat "$clock"
tap_run '--fast-clock is its processors'"'"', and a run that fails says how far it came' expect 120 '^tsc$' \
  'by its own clock the machine came to [0-9]+ s; here [0-9]+ s passed' run --fast-clock -- \
  sh -c "cat $clock; echo 'BUG: planted' >/dev/kmsg"
tap_run 'a taint that no line betrays fails the run' expect 120 '' 'is tainted' run -- \
  sh -c 'echo 512 >/proc/sys/kernel/tainted'
tap_run '--allow-splat reports it and returns the exit status' expect 3 '^loaded$' 'dsmil_splat: planted' \
  run --allow-splat --module "$splat" -- sh -c 'modprobe dsmil_splat what=warn; echo loaded; exit 3'
tap_run 'the same module without a defect passes' expect 0 '^loaded$' '' run --module "$splat" -- \
  sh -c 'modprobe dsmil_splat && rmmod dsmil_splat && echo loaded'

tap_run 'S3 suspends, and the real-time clock wakes it' expect 0 '^awake$' '' run -- sh -ec '
  grep -q deep /sys/power/mem_sleep
  # A machine that is not asleep by then is never woken.
  echo +15 >/sys/class/rtc/rtc0/wakealarm
  echo mem >/sys/power/state
  dmesg | grep -q "Waking up from system sleep state S3"
  echo awake'
tap_run 'Node runs, with its exit status' expect 5 '^v24\.' '^said$' run --node -- \
  node -e 'console.log(process.version); console.error("said"); process.exitCode = 5'

# Word 1 of slot 3 (0x801c) is the quarantined 0x8009: touched by the second module load alone.
both_witnesses() {
  node test/witness/registry.ts "$scratch/memory" --map "$scratch/map" --order 0x8000,0x8010,0x8003,0x8009 &&
    expect 0 '^clean part$' '' run --module "$touch" --mmio "$scratch/memory" --witness "$scratch/registry.log" \
      --smi "$scratch/ports.log" -- sh -ec '
        modprobe dsmil_touch do=r:0x0,r:0x4,w:0x14:0x00200001,out:0x164e:0x8003,in:0x164f
        dmesg | grep -q "word 0x0 is 0x00800003" && dmesg | grep -q "port 0x164f is 0x01"
        echo clean part
        vm-mark mem 1; vm-mark port 1; rmmod dsmil_touch
        modprobe dsmil_touch do=r:0x18,w:0x1c:0x1,r:0x1c,out:0x164e:0x8009,outb:0x164f:0x80' &&
    contents_equal "$scratch/registry.log" 'M 240' 'R 0x60000ff8 4' 'M 241' 'R 0x60000000 4' 'R 0x60000004 4' \
      'W 0x60000014 4' 'M 1' 'R 0x60000018 4' 'W 0x6000001c 4' 'R 0x6000001c 4' 'M 242' '# end' &&
    contents_equal "$scratch/ports.log" 'M 240' 'W 0x164e 2 0x0' 'M 241' 'W 0x164e 2 0x8003' 'M 1' \
      'W 0x164e 2 0x8009' 'W 0x164f 1 0x80' 'M 242' '# end' &&
    # What the guest wrote is in the file, where the host plays the hardware.
    [[ $(od -An -tx4 -j $((0x60000010)) -N 8 "$scratch/memory") == ' 00800303 00200001' ]]
}
tap_run 'both witnesses see exactly the accesses that were made' both_witnesses

# finds PATTERN… -- CHECK…: the check fails and names each.
finds() {
  local patterns=() status=0 pattern
  while [[ $1 != -- ]]; do
    patterns+=("$1")
    shift
  done
  shift
  node "$@" >"$scratch/verdict" || status=$?
  cat "$scratch/verdict"
  [[ $status -eq 1 ]] || return 1
  for pattern in "${patterns[@]}"; do
    grep -qE -- "$pattern" "$scratch/verdict" || return 1
  done
}
# The machine's own log up to marker 1, where everything was allowed.
until_mark() { sed '/^M 1$/,/^M 242$/{/^M 242$/!d}' "$1" >"$1.clean"; }
until_mark "$scratch/registry.log"
until_mark "$scratch/ports.log"
tap_run 'check-registry flags the touched quarantined pair' finds 'write of word 1 of slot 3.*0x8009' \
  'read of word 1 of slot 3.*0x8009' '2 violations' -- test/witness/check-registry.ts "$scratch/registry.log" --map "$scratch/map"
tap_run 'check-registry accepts the part before it' node test/witness/check-registry.ts "$scratch/registry.log.clean" \
  --map "$scratch/map" --required 0x8000,0x8003
tap_run 'check-registry wants the allowed pairs to be seen' finds 'MISSING allowed token 0x8010' -- \
  test/witness/check-registry.ts "$scratch/registry.log.clean" --map "$scratch/map" --required 0x8010
tap_run 'check-ports flags the quarantined token' finds 'quarantined token 0x8009' 'no token' '2 violations' -- \
  test/witness/check-ports.ts "$scratch/ports.log"
tap_run 'check-ports accepts the part before it' node test/witness/check-ports.ts "$scratch/ports.log.clean" --required 0x8003
tap_run 'check-ports wants the allowed tokens to be seen' finds 'MISSING allowed token 0x8004' -- \
  test/witness/check-ports.ts "$scratch/ports.log.clean" --required 0x8004

tap_run 'a run that never ends is killed at its timeout' ended_in_time

# Lockdown keeps the machine from making the access on purpose: the run must fail for it.
tap_run 'a witness that saw nothing fails the run' expect 121 '' 'proves nothing' \
  run --smi "$scratch/blind.log" --append 'lsm=lockdown lockdown=confidentiality' -- true
tap_done
