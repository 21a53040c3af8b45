#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs in the test machine, on a backend that reaches hardware: hold, then faults and the fuzzer for the witness
# alone. At last, if there is a /dsmil/mutant.ko, hold with that, behind marker 120.
# usage: guest.sh mmio|smi SECONDS SEED

case $1 in
  mmio) log=memory ;;
  smi) log=ports ;;
  *) exit 2 ;;
esac
parameters="backend=$1 force=1 allow_writes=1 thermal=none spacing_us=0 poll_ms=50 ring_size_max=1048576"

# run PROGRAM…: with the driver bound anew.
run() {
  # shellcheck disable=SC2086 # a list of words
  modprobe dsmil $parameters || echo "not ok - modprobe dsmil $parameters"
  echo "# $*"
  program=$1
  shift
  "./$program" "$@"
  status=$?
  [ $status -le 1 ] || echo "not ok - $program $* ended with status $status"
  rmmod dsmil || echo 'not ok - rmmod dsmil'
}

run hold $log "$2"
case $1 in
  mmio) run fault calls read stop stop_torn tx_prepare tx_commit ;;
  smi) run fault calls read stop stop_torn ;;
esac
run kfuzz "$3" "$2" 2 7
[ ! -f mutant.ko ] || {
  vm-mark mem 120
  # shellcheck disable=SC2086 # a list of words
  insmod mutant.ko $parameters || echo 'not ok - insmod mutant.ko'
  # What the guest itself sees of it is no failure: the host is to find it. It ends at the first that it sees; a suspend that
  # latches in its stead hides one, so it has more than one try.
  ./hold $log 120 | sed 's/^/# mutant: /'
  rmmod dsmil || echo 'not ok - rmmod dsmil'
}
echo '# the end'
