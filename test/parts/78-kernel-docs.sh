#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: kernel-docs
# tier: full
# budget: 60
# needs: node kernel vm
# about: kernel/Documentation against the header, the table of calls, and what the module answers and makes

set -uo pipefail
cd "${DSMIL_ROOT:?}" || exit 2
# shellcheck source=scripts/lib/tap.sh
source scripts/lib/tap.sh
# shellcheck source=scripts/lib/vm.sh
source scripts/lib/vm.sh
# shellcheck source=test/vm/driver/build.sh
source test/vm/driver/build.sh

out=.build/driver
scratch=${DSMIL_PART_DIR:?}

tap_run 'ioctl.rst agrees with dsmil.h and the table of calls, and the comparison can fail' \
  node --test --test-reporter=tap test/kernel/docs/documents.test.ts
tap_run 'dsmil.ko builds, and the test programs' driver_build "$out"
((TAP_FAILED == 0)) || tap_done

# What is compared is no TAP: the machine's output goes to a file.
observed() {
  scripts/vm run --timeout 400 --module "$out/module/dsmil.ko" --file "$out/t:/dsmil/t" --file test/kernel/docs/guest.sh \
    -- sh guest.sh >"$scratch/output" && grep -qx '# the end' "$scratch/output" && ! grep -A 20 '^not ok' "$scratch/output"
}
tap_run 'the programs run, and every answer is kept' observed
tap_run 'each answer is in ioctl.rst, each attribute and parameter in the ABI documents, and none else' \
  node test/kernel/docs/compare.ts "$scratch/output"

# A document that lacks one of each is found out.
lacking() {
  local output
  output=$(sed 's/reason=16 /reason=24 /; s#/dsmil/present$#/dsmil/absent#' "$scratch/output" >"$scratch/changed" &&
    node test/kernel/docs/compare.ts "$scratch/changed")
  printf '%s\n' "$output"
  grep -q '^in no ABI document: .*/absent$' <<<"$output" && grep -q '^documented, but not there: .*/present$' <<<"$output" &&
    grep -q '^not in ioctl.rst: .*RESET_NONCE' <<<"$output"
}
tap_run 'an answer that is not documented is found, and so are attributes too many and too few' lacking
tap_done
