#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs in the test machine: backend=smi. usage: guest-smi.sh answering|silent

cd "$(dirname "$0")" || exit 2

case $1 in
  answering)
    modprobe dsmil backend=smi force=1 allow_writes=1 thermal=none spacing_us=0 poll_ms=50 && ./everything smi
    ;;
  silent)
    # A machine that is known to have the devices: no force, no taint.
    modprobe dsmil backend=smi && ./silent
    if [ $(($(cat /proc/sys/kernel/tainted) & 64)) -eq 0 ]; then
      echo 'ok - without force=1 nothing taints the kernel'
    else
      echo 'not ok - without force=1 nothing taints the kernel'
    fi
    ;;
esac
[ $? -le 1 ] || echo "not ok - the program for $1 came to its end"
rmmod dsmil || echo 'not ok - rmmod dsmil'
echo '# the end'
