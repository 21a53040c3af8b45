# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
# Sourced in the machine: the next version of all three packages over the first, with the daemon in service and effects possible.

srcversion=/sys/module/dsmil/srcversion
cp $srcversion /run/first
cp /etc/dsmil/dsmil.toml /run/written
pid=$(unit MainPID)
mark
same 'before the upgrade effects are possible' "$(kernel state) $(unit ActiveState)" 'run active'
check 'all three are upgraded' took 'upgrading' recorded dpkg -i --force-confold \
  /mnt/dsmil-dkms_0.2.0_all.deb /mnt/dsmil-tools_0.2.0_amd64.deb /mnt/dsmild_0.2.0_amd64.deb
cp "${log:?}" /run/upgraded
same 'the stop before any file changes, the daemon, the old module, the new one, the daemon: in this order, each as it left things' "$(steps)" \
  "run old active: dsmil-stop --once --detail dsmil-tools: upgrade
latched old active: dsmil-stop --once --detail dsmild: upgrade
latched old active: systemctl daemon-reload
latched old active: dsmil-stop --once --detail module replaced
latched old active: systemctl stop dsmild.service
latched old inactive: rmmod dsmil
none none inactive: modprobe dsmil
latched new inactive: systemctl start dsmild.service
latched new active: systemctl daemon-reload
latched new active: systemctl try-restart dsmild.service"
check '... the daemon ended in order' comes said '"msg":"ended"'
same 'only the new version is left' "$(dkms_status) $(dpkg-query -W -f '${Version} ' dsmil-dkms dsmil-tools dsmild)" 'dsmil/0.2.0: installed 0.2.0 0.2.0 0.2.0 '
same 'the new module is loaded, latched by that, with the parameters that the administrator wrote' \
  "$(cat $srcversion) $(kernel state) $(kernel cause) $(cat /sys/module/dsmil/parameters/backend)" '0123456789ABCDEF0123456 latched load sim'
same 'udev gave it to the group' "$(stat -c '%U %G %a' /dev/dsmil)" 'root dsmil 660'
same 'another daemon serves, still enabled, and says how the stop stands' \
  "$([ "$(unit MainPID)" != "$pid" ] && unit ActiveState) $(unit UnitFileState) $(unit StatusText)" 'active enabled serving; EMERGENCY_STOPPED'
check 'what the administrator wrote stays' cmp /etc/dsmil/dsmil.toml /run/written
check '... and what version it is' comes said '"version":"0.2.0"'
people_see() { dsmilctl daemon --as demo:ann --key /root/ann.key --timeout 60000; grep -q LATCHED "$log" && grep -q 'dsmilctl reset' "$log"; }
check 'people see that it is latched, and what to do' people_see
refused() { ! ctl ann op write 0x8003 --register data0 --value 8 --justification 'too early' --wait 5; }
check 'nobody writes before two persons have reset it' refused
check 'two persons start it' into_run
