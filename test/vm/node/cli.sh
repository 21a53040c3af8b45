#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# In the machine, with the real module: scripts/run, dsmilctl and dsmil-stop on /dev/dsmil, as a person
# uses them. Node starts slowly here: what can be asked at once is. TAP.
cd /dsmil || exit 1
failed=0
out=/tmp/out
err=/tmp/err

# case_ NAME STATUS PATTERN COMMAND…: it ends so, and says so on either stream.
case_() {
  name=$1
  want=$2
  pattern=$3
  shift 3
  "$@" >$out 2>$err </dev/null
  status=$?
  if [ $status -eq "$want" ] && cat $out $err | grep -qE -- "$pattern"; then
    echo "ok - $name"
  else
    echo "not ok - $name"
    echo "# status $status, wanted $want; wanted /$pattern/"
    sed 's/^/# /' $out $err
    failed=1
  fi
}

has() {
  if grep -qE -- "$2" $out; then
    echo "ok - $1"
  else
    echo "not ok - $1"
    echo "# wanted /$2/ in the output of the last command"
    failed=1
  fi
}

generation() { scripts/dsmilctl status --json | sed -n 's/.*"generation":\([0-9]*\).*/\1/p'; }

sha256sum <package-lock.json >node_modules/.dsmil-lock
mkdir -p .build && touch .build/run.built
export DSMIL_SKIP_PACKAGES=1 COLUMNS=120

case_ 'without the module there is no device, and dsmilctl says what to do' 4 'doctor' \
  scripts/dsmilctl --device /dev/dsmil info
modprobe dsmil backend=sim allow_writes=1 thermal=none poll_ms=100

case_ 'scripts/run --once shows the module, and starts no simulator' 0 'the module is loaded: showing /dev/dsmil' \
  scripts/run --once --seconds 2
has 'scripts/run: the picture is that of the module: latched, 84 devices' 'LATCHED'
# In the last picture each device is a glyph and a letter for its risk, the five quarantined ones a cross.
shown=$(awk '/hottest/ { n = 0 } /^0x80[0-6]0/ { sub(/ [0-9.]+ [^ ]*C .*/, " "); n += gsub(/[SLMHC] /, "&") } END { print n }' $out)
case_ 'scripts/run: 84 devices, five of them quarantined' 0 '^79$' echo "$shown"
if grep -qx dsmil-sim /proc/[0-9]*/comm; then
  echo 'not ok - scripts/run: no simulator was started'
  failed=1
else
  echo 'ok - scripts/run: no simulator was started'
fi
case_ 'where: the module is what is used' 0 '/dev/dsmil' scripts/dsmilctl where
case_ 'info' 0 'sim' scripts/dsmilctl info
case_ 'devices --json' 0 '"0x806[Bb]"' scripts/dsmilctl devices --json
case_ 'read' 0 'identity = ' scripts/dsmilctl read 0x8003 identity
case_ 'read of a quarantined device is refused, by the rule' 3 'QUARANTINED' scripts/dsmilctl read 0x8009 control
case_ 'status: latched since the load, and nothing is wrong' 0 'every core starts latched' scripts/dsmilctl status
# case_ in the background: its verdict comes by a file.
beside() {
  rm -f /tmp/verdict
  # What the last one said is not taken for what this one says.
  : >$out
  (
    failed=0
    case_ "$@"
    echo $failed >/tmp/verdict
  ) &
  beside=$!
}
joined() {
  wait $beside
  [ "$(cat /tmp/verdict)" = 0 ] || failed=1
}

beside 'watch: records of the real ring' 0 '"record":"STATE_CHANGE"' scripts/dsmilctl watch --json --count 1 --seconds 600
# Node takes its time here: something changes until that one has ended, or has seen it.
value=0
changing() {
  until "$@" || [ -e /tmp/verdict ]; do
    value=$(((value + 1) % 1000))
    echo "set 0x8003 8 0x$value" >/sys/kernel/debug/dsmil/sim
    sleep 1
  done
}
changing false
joined
before=$(generation)
case_ 'stop --reason' 0 "STOPPED.*generation $((before + 1))" scripts/dsmilctl stop --reason vm
case_ 'dsmil-stop --once' 0 "latched generation=$((before + 2)) " build/Release/dsmil-stop --once
mkfifo /tmp/in
build/Release/dsmil-stop --stdin --parent $$ </tmp/in >/tmp/helper 2>&1 &
helper=$!
exec 4>/tmp/in
until grep -q ready /tmp/helper; do sleep 0.1; done
echo x >&4
until grep -q latched /tmp/helper; do sleep 0.1; done
case_ 'dsmil-stop, waiting: a byte latches' 0 "generation=$((before + 3)) .*standard input" cat /tmp/helper
kill -USR1 $helper
until grep -q USR1 /tmp/helper; do sleep 0.1; done
case_ 'dsmil-stop, waiting: a signal latches' 0 "generation=$((before + 4)) .*USR1" cat /tmp/helper
case_ 'doctor looks at the module' 0 '/dev/dsmil' scripts/dsmilctl doctor

# The device goes, under a reader and under the helper.
beside 'watch ends with 4 when the device is unbound' 4 'gone' scripts/dsmilctl watch --seconds 600
# Not while it is still opening the device.
changing [ -s $out ]
echo dsmil >/sys/bus/platform/drivers/dsmil/unbind
joined
wait $helper
case_ 'dsmil-stop ends with 4 when the device is unbound' 0 '^4$' echo $?
case_ 'and says so' 0 'is gone' cat /tmp/helper
echo dsmil >/sys/bus/platform/drivers/dsmil/bind
case_ 'bound again, it answers' 0 'LATCHED' scripts/dsmilctl status
echo '# the end'
exit $failed
