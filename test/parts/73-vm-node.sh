#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: vm-node
# tier: full
# budget: 60
# needs: build kernel vm
# about: the real module to TypeScript: DevicePath in Node in the machine, through the addon and the ring

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh
# shellcheck source=test/vm/driver/build.sh
source test/vm/driver/build.sh

out=.build/vm-node
build() { scripts/lib/build-module.sh "$(vm_kdir)" "$out" >/dev/null; }
tap_run 'dsmil.ko builds' build
# --liftoff-only, wherever a program in TypeScript runs in the machine: V8 can fail a check of its own there while it
# compiles Node's type stripper, which is WebAssembly, once more in the background (nodejs/node 64500).
if [[ $TAP_FAILED -eq 0 ]]; then
  driver_guest node scripts/vm run --node --timeout 400 --module "$out/dsmil.ko" --file src \
    --file test/vm/node:/dsmil/test/vm/node \
    --file test/integration/patient-ring.ts:/dsmil/test/integration/patient-ring.ts \
    --file build/Release/dsmil.node:/dsmil/build/Release/dsmil.node \
    --file package.json -- \
    sh -ec 'modprobe dsmil backend=sim allow_writes=1 thermal=none poll_ms=100; node --liftoff-only test/vm/node/bridge.ts'
fi
tap_done
