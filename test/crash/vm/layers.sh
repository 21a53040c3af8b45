#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: layers.sh DIRECTORY
#
# Makes what the machine boots: DIRECTORY/vmlinuz and DIRECTORY/initrd, which has Node, the product's
# sources and the writer. Nothing else of DIRECTORY is touched.
set -euo pipefail
# shellcheck source=scripts/lib/vm.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../../scripts/lib/vm.sh"

into=${1:?layers.sh DIRECTORY}
release=$(vm_kernel_version)
kernel=$(vm_kernel)
base=$(vm_base_layer "$kernel" "$release")
node=$(vm_node_layer)

own=$into/own
mkdir -p "$own/etc/vm" "$own/lib/modules/$release" "$own/dsmil"
while IFS= read -r path; do
  mkdir -p "$own$(dirname "$path")"
  cp "$kernel$path" "$own$path"
done < <(vm_module_order "$kernel" "$release" virtio_blk)
cp "$kernel/lib/modules/$release"/{modules.order,modules.builtin,modules.builtin.modinfo} "$own/lib/modules/$release/"
vm_tool depmod -b "$own" "$release"
# Compiled here: to take the types out takes the emulated machine minutes.
"$vm_root/node_modules/.bin/tsc" -p "$vm_root/test/crash/vm/guest/tsconfig.json" --outDir "$own/dsmil"
cp "$vm_root/package.json" "$vm_root/test/crash/vm/guest/start.sh" "$own/dsmil/"
cc -shared -fPIC -O2 -Wall -Wextra -Werror -o "$own/dsmil/sync-shim.so" "$vm_root/test/crash/vm/guest/sync-shim.c"
printf '%s\0' sh start.sh >"$own/etc/vm/argv"
: >"$own/etc/vm/env"
vm_pack "$own" >"$into/own.cpio"
cat "$base" "$node" "$into/own.cpio" >"$into/initrd"
rm -rf "$own" "$into/own.cpio"
cp "$kernel/vmlinuz" "$into/vmlinuz"
