# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
# Sourced in the machine: the packages are installed; nothing runs by that. Then an administrator configures and enables it.

dkms_status() { dkms status | sed 's/,.*: /: /'; }

# Before the other one on the PATH.
install -m 755 /mnt/dkms.sh /usr/local/sbin/dkms

check 'the packages install, without a network' took 'installing' dpkg -i /mnt/dsmil-dkms_0.1.0_all.deb /mnt/dsmil-tools_0.1.0_amd64.deb /mnt/dsmild_0.1.0_amd64.deb
same 'the module is in the place of DKMS' "$(dkms_status) $(modinfo -F filename dsmil)" "dsmil/0.1.0: installed /lib/modules/$(uname -r)/updates/dkms/dsmil.ko"
check 'nothing is loaded by installing' unloaded
same 'the daemon is neither enabled nor started' "$(systemctl is-enabled dsmild) $(systemctl is-active dsmild)" 'disabled inactive'
same 'its user is there, in the group of the device, and logs in nowhere' \
  "$(getent group dsmil | cut -d: -f1) $(id -gn dsmil) $(getent passwd dsmil | cut -d: -f7)" 'dsmil dsmil /usr/sbin/nologin'

echo 'options dsmil backend=sim allow_writes=1 thermal=none poll_ms=1000' >/etc/modprobe.d/dsmil.conf
cp /mnt/dsmil.toml /mnt/persons.toml /etc/dsmil/
install -m 600 /mnt/ann.key /mnt/bob.key /root/
mkdir -p /etc/systemd/system/dsmild.service.d
same 'the shipped limits: start, stop, and the watchdog, which systemd shows of what runs' \
  "$(unit TimeoutStartUSec) $(unit TimeoutStopUSec) $(systemctl cat dsmild | sed -n 's/^WatchdogSec=//p')" '1min 30s 10'
cp /mnt/patience.conf /etc/systemd/system/dsmild.service.d/
systemctl daemon-reload
check 'programs in other languages find the interfaces' test -s /usr/share/dsmil/proto/descriptor-set.bin -a -d /usr/share/dsmil/proto/dsmil/control
check 'dsmilctl runs, and finds the configuration good' dsmilctl config check /etc/dsmil/dsmil.toml
