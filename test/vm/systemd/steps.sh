#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# In the machine, under the names of what maintainer scripts change the kernel and its services with, before those on the PATH: writes
# down how things stand (stop, module, daemon) and what was called, then does it.
name=${0##*/}
PATH=/usr/sbin:/usr/bin
export PATH
case "$name $*" in
'systemctl --quiet is-active '*) exec "$name" "$@" ;;
esac
stop=none module=none
if [ -d /sys/module/dsmil ]; then
  read -r stop </sys/bus/platform/devices/dsmil/stop_state
  read -r module </sys/module/dsmil/srcversion
fi
echo "$stop $module $(systemctl is-active dsmild.service): $name $*" >>/run/steps
exec "$name" "$@"
