#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# In the machine, which has no systemd: `systemctl [--quiet] is-active|stop|start dsmild.service`, for real.
# The service is the process in /run/dsmild.pid; with which status it ended is in /run/dsmild.status.
pid=/run/dsmild.pid
[ "$1" != --quiet ] || shift
case $1 in
is-active) [ -f $pid ] && kill -0 "$(cat $pid)" 2>/dev/null ;;
stop)
  kill -TERM "$(cat $pid)"
  # One that nobody waits for is a zombie, and ended.
  while kill -0 "$(cat $pid)" 2>/dev/null && ! grep -q '^State:.*Z' "/proc/$(cat $pid)/status"; do sleep 0.2; done
  rm -f $pid
  ;;
start)
  rm -f /run/dsmild.status
  (
    node /dsmil/dist/daemon/main.js --config "$(cat /run/dsmild.config)" --device /dev/dsmil 2>/run/dsmild.log &
    echo $! >$pid
    wait $!
    echo $? >/run/dsmild.status.new
    mv /run/dsmild.status.new /run/dsmild.status
  ) </dev/null >/dev/null 2>&1 &
  until [ -s $pid ]; do sleep 0.1; done
  ;;
*)
  echo "systemctl: no such command here: $1" >&2
  exit 1
  ;;
esac
