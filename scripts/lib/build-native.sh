#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the addon with node-gyp, against the headers of the machine's own Node: it uses Node-API
# only, so that a binary built with older headers runs in a newer Node. Reconfigures when needed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=scripts/lib/setup.sh
source scripts/lib/setup.sh
use_node24

headers=$(node_headers)
nodedir=()
if [[ -n $headers ]]; then nodedir=("--nodedir=$headers"); fi

# binding.gyp names folders: a file that appears or goes needs a new Makefile too.
sources=$(printf '%s\n' kernel/core/*.c kernel/hal/sim*.c native/*/*.c native/*/*.cc)
known=build/dsmil-sources.txt
if [[ ! -f build/Makefile || binding.gyp -nt build/Makefile || package-lock.json -nt build/Makefile ||
  ! -f $known || $(<"$known") != "$sources" ]]; then
  node-gyp configure --release "${nodedir[@]}"
  printf '%s\n' "$sources" >"$known"
fi
exec node-gyp build --release -j 2 "${nodedir[@]}"
