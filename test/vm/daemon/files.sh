# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced: what dsmild, the story and dsmilctl need in the machine, as options of scripts/vm, in the array
# daemon_files. Of node_modules only what they run on: all of it, 300 MB and more, would not fit.

daemon_files=(--file dist --file package.json --file native/sim/principals:/dsmil/native/sim/principals)
for one in dsmil.node dsmil-stop; do
  daemon_files+=(--file "build/Release/$one:/dsmil/build/Release/$one")
done
while IFS= read -r one; do
  [[ $one == "$PWD"/node_modules/?* ]] || continue
  daemon_files+=(--file "$one:/dsmil/${one#"$PWD"/}")
done < <(npm ls --omit=dev --all --parseable 2>/dev/null)
unset one
