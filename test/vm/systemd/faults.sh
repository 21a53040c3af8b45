# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
# Sourced in the machine: it hangs, is killed, is stopped.

pid=$(unit MainPID) before=$(kernel generation) restarts=$(unit NRestarts)
mark
check 'SIGSTOP to all of it' systemctl kill -s STOP dsmild.service
check 'the deadman latches' comes is cause deadman-expired
same '... before the watchdog has done anything: the process is stopped' \
  "$(kernel state) $(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$pid/status") $(unit NRestarts)" "latched T $restarts"
check 'the watchdog ends it, and it comes back' took 'from the latch, watchdog and restart' comes restarted "$restarts"
check '... as the journal says' comes said 'Watchdog timeout'
same '... as another process, with the stop latched' "$([ "$(unit MainPID)" != "$pid" ] && kernel state)" latched
check '... later than the one before' test "$(kernel generation)" -gt "$before"

check 'two persons start it again' into_run
pid=$(unit MainPID) restarts=$(unit NRestarts)
mark
check 'SIGKILL' systemctl kill -s KILL --kill-whom=main dsmild.service
check 'the kernel latches when its file is closed' comes is state latched
check 'it comes back, having recovered' took 'from SIGKILL to ready' comes restarted "$restarts"
check '... as it says' comes said '"msg":"recovered"'
same '... and nothing runs by that' "$(kernel state) $(unit StatusText)" 'latched serving; EMERGENCY_STOPPED'
same 'one helper is left, the new one' "$(pidof dsmil-stop | wc -w)" 1

check 'two persons start it again' into_run
mark
before=$(kernel generation)
check 'systemctl stop' took 'an orderly end' systemctl stop dsmild.service
same 'it ended as asked' "$(unit ActiveState) $(unit Result) $(unit ExecMainStatus)" 'inactive success 0'
check '... as it says' comes said '"msg":"ended"'
same 'nothing is left of it' "$(pidof dsmil-stop)$(ls /run/dsmil 2>/dev/null)" ''
same 'the latch is as it was: an end in order changes nothing' "$(kernel state) $(kernel generation)" "run $before"
check 'it is started again' systemctl start dsmild.service
same '... and serves as before' "$(unit ActiveState) $(unit StatusText) $(kernel state)" 'active serving; OPERATIONAL run'
