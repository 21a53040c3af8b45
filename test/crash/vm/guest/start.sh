#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# In the machine: the disk, then the writer on it.
set -e
modprobe virtio_blk
mkdir /disk
mount -t ext4 /dev/vda /disk
LD_PRELOAD=/dsmil/sync-shim.so exec node --disable-warning=ExperimentalWarning test/crash/vm/guest/writer.js /disk
