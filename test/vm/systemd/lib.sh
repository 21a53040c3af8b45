# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
# Sourced in the machine: TAP on file 3; what is polled has minutes, as the machine is emulated.

limit=600
log=/run/said

details() { sed 's/^/    /' "$1" | tail -n 25 >&3; }

# check WHAT COMMAND…: one test; what the command said is shown when it fails.
check() {
  what=$1
  shift
  if "$@" >$log 2>&1 </dev/null; then echo "ok - $what" >&3; else
    echo "not ok - $what" >&3
    details $log
    journalctl -n 25 --no-pager >$log.journal 2>&1
    details $log.journal
  fi
}

# same WHAT HAVE WANT
same() {
  if [ "$2" = "$3" ]; then echo "ok - $1" >&3; else
    printf 'not ok - %s\n    have: %s\n    want: %s\n' "$1" "$(echo "$2" | tr '\n' '|')" "$(echo "$3" | tr '\n' '|')" >&3
    journalctl -n 25 --no-pager >$log.journal 2>&1
    details $log.journal
  fi
}

# comes COMMAND…: waits until it succeeds.
comes() {
  begun=$(seconds)
  until "$@" >/dev/null 2>&1; do
    if [ $(($(seconds) - begun)) -gt $limit ]; then
      echo "$*: not within $limit s"
      return 1
    fi
    sleep 0.2
  done
}

seconds() { cut -d. -f1 /proc/uptime; }
note() { echo "# $*" >&3; }

# took WHAT COMMAND…: how long it took is noted.
took() {
  of=$1
  shift
  took_begun=$(seconds)
  "$@"
  took_status=$?
  note "$of took $(($(seconds) - took_begun)) s"
  return $took_status
}

# The kernel's word: state, cause, generation.
kernel() { cat "/sys/bus/platform/devices/dsmil/stop_$1"; }
is() { [ "$(kernel "$1")" = "$2" ]; }
loaded() { [ -d /sys/module/dsmil ]; }
unloaded() { ! loaded; }

# unit PROPERTY: systemd's word.
unit() { systemctl show -P "$1" dsmild.service; }
unit_is() { [ "$(unit "$1")" = "$2" ]; }
restarted() { [ "$(unit NRestarts)" -gt "$1" ] && unit_is ActiveState active; }
# said TEXT: in the unit's journal, since the mark.
mark() {
  journalctl --sync
  since=$(journalctl -n 1 --show-cursor | sed -n 's/^-- cursor: //p')
}
said() { journalctl --no-pager -u dsmild.service --after-cursor="$since" -o cat | grep -q -- "$1"; }

# ctl PERSON ARGUMENT…
ctl() {
  person=$1
  shift
  dsmilctl "$@" --as "demo:$person" --key "/root/$person.key" --timeout 60000
}
export NODE_COMPILE_CACHE=/var/cache/compiled

# Two persons, as always: from latched to run.
people() { /usr/lib/dsmil/node --liftoff-only /mnt/people.ts /usr/lib/dsmil "$@"; }
into_run() { people start "$limit" && is state run; }

# recorded COMMAND…: what it calls of steps.sh is written down, and done.
recorded() {
  mkdir -p /run/path
  for one in rmmod modprobe systemctl dsmil-stop; do install -m 755 /mnt/steps.sh /run/path/$one; done
  : >/run/steps
  PATH=/run/path:$PATH "$@"
}
# As steps.sh has written it; of the modules the first and the next by name.
steps() { sed "s/ $(cat /run/first) / old /; s/ 0123456789ABCDEF0123456 / new /" /run/steps; }
