#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# In the machine, as a service of its own: everything in turn, one TAP line a test on the second serial port. Then it is off.
stty -F /dev/ttyS1 raw -echo
exec 3>/dev/ttyS1
# shellcheck source=test/vm/systemd/lib.sh
. /mnt/lib.sh
systemctl is-system-running --wait >/run/state
note "the machine is $(cat /run/state) after $(seconds) s: systemd $(systemctl --version | sed -n '1s/^systemd //p')"
same 'systemd has booted the machine' "$(cat /proc/1/comm) $(cat /run/state)" 'systemd running'
for part in install service upgrade faults remove; do
  # shellcheck source=/dev/null
  . /mnt/$part.sh
done
note "all of it took $(seconds) s"
note 'the end'
sync
systemctl poweroff --force --force
