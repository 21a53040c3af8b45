# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# A real Debian root, with its package database, for what packages do to a system. Sourced after
# scripts/lib/vm.sh and matrix.sh:
#
#   debian_root               makes it by debootstrap unless it is cached, and prints it. Needs root
#   debian_run ROOT SHARE COMMAND…   runs in a throw-away copy: what it writes is gone afterwards. SHARE is /mnt in it
#
# Debian 12, minimal, with dkms, systemd, udev and the kernel headers. Made again when the mirror has another version of these.

debian_suite=bookworm
debian_packages=(dkms "linux-headers-$matrix_flavour" systemd udev kmod)

debian_make() {
  local into=$1 mirror
  mirror=$(matrix_mirror Debian)
  vm_say "making a Debian root of $debian_suite from $mirror"
  debootstrap --variant=minbase --include="$(IFS=,; echo "${debian_packages[*]}")" "$debian_suite" "$into" "$mirror" >"$into.log" 2>&1 || {
    tail -n 20 "$into.log" >&2
    return 1
  }
  rm -rf "$into.log" "$into"/var/cache/apt/archives/*.deb
}

debian_root() {
  local state key
  [[ $EUID -eq 0 ]] || vm_fail "a Debian root is made as root" || return
  command -v debootstrap >/dev/null || vm_fail "no debootstrap: install debootstrap" || return
  state=$(matrix_lists "$debian_suite") || return
  key=$({ matrix_apt apt-get "$state" -y --print-uris install "${debian_packages[@]}" | awk '{ print $2 }' | sort && declare -f debian_make; } | sha256sum)
  vm_once "${vm_cache:?}/matrix/debian-$debian_suite-${key:0:16}" debian_make
}

# The copy is an overlay on memory, in a mount namespace that ends with the command.
debian_run() {
  local root=$1 share=$2
  shift 2
  # shellcheck disable=SC2016 # for the shell in the namespace
  unshare --mount sh -ec '
    root=$1 share=$2 top=$(mktemp -d)
    shift 2
    trap "cd /; umount -R $top/merged; umount $top; rmdir $top" EXIT
    mount -t tmpfs tmpfs "$top"
    mkdir "$top/upper" "$top/work" "$top/merged"
    mount -t overlay overlay -o "lowerdir=$root,upperdir=$top/upper,workdir=$top/work" "$top/merged"
    mount --rbind /dev "$top/merged/dev"
    mount -t proc proc "$top/merged/proc"
    mount --bind "$share" "$top/merged/mnt"
    env -i PATH=/usr/local/sbin:/usr/sbin:/usr/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive chroot "$top/merged" "$@"
  ' sh "$root" "$share" "$@"
}
