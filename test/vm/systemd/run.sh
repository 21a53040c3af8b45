#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: DSMIL_ROOT=. DSMIL_PART_DIR=FOLDER test/vm/systemd/run.sh: a whole Debian under systemd in the machine: our packages installed, the daemon as a service, upgraded, hung, killed, stopped, removed, reinstalled, purged
# Prints TAP. What it needs scripts/test has set up: --only packages,vm-harness.

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh
# shellcheck source=scripts/lib/matrix.sh
source scripts/lib/matrix.sh
# shellcheck source=scripts/lib/matrix-debian.sh
source scripts/lib/matrix-debian.sh
# shellcheck source=test/vm/systemd/image.sh
source test/vm/systemd/image.sh

dir=${DSMIL_PART_DIR:?} out=.build/vm-systemd
share=$dir/share.d
mkdir -p "$share"

# And its next version: the same code under another srcversion.
module() {
  scripts/lib/build-module.sh "$(vm_kdir)" "$out" && strip -g -o "$share/dsmil-0.1.0.ko" "$out/dsmil.ko" &&
    LC_ALL=C sed 's/srcversion=[0-9A-F]\{23\}/srcversion=0123456789ABCDEF0123456/' "$share/dsmil-0.1.0.ko" >"$share/dsmil-0.2.0.ko" &&
    [[ $(vm_tool modinfo -F srcversion "$share/dsmil-0.2.0.ko") == 0123456789ABCDEF0123456 ]]
}
tap_run 'the module and its next version build' module
packages() {
  scripts/package --fast --version 0.1.0 "$share" && scripts/package --fast --version 0.2.0 "$share" &&
    cp test/vm/systemd/{guest,lib,install,service,upgrade,faults,remove,steps,dkms}.sh test/vm/systemd/{dsmil.toml,patience.conf,people.ts} "$share/" &&
    cp native/sim/principals/demo.toml "$share/persons.toml" &&
    for person in ann bob; do
      node -p "JSON.stringify(require('./native/sim/principals/demo-keys.json').keys.$person)" >"$share/$person.key" || return
    done
}
tap_run 'the packages build' packages
if ! disk=$(systemd_disk); then
  tap_not_ok 'a Debian machine is there'
  tap_done
fi
tap_ok 'a Debian machine is there'
((TAP_FAILED == 0)) || tap_done

log=$dir/log
systemd_boot "$disk" "$share" "$dir" "$((850 * ${DSMIL_TEST_TIMEOUT_FACTOR:-4}))" | tee "$log"
status=${PIPESTATUS[0]}
rm -rf "$share"
TAP_FAILED=$((TAP_FAILED + $(grep -c '^not ok' "$log")))
ended() {
  if ((status == 0)) && grep -qx '# the end' "$log"; then return; fi
  echo "QEMU's status: $status"
  tail -n 30 "$dir/qemu" "$dir/kernel.log"
  return 1
}
tap_run 'the machine came to its end' ended
clean() { ! grep -vE 'ommand line: ' "$dir/kernel.log" | grep -E "$vm_splat_lines"; }
tap_run 'its kernel log is clean' clean
tap_done
