#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs in the test machine: backend=mmio against a registry that mmio.ts plays on the host.

cd "$(dirname "$0")" || exit 2
parameters='backend=mmio force=1 allow_writes=1 thermal=none spacing_us=0'

# with PARAMETERS PROGRAM…: loaded so, the program, unloaded.
with() {
  # shellcheck disable=SC2086 # lists of words
  if ! modprobe dsmil $parameters $1; then
    echo "not ok - modprobe dsmil $parameters $1"
    dmesg | tail -3 | sed 's/^/    /'
    return
  fi
  name=$2
  shift 2
  echo "# $name $*"
  "./$name" "$@"
  status=$?
  [ $status -le 1 ] || echo "not ok - $name ended with status $status"
  rmmod dsmil || echo "not ok - rmmod dsmil"
}

# refused WHAT
refused() {
  dmesg -c >/dev/null
  # shellcheck disable=SC2086 # a list of words
  if modprobe dsmil $parameters 2>/dev/null; then
    echo "not ok - refused: $1"
    rmmod dsmil
  elif dmesg | grep -q "$1"; then
    echo "ok - refused: $1"
  else
    echo "not ok - says why: $1"
    dmesg | tail -3 | sed 's/^/    /'
  fi
}

with poll_ms=50 everything mmio
if [ $(($(cat /proc/sys/kernel/tainted) & 64)) -ne 0 ]; then
  echo 'ok - force=1 taints the kernel'
else
  echo 'not ok - force=1 taints the kernel'
fi
./host double
refused 'registry refused: token 0x8004 at 0x[0-9a-f]* and again'
./host stranger
refused 'registry refused: word 0x00800c03 at 0x[0-9a-f]* names no known device'
./host high-byte
refused 'registry refused: word 0x01800303 at 0x[0-9a-f]* names no known device'
./host few
with poll_ms=0 partial
./host full
with poll_ms=0 reorder prepared
./host full
with poll_ms=20 reorder sampling
./host full
with poll_ms=0 reorder asleep
echo '# the end'
