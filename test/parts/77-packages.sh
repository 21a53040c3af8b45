#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# part: packages
# tier: full
# budget: 300
# needs: build check kernel vm
# about: the Debian packages in a Debian root of their own: install, upgrade, remove, reinstall, purge, and the order of the steps

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

share=$(mktemp -d "${TMPDIR:-/tmp}/dsmil-packages.XXXXXX")
trap 'rm -rf "$share"' EXIT

packages() {
  scripts/package --fast --version 0.1.0 "$share" dsmil-dkms && scripts/package --fast --version 0.2.0 "$share" &&
    cp test/packages/*.sh "$share/"
}
tap_run 'the packages build' packages
refused() { ! scripts/package --version '1 0' "$share/none" && ! scripts/package "$share/none" none && ! scripts/package; }
tap_run 'bad arguments of scripts/package are refused' refused
if ! root=$(debian_root); then
  tap_not_ok 'a Debian root is there'
  tap_done
fi
tap_ok 'a Debian root is there'
((TAP_FAILED == 0)) || tap_done

log=$share/log
debian_run "$root" "$share" sh /mnt/guest.sh 2>"$log.err" </dev/null | tee "$log"
TAP_FAILED=$((TAP_FAILED + $(grep -c '^not ok' "$log")))
ended() { grep -qx '# the end' "$log" || { tail -n 30 "$log.err"; return 1; }; }
tap_run 'the run came to its end' ended
tap_done
