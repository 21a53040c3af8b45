#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# In the machine: test/crash/daemon over dsmil.ko. With the words given; everything takes longer here.
cd /dsmil || exit 1
export DSMIL_SLOWNESS=8
node crash/test/crash/daemon/main.js --module --built crash "$@"
status=$?
echo '# the end'
exit $status
