#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: vm-witness
# tier: full
# budget: 150
# needs: node kernel vm
# about: mmio and smi against played hardware: no quarantined token or pair is touched, seen from outside

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh
# shellcheck source=test/vm/driver/build.sh
source test/vm/driver/build.sh

out=.build/driver
scratch=$(mktemp -d "${TMPDIR:-/tmp}/dsmil-witness.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
module=(--module "$out/module/dsmil.ko" --file "$out/t:/dsmil/t")

tap_run 'dsmil.ko builds with W=1, and the test programs' driver_build "$out"
[[ $TAP_FAILED -eq 0 ]] || tap_done

# Every token that is not quarantined: the witnesses must have seen each of them.
allowed=''
for ((i = 0; i < 84; i++)); do
  group=$((i / 12))
  token=$((0x8000 + group * 16 + i % 12))
  case $(printf 0x%04X $token) in
    0x8009 | 0x800A | 0x800B | 0x8019 | 0x8029) ;;
    *) allowed+=$(printf '%s0x%04x' "${allowed:+,}" $token) ;;
  esac
done

driver_guest mmio node test/vm/driver/mmio.ts "$scratch/memory" "$scratch/map" -- \
  scripts/vm run --timeout 600 "${module[@]}" --mmio "$scratch/memory" --witness "$scratch/registry.log" -- sh t/guest-mmio.sh
tap_run 'mmio: no quarantined pair was touched, each allowed one was' \
  node test/witness/check-registry.ts "$scratch/registry.log" --map "$scratch/map" --required "$allowed"

# Effects that reached the registry, seen from outside: and none after it was reordered.
writes_between() { sed -n "/^M $1\$/,/^M $2\$/p" "$scratch/registry.log" | grep -c '^W'; }
written() {
  local before
  # WRITE, ACTIVATE, DEACTIVATE and RESET of 79 devices, before the first request to the host.
  before=$(writes_between 241 1)
  echo "$before writes"
  [[ $before -eq $((4 * 79)) ]]
}
tap_run 'mmio: the witness saw each effect, and no other write' written
unwritten() {
  local marker found markers
  markers=$(sed -n 's/ quarantined-first$//p' "$scratch/map.requests")
  [[ $(wc -w <<<"$markers") -eq 3 ]] || return
  for marker in $markers; do
    found=$(sed -n "/^M $marker\$/,\$p" "$scratch/registry.log" | sed '1d; /^M /,$d' | grep -c '^W')
    echo "after marker $marker: $found writes"
    [[ $found -eq 0 ]] || return
  done
}
tap_run 'mmio: nothing was written after the registry was reordered' unwritten

driver_guest smi scripts/vm run "${module[@]}" --smi "$scratch/ports.log" -- sh t/guest-smi.sh answering
tap_run 'smi: no quarantined token was selected, each allowed one was' \
  node test/witness/check-ports.ts "$scratch/ports.log" --required "$allowed"

driver_guest silent scripts/vm run "${module[@]}" --smi "$scratch/silent.log" --smi-status 255 \
  --dmi 'manufacturer=Dell Inc.' --dmi 'product=Latitude 5450 MIL-SPEC' -- sh t/guest-smi.sh silent
tap_run 'silent: no quarantined token was selected' \
  node test/witness/check-ports.ts "$scratch/silent.log" --required "$allowed"
tap_done
