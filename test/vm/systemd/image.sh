# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# A whole Debian machine under systemd. Sourced after scripts/lib/vm.sh, matrix.sh and matrix-debian.sh:
#
#   systemd_disk              makes its disk unless it is cached, and prints its path. Needs root
#   systemd_boot DISK SHARE DIR SECONDS    boots it; /mnt/guest.sh of SHARE (a folder; read-only there) is what it is
#                             for, and ends it. What that prints goes to standard output; DIR/kernel.log and DIR/qemu
#                             are kept. Nothing is written to DISK. Exit status: QEMU's, 124 when it took too long
#
# The root is debian_root's, the kernel the test machine's; its modules are few, as DKMS indexes them all.

systemd_folder=test/vm/systemd

# What a machine of one run has no use for, and what would ask somebody to log in.
systemd_masked=(apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer
  getty.target systemd-firstboot.service)

# The modules that the machine has, as folders of its lib/modules/RELEASE/kernel.
systemd_modules=(crypto lib drivers/block drivers/virtio fs/autofs fs/configfs fs/fuse)

systemd_make_disk() {
  local into=$1 root=$2 kernel=$3 release=$4 unit tree=$1.tree folder
  vm_say "making the disk of a Debian machine with systemd"
  rm -rf "$tree"
  cp -a "$root" "$tree" || return
  rm -rf "${tree:?}"/lib/modules/* "$tree"/usr/src/linux-headers-*
  mkdir -p "$tree/lib/modules/$release/kernel" || return
  cp "$kernel/lib/modules/$release"/modules.{order,builtin,builtin.modinfo} "$tree/lib/modules/$release/" || return
  for folder in "${systemd_modules[@]}"; do
    [[ -d $kernel/lib/modules/$release/kernel/$folder ]] || continue
    mkdir -p "$(dirname "$tree/lib/modules/$release/kernel/$folder")" || return
    cp -r "$kernel/lib/modules/$release/kernel/$folder" "$tree/lib/modules/$release/kernel/$folder" || return
  done
  # DKMS wants to see headers.
  cp -a "/usr/src/linux-headers-$release" "$tree/usr/src/" || return
  ln -s "/usr/src/linux-headers-$release" "$tree/lib/modules/$release/build" || return
  vm_tool depmod -b "$tree" "$release" || return
  for unit in "${systemd_masked[@]}"; do ln -sf /dev/null "$tree/etc/systemd/system/$unit" || return; done
  cp "$systemd_folder/dsmil-vm.service" "$tree/etc/systemd/system/" || return
  mkdir -p "$tree/etc/systemd/system/multi-user.target.wants" || return
  ln -s ../dsmil-vm.service "$tree/etc/systemd/system/multi-user.target.wants/" || return
  # What is written there is gone with the machine.
  echo force-unsafe-io >"$tree/etc/dpkg/dpkg.cfg.d/throw-away"
  echo machine >"$tree/etc/hostname"
  mkdir "$into" && truncate -s 4G "$into/disk" || return
  mke2fs -q -t ext4 -O ^has_journal -E lazy_itable_init=1 -d "$tree" "$into/disk" || return
  rm -rf "$tree"
  # Those of older sources, a gigabyte each.
  find "$(dirname "$into")" -maxdepth 1 -type d -name 'systemd-*[0-9a-f]' -mtime +1 -exec rm -rf {} +
}

systemd_disk() {
  local root kernel release key found
  root=$(debian_root) && release=$(vm_kernel_version) && kernel=$(vm_kernel) || return
  [[ -d /usr/src/linux-headers-$release ]] || vm_fail "no headers for $release" || return
  key=$({ basename "$root" "$kernel" && declare -f systemd_make_disk && echo "${systemd_masked[*]} ${systemd_modules[*]}" &&
    cat "$systemd_folder/dsmil-vm.service"; } | sha256sum)
  found=$(vm_once "${vm_cache:?}/vm/systemd-${key:0:16}" systemd_make_disk "$root" "$kernel" "$release") || return
  printf '%s\n' "$found/disk"
}

# What finds the disk and hands over to systemd.
systemd_initrd() {
  local out=$1 kernel=$2 release=$3 tree=$1.tree name path
  mkdir -p "$tree"/{bin,dev,proc,root} || return
  cp "$(command -v busybox)" "$tree/bin/busybox" && install -m 755 "$systemd_folder/init" "$tree/init" || return
  for name in virtio_pci virtio_blk; do vm_module_order "$kernel" "$release" "$name"; done | awk '!seen[$0]++' >"$tree/modules"
  while IFS= read -r path; do
    mkdir -p "$tree$(dirname "$path")" && cp "$kernel$path" "$tree$path" || return
  done <"$tree/modules"
  vm_pack "$tree" >"$out" && rm -rf "$tree"
}

systemd_boot() {
  local disk=$1 share=$2 dir=$3 seconds=$4 release kernel machine status=0
  release=$(vm_kernel_version) && kernel=$(vm_kernel) || return
  systemd_initrd "$dir/initrd" "$kernel" "$release" || return
  truncate -s "$(($(du -sm "$share" | cut -f1) * 11 / 10 + 32))M" "$dir/share" &&
    mke2fs -q -t ext4 -O ^has_journal -d "$share" "$dir/share" || return
  : >"$dir/told"
  # ttyS1 is what guest.sh prints. In the group of who calls, so that it ends with it.
  timeout --foreground -k 5 "$seconds" qemu-system-x86_64 -accel tcg,thread=multi -cpu max,la57=off -smp 2 -m 1536 -machine pc \
    -no-reboot -nodefaults -vga none -display none -kernel "$kernel/vmlinuz" -initrd "$dir/initrd" \
    -append "$(vm_words | paste -sd ' ') oops=panic audit=0 systemd.show_status=0" \
    -drive "file=$disk,if=none,id=root,format=raw,snapshot=on" -device virtio-blk-pci,drive=root \
    -drive "file=$dir/share,if=none,id=share,format=raw,readonly=on" -device virtio-blk-pci,drive=share \
    -serial "file:$dir/kernel" -serial "file:$dir/told" </dev/null >"$dir/qemu" 2>&1 &
  machine=$!
  tail -q -c +1 -f -s 0.2 --pid="$machine" "$dir/told"
  wait "$machine" || status=$?
  tr -d '\r' <"$dir/kernel" >"$dir/kernel.log"
  rm -f "$dir/share" "$dir/initrd" "$dir/kernel"
  return "$status"
}
