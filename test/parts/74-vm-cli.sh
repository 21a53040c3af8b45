#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: vm-cli
# tier: full
# budget: 180
# needs: build kernel vm
# about: scripts/run, dsmilctl and dsmil-stop on the real module's /dev/dsmil, in the machine

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

# What dsmilctl needs of node_modules, and nothing else of it: 300 MB would not fit.
files=(--file dist --file scripts --file package.json --file package-lock.json --file test/vm/node:/dsmil/test/vm/node)
for one in dsmil.node dsmil-stop dsmil-sim; do
  files+=(--file "build/Release/$one:/dsmil/build/Release/$one")
done
while IFS= read -r package; do
  [[ $package == "$PWD"/node_modules/?* ]] || continue
  files+=(--file "$package:/dsmil/${package#"$PWD"/}")
done < <(npm ls --omit=dev --all --parseable 2>/dev/null)
# Without it the tests of scripts/run would be of another shell.
files+=(--file "$(command -v bash):/bin/bash" --file native/sim/scenarios:/dsmil/native/sim/scenarios)

if [[ $TAP_FAILED -eq 0 ]]; then
  # shellcheck disable=SC2016 # the guest's shell expands it
  driver_guest cli scripts/vm run --node --timeout 1000 --module "$out/dsmil.ko" "${files[@]}" -- \
    sh -ec 'mkdir -p node_modules/.bin && ln -s "$(command -v node)" node_modules/.bin/node && exec sh test/vm/node/cli.sh'
fi
tap_done
