#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs in the test machine: ./fault with the module loaded for it.
# usage: guest.sh both | all | life [ACTION…] | calls [ACTION…] | files [ACTION…]

load() { modprobe dsmil allow_writes=1 thermal=none spacing_us=0 poll_ms=0 || echo "not ok - modprobe dsmil"; }
unload() { rmmod dsmil || echo "not ok - rmmod dsmil"; }
run() {
  ./fault "$@"
  status=$?
  [ $status -le 1 ] || echo "not ok - fault $* ended with status $status"
}
both() {
  load
  run calls
  run files
  unload
}
case $1 in
  life) run "$@" ;;
  both) both ;;
  all)
    both
    run life
    ;;
  *)
    load
    run "$@"
    unload
    ;;
esac
echo '# the end'
