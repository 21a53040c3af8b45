# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced: test/crash/daemon for the machine.
#
#   crash_build    its programs, each in one file
#   crash_files    what goes in, as options of scripts/vm

crash_programs=.build/crash

crash_build() {
  rm -rf "$crash_programs"
  node test/crash/daemon/main.ts --build "$crash_programs"
}

crash_files=(--file "$crash_programs:/dsmil/crash" --file package.json --file test/vm/crash/guest.sh)
for one in native/sim/principals build/Release/dsmil.node build/Release/dsmil-stop; do
  crash_files+=(--file "$one:/dsmil/$one")
done
unset one
