#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Stands for what changes the running kernel or its services: writes down that it was called, and answers as /tmp/answers
# says. modinfo and uname speak of the kernel that the headers are for.
name=$(basename "$0")
release=$(basename "$(echo /lib/modules/*-amd64)")
answer() { grep -qx "$1" /tmp/answers; }

case $name in
uname) [ "$*" != -r ] || { echo "$release"; exit; }; exec /usr/bin/uname "$@" ;;
modinfo) ! answer 'no module' || exit 1; exec /usr/sbin/modinfo -k "$release" "$@" ;;
esac
case "$name $*" in
'systemctl --quiet is-active dsmild.service') answer 'daemon runs'; exit ;;
esac
echo "$name $*" >>/tmp/steps
! answer "$name fails"
