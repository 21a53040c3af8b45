#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: vm-systemd
# tier: full
# budget: 900
# needs: build check kernel vm
# about: our packages on a Debian machine under systemd: installed, served, hung, killed, upgraded, removed, reinstalled, purged

exec "${DSMIL_ROOT:?}/test/vm/systemd/run.sh"
