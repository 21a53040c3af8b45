#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# In the machine: the day of a daemon on the real module, what it has given up, then its life with a module that comes and goes.
# What the day tells, and the folders of both, go to standard output between marks, for check.ts outside.
cd /dsmil || exit 1
out=/root/day.told
failed=0

modprobe dsmil backend=sim allow_writes=1 thermal=none poll_ms=1000
echo '# day begins'
node dist/daemon/story/day.js --device /dev/dsmil --control /sys/kernel/debug/dsmil/sim \
  --principals native/sim/principals/demo.toml --keys native/sim/principals/demo-keys.json \
  --directory /root/day >$out 2>&1
echo "# day ended with $?"
sed 's/^/# day: /' $out
rmmod dsmil || failed=1

modprobe dsmil backend=sim allow_writes=1 thermal=none poll_ms=1000
node --liftoff-only test/vm/daemon/privileges.ts /root/privileges || failed=1
rmmod dsmil || failed=1

# As packages have them, for what exchanges the module: it is loaded with what the administrator wrote.
mkdir -p /etc/modprobe.d
echo 'options dsmil backend=sim allow_writes=1 thermal=none poll_ms=1000' >/etc/modprobe.d/dsmil.conf
ln -s /dsmil/build/Release/dsmil-stop /usr/bin/dsmil-stop
cp test/vm/daemon/systemctl.sh /usr/bin/systemctl && chmod 755 /usr/bin/systemctl
node --liftoff-only test/vm/daemon/life.ts /root/life || failed=1

echo '# folders begin'
tar -c -z -C /root day life | base64 | sed 's/^/# /'
echo '# folders end'
echo '# the end'
exit $failed
