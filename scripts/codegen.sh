#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Generates what follows from kernel/devices.json, the ABI header and proto/; --check only compares.
# Node 24 of the project runs it: an older one on the path cannot read TypeScript.
set -eu
here=$(dirname -- "$0")
node="$here/../node_modules/.bin/node"
if [ ! -x "$node" ]; then
	node=node
fi
exec "$node" "$here/codegen/main.ts" "$@"
