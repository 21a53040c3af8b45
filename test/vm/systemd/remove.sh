# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
# Sourced in the machine: removed, reinstalled, purged, each with the daemon in service and effects possible. What is
# not a package's to delete stays.

same 'before the removal effects are possible' "$(kernel state) $(unit ActiveState)" 'run active'
check 'the daemon is removed' recorded dpkg -r dsmild
same 'the stop, then the daemon' "$(steps)" \
  "run new active: dsmil-stop --once --detail dsmild: remove
latched new active: systemctl --no-reload disable --now dsmild.service
latched new inactive: systemctl daemon-reload"
same 'no service, no process, no socket; the kernel keeps the stop' \
  "$(unit LoadState) $(unit ActiveState) $(pidof dsmil-stop)$(ls /run/dsmil 2>/dev/null) $(kernel state) $(kernel cause)" 'not-found inactive  latched helper'
check 'what the administrator wrote stays' cmp /etc/dsmil/dsmil.toml /run/written
verified() {
  (cd /var/lib/dsmil && dsmilctl audit verify store /var/lib/dsmil-audit/leaves --head /var/lib/dsmil-audit/head --policy audit-keys/trust.policy)
}
check 'its log stays, and is what was written' verified

# Somebody has the device open: a process of its own, as a file of this shell's would be every child's.
sh -c 'exec 4</dev/dsmil; exec sleep 3600' &
holder=$!
held() { [ "$(readlink "/proc/$holder/fd/4")" = /dev/dsmil ]; }
comes held
check 'the module is removed while somebody holds it' recorded dpkg -r dsmil-dkms
cp "${log:?}" /run/removed
same '... tried once more, latched' "$(steps)" \
  "latched new inactive: dsmil-stop --once --detail module replaced
latched new inactive: rmmod dsmil"
same '... it stays in the kernel, latched; DKMS and modprobe know it no more' \
  "$(kernel state) $(dkms_status) $(modprobe -n dsmil 2>/dev/null && echo found)" 'latched  '
check '... and it is said who is asked, and what is done then' grep -q "fuser -v /dev/dsmil.*then run rmmod dsmil" /run/removed
kill $holder
wait $holder 2>/dev/null
check '... which works' rmmod dsmil
gone() { unloaded && ! [ -e /dev/dsmil ]; }
check 'module and device are gone' gone

check 'they are installed again' took 'reinstalling' dpkg -i /mnt/dsmil-dkms_0.2.0_all.deb /mnt/dsmild_0.2.0_amd64.deb
same 'whole, and nothing runs by that' "$(dkms_status) $(unit UnitFileState) $(unit ActiveState) $(loaded && echo loaded)" \
  'dsmil/0.2.0: installed disabled inactive '
same 'with what the administrator wrote' "$(cmp /etc/dsmil/dsmil.toml /run/written && cat /etc/modprobe.d/dsmil.conf)" \
  'options dsmil backend=sim allow_writes=1 thermal=none poll_ms=1000'
check 'enabled, it serves' systemctl enable --now dsmild.service
same '... latched, by loading' "$(unit StatusText) $(kernel state) $(kernel cause)" 'serving; EMERGENCY_STOPPED latched load'
check 'two persons start it' into_run
check 'what was done before the removal is known' ctl ann op show "${done:?}"

# In the order that is worst: the module first.
check 'all three are purged' recorded dpkg -P dsmil-dkms dsmil-tools dsmild
same 'the stop, the daemon, the module: in this order' "$(steps)" \
  "run new active: dsmil-stop --once --detail module replaced
latched new active: systemctl stop dsmild.service
latched new inactive: rmmod dsmil
none none inactive: systemctl --no-reload disable --now dsmild.service
none none inactive: systemctl daemon-reload
none none inactive: systemctl daemon-reload"
check 'module and device are gone' gone
left() { ls -d "$@" 2>/dev/null; }
same 'nothing is left of programs, configuration, unit, rule and module' \
  "$(left /usr/lib/dsmil* /usr/bin/dsmil* /usr/share/dsmil /usr/src/dsmil-* /var/lib/dkms/dsmil /lib/modules/*/updates/dkms/dsmil* \
    /etc/dsmil/dsmil.toml /etc/modprobe.d/dsmil.conf /lib/systemd/system/dsmild.service /etc/systemd/system/*/dsmild.service \
    /usr/lib/udev/rules.d/*dsmil* /usr/lib/sysusers.d/dsmil* /run/dsmil) $(unit LoadState)" ' not-found'
same 'what stays: the user and group that its state belongs to, that state, and what the administrator added' \
  "$(stat -c '%U %G %a' /var/lib/dsmil /var/lib/dsmil-audit | tr '\n' ' ')$(left /etc/dsmil/* /var/lib/dsmil-audit/leaves | tr '\n' ' ')" \
  'dsmil dsmil 700 dsmil dsmil 700 /etc/dsmil/persons.toml /var/lib/dsmil-audit/leaves '
