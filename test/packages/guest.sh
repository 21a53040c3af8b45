#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# guest.sh: install, upgrade, remove, reinstall, purge. The packages are in /mnt.

old=/mnt/dsmil-dkms_0.1.0_all.deb
new=/mnt/dsmil-dkms_0.2.0_all.deb
export DSMIL_SYSFS=/tmp/sys

for name in rmmod modprobe systemctl dsmil-stop modinfo uname; do
  install -m 755 /mnt/steps.sh "/usr/local/sbin/$name"
done
hash -r
loaded=$DSMIL_SYSFS/module/dsmil
mkdir -p "$loaded"

# same WHAT HAVE WANT
same() {
  if [ "$2" = "$3" ]; then echo "ok - $1"; else
    printf 'not ok - %s\n    have: %s\n    want: %s\n' "$1" "$(echo "$2" | tr '\n' '|')" "$(echo "$3" | tr '\n' '|')"
    tail -n 20 /tmp/log | sed 's/^/    /'
  fi
}

# given ANSWER…: how the world answers from now on, and no step is recorded yet.
given() {
  : >/tmp/steps
  : >/tmp/answers
  for one in "$@"; do echo "$one" >>/tmp/answers; done
}
steps() { cat /tmp/steps; }
said() { grep -c -- "$1" /tmp/log; }
run() { "$@" >/tmp/log 2>&1 </dev/null; echo $?; }
status() { dkms status | sed 's/,.*: /: /' | sort; }
module() { find /lib/modules/*/updates/dkms -name 'dsmil.ko*' 2>/dev/null | wc -l; }
loads() { echo "$1" >"$loaded/srcversion"; }

stop="dsmil-stop --once --detail module replaced"

# ---- install: nothing is loaded, and nothing gets loaded
rm -rf "$loaded"
given
same 'install succeeds' "$(run dpkg -i $old)" 0
same 'DKMS has built it' "$(status)" 'dsmil/0.1.0: installed'
same 'the module is where modprobe looks' "$(module)" 1
same 'nothing is loaded by installing' "$(steps)" ''
same 'the group is there' "$(getent group dsmil | cut -d: -f1)" dsmil
same 'the rule is there' "$(grep -c 'GROUP="dsmil", MODE="0660"' /usr/lib/udev/rules.d/70-dsmil.rules)" 1
first=$(modinfo -F srcversion dsmil)

# ---- the same module again
mkdir -p "$loaded"
loads "$first"
given 'daemon runs'
same 'the same module is not replaced' "$(run /usr/lib/dsmil-dkms/reload) $(steps)" '0 '

# ---- upgrade, of a module that is loaded and a daemon that runs
loads OLD
given 'daemon runs'
echo 'options dsmil backend=mmio' >/etc/modprobe.d/dsmil.conf
same 'upgrade succeeds' "$(run dpkg -i --force-confold $new)" 0
same 'only the new version is left' "$(status)" 'dsmil/0.2.0: installed'
same 'stop, daemon, old module, new module, daemon: in this order' "$(steps)" "$stop
systemctl stop dsmild.service
rmmod dsmil
modprobe dsmil
systemctl start dsmild.service"
same 'what the administrator wrote stays' "$(cat /etc/modprobe.d/dsmil.conf)" 'options dsmil backend=mmio'

# ---- what cannot be replaced
reload() { run /usr/lib/dsmil-dkms/reload; }
given
same 'a daemon that did not run is not started' "$(reload) $(steps)" "0 $stop
rmmod dsmil
modprobe dsmil"
given 'daemon runs' 'rmmod fails'
same 'a module in use stays, latched, and is watched again' "$(reload) $(steps)" "1 $stop
systemctl stop dsmild.service
rmmod dsmil
systemctl start dsmild.service"
same '... and it is said what to do' "$(said 'fuser -v /dev/dsmil')" 1
given 'daemon runs' 'modprobe fails'
same 'without a module nothing is started' "$(reload) $(steps)" "2 $stop
systemctl stop dsmild.service
rmmod dsmil
modprobe dsmil"
given 'daemon runs' 'no module'
same 'no module for this kernel: nothing is touched' "$(reload) $(steps)" '0 '
same '... and it is said why' "$(said 'Missing headers')" 1
given 'dsmil-stop fails'
same 'a stop that fails is said, and does not keep the old module' "$(reload) $(steps)" "0 $stop
rmmod dsmil
modprobe dsmil"
same '... and it is said' "$(said 'could not be latched')" 1

given 'daemon runs' 'dsmil-stop fails' 'rmmod fails'
same 'a daemon whose stop cannot be latched is killed, which latches' "$(reload) $(steps)" "1 $stop
systemctl kill -s KILL dsmild.service
systemctl stop dsmild.service
rmmod dsmil
systemctl start dsmild.service"
same '... and so it is said' "$(said 'stays, with the stop latched')" 1
given 'dsmil-stop fails' 'rmmod fails'
same 'nobody says latched who does not know' "$(reload) $(said 'with the stop latched') $(said 'latch it with dsmilctl stop')" '1 0 1'

given 'rmmod fails'
same 'a module in use stays, latched, when the package goes' "$(run /usr/lib/dsmil-dkms/reload --unload) $(steps)" "1 $stop
rmmod dsmil"
same '... and what is said to do then does not go with it' "$(said 'then run rmmod dsmil')" 1

# ---- remove, reinstall, purge
given 'daemon runs'
same 'remove succeeds' "$(run dpkg -r dsmil-dkms)" 0
same 'latched, then unloaded' "$(steps)" "$stop
systemctl stop dsmild.service
rmmod dsmil"
same 'DKMS knows nothing of it' "$(status)$(module)" 0
same 'what the administrator wrote is still there' "$(cat /etc/modprobe.d/dsmil.conf)" 'options dsmil backend=mmio'
rm -rf "$loaded"
given
same 'reinstall succeeds' "$(run dpkg -i --force-confold $new)" 0
same 'and is whole' "$(status) $(module) $(cat /etc/modprobe.d/dsmil.conf)" 'dsmil/0.2.0: installed 1 options dsmil backend=mmio'
same 'purge succeeds' "$(run dpkg -P dsmil-dkms)" 0
same 'nothing is left' "$(module) $(ls -d /etc/modprobe.d/dsmil.conf /usr/src/dsmil-* /var/lib/dkms/dsmil /usr/lib/dsmil-dkms 2>/dev/null)" '0 '

# ---- daemon and tools
same 'tools and daemon install together' "$(run dpkg -i /mnt/dsmil-tools_0.2.0_amd64.deb /mnt/dsmild_0.2.0_amd64.deb)" 0
same 'dsmilctl says what version the package is' "$(dsmilctl --version)" 0.2.0
same 'of the JavaScript there is what runs, no maps and no types' "$(find /usr/lib/dsmil -name '*.map' -o -name '*.ts' | wc -l)" 0
same 'dsmilctl runs on its own Node' "$(run dsmilctl config check /etc/dsmil/dsmil.toml)" 0
same 'the daemon accepts its configuration' "$(run /usr/lib/dsmil/node /usr/lib/dsmil/dist/daemon/main.js --check)" 0
same 'dsmil-stop is there without Node' "$(readlink -f /usr/bin/dsmil-stop)" /usr/lib/dsmil/build/Release/dsmil-stop
same 'the daemon has its user' "$(id -gn dsmil)" dsmil
same 'the unit is sound' "$(run systemd-analyze verify /lib/systemd/system/dsmild.service)$(cat /tmp/log)" 0
same 'the unit gives little away' "$(run systemd-analyze security --offline=true --threshold=25 /lib/systemd/system/dsmild.service)" 0
same 'nothing is enabled' "$(ls /etc/systemd/system/multi-user.target.wants/dsmild.service 2>/dev/null)" ''
same 'tools are not removed from under the daemon' "$(run dpkg -r dsmil-tools)" 1
made=''
[ -d /run/systemd/system ] || { mkdir -p /run/systemd/system && made=1; }
mknod /dev/dsmil c 1 3
given 'dsmil-stop fails'
same 'both go together' "$(run dpkg -P dsmild dsmil-tools)" 0
same 'a daemon that goes and cannot be latched is killed, which latches' "$(grep -e KILL -e disable /tmp/steps)" \
  "systemctl kill -s KILL dsmild.service
systemctl --no-reload disable --now dsmild.service"
rm -f /dev/dsmil
[ -z "$made" ] || rmdir /run/systemd/system
same 'nothing of both is left' "$(ls -d /usr/lib/dsmil /etc/dsmil/dsmil.toml /lib/systemd/system/dsmild.service 2>/dev/null)" ''
echo '# the end'
