# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
# Sourced in the machine: the unit starts, is ready, reloads, is confined, and works.

mark
check 'enable --now starts it: systemd has seen READY' took 'the first start' systemctl enable --now dsmild.service
same 'it is active, of Type=notify, enabled, and was not restarted' \
  "$(unit ActiveState)/$(unit SubState) $(unit Type) $(unit UnitFileState) $(unit NRestarts)" 'active/running notify enabled 0'
same 'the watchdog is set as it was written' "$(unit WatchdogUSec)" '1min 20s'
same 'its status says how the stop stands' "$(unit StatusText)" 'serving; EMERGENCY_STOPPED'
check 'it had the module loaded' loaded
same 'the kernel says: latched, by loading' "$(kernel state) $(kernel cause)" 'latched load'
same 'udev gave the device to the group' "$(stat -c '%U %G %a' /dev/dsmil)" 'root dsmil 660'
same 'its folders are its own' "$(stat -c '%U %a' /var/lib/dsmil /var/lib/dsmil-audit /run/dsmil | tr '\n' ' ')" \
  'dsmil 700 dsmil 700 dsmil 755 '

pid=$(unit MainPID)
status_of() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$pid/status"; }
same 'it is nobody but its user, without new privileges, behind a filter of system calls' \
  "$(status_of Uid | cut -f1) $(status_of NoNewPrivs) $(status_of Seccomp)" "$(id -u dsmil) 1 2"
# IPC_LOCK and SYS_NICE are kept for dsmil-stop, not in effect; RAWIO has been given up.
same 'of capabilities: none in effect, two to pass on, three at most' \
  "$(status_of CapEff) $(status_of CapPrm) $(status_of CapBnd)" '0000000000000000 0000000000804000 0000000000824000'
apart() {
  for one in mnt net ipc; do
    [ "$(readlink "/proc/$pid/ns/$one")" != "$(readlink "/proc/1/ns/$one")" ] || { echo "$one"; return 1; }
  done
}
check 'file systems, network and IPC are its own' apart
inside() { nsenter -t "$pid" -m "$@"; }
read_only() {
  for one in /usr/x /etc/x /var/x /boot/x; do ! inside touch $one || return 1; done
  inside touch /var/lib/dsmil/x && inside rm /var/lib/dsmil/x
}
check 'it writes nowhere but in its folders' read_only
homes() { [ -e /root/ann.key ] && ! inside test -e /root/ann.key; }
check 'homes are not to be seen' homes
# in_its_cgroup COMMAND: even root may not, in there.
in_its_cgroup() { sh -c "echo \$\$ >/sys/fs/cgroup/system.slice/dsmild.service/cgroup.procs && $1"; }
devices() { : </dev/vda && ! in_its_cgroup ': </dev/vda' && ! in_its_cgroup ': </dev/mem' && in_its_cgroup ': </dev/dsmil'; }
check 'of devices it has its own' devices
check 'systemd finds its exposure low' systemd-analyze security --no-pager --threshold=25 dsmild.service
note "$(tail -n 1 "${log:?}")"

check 'behind all that, two persons reset and start it' into_run
check 'it reads a device' ctl ann op read 0x8003 --register temperature
# A machine that is too slow for its audit log's second is refused, as it must be. Another attempt is another operation.
writes() {
  for done in first second third fourth; do people write $done && return; done
  return 1
}
check 'it writes to a device, which two persons wanted' writes
same '... as it reads' "$(dsmilctl read 0x8003 data0 | grep -cw 7)" 1

mark
printf '[daemon]\nlog_level = "debug"\n' >>/etc/dsmil/dsmil.toml
check 'systemctl reload succeeds' systemctl reload dsmild.service
check 'the configuration was read again' comes said '"log_level":"debug".*configuration read again'
check '... and it serves again' comes unit_is SubState running
same '... as the same process, with its status' "$(unit MainPID) $(unit StatusText)" "$pid serving; OPERATIONAL"
# Not so much in the journal for the rest.
sed -i s/debug/info/ /etc/dsmil/dsmil.toml
check 'and back again' systemctl reload dsmild.service

structured() {
  journalctl --no-pager -u dsmild.service _TRANSPORT=stdout -o cat >/run/lines
  /usr/lib/dsmil/node -e '
    const lines = require("node:fs").readFileSync("/run/lines", "utf8").trim().split("\n").map((line) => JSON.parse(line));
    const whole = lines.filter((line) => line.msg !== undefined && line.level !== undefined && line.time !== undefined);
    console.log(lines.length, whole.length);
    process.exit(lines.length > 5 && whole.length === lines.length ? 0 : 1);'
}
check 'each line that it logged is a JSON object in the journal' structured
