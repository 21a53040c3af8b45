#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: vm-daemon
# tier: full
# budget: 420
# needs: build kernel vm
# about: dsmild on the real module, in the machine: the scripted day; hung, killed, its module unbound in a commit, replaced

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh
# shellcheck source=test/vm/driver/build.sh
source test/vm/driver/build.sh
# shellcheck source=test/vm/daemon/files.sh
source test/vm/daemon/files.sh

out=.build/vm-node
build() { scripts/lib/build-module.sh "$(vm_kdir)" "$out" >/dev/null; }
tap_run 'dsmil.ko builds' build
# The next version, for the exchange of modules: the same code under another srcversion.
next() {
  mkdir -p "$out/next" && LC_ALL=C sed 's/srcversion=[0-9A-F]\{23\}/srcversion=0123456789ABCDEF0123456/' "$out/dsmil.ko" >"$out/next/dsmil.ko" &&
    [[ $(vm_tool modinfo -F srcversion "$out/next/dsmil.ko") == 0123456789ABCDEF0123456 ]]
}
tap_run 'and its next version' next

if [[ $TAP_FAILED -eq 0 ]]; then
  told=${DSMIL_PART_DIR:?}/told
  # Modules that were compiled once are not compiled again: a start takes long in an emulated machine.
  driver_guest daemon scripts/vm run --node --timeout 1500 --env NODE_COMPILE_CACHE=/tmp/compiled \
    --module "$out/dsmil.ko" "${daemon_files[@]}" --file src --file "$out/next" \
    --file kernel/packaging:/dsmil/kernel/packaging --file test/vm/daemon:/dsmil/test/vm/daemon -- \
    sh test/vm/daemon/guest.sh | tee "$told" | grep --line-buffered -v '^# [A-Za-z0-9+/=]*$'
  node test/vm/daemon/check.ts "$told" || TAP_FAILED=$((TAP_FAILED + 1))
  # What the pipe above counted went with its subshell.
  TAP_FAILED=$((TAP_FAILED + $(grep -c '^not ok' "$told" || true)))
fi
tap_done
