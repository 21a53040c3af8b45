# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# The test machine's parts: which kernel, its image and modules, the cached layers
# of the initial file system, the witness plugin. Sourced by scripts/vm, and by what
# builds modules for the machine:
#
#   vm_kernel_version   6.1.0-56-cloud-amd64      the kernel's release
#   vm_kdir             /lib/modules/…/build      KDIR to build a module against
#   vm_build_module DIR [NAME=VALUE…]             builds the external module in DIR
#   vm_kernel           makes vmlinuz and modules ready; prints their directory
#   vm_plugin           builds the TCG plugin; prints its path
#   vm_words            the words of the kernel's command line that every machine has
#   vm_judged FILE      a kernel log without what is not the module's doing
#   vm_splat_lines      the pattern of a kernel log's lines that mean a defect
#
# Everything fetched or built is kept in $DSMIL_CACHE (~/.cache/dsmil) by version;
# nothing is installed. DSMIL_VM_KERNEL names another release than the newest one
# whose headers are installed.

vm_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
vm_cache=${DSMIL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dsmil}

# Lines of a kernel log that mean a defect.
# shellcheck disable=SC2034 # for who sources this
vm_splat_lines='\bBUG\b|WARNING: |\[ cut here \]|Oops|refcount_t|general protection|(KASAN|KCSAN|KMSAN|UBSAN|KFENCE|ODEBUG|DEBUG_LOCKS_WARN_ON)\b[:(]|possible (circular|recursive|irq lock inversion|deadlock)|inconsistent lock state|lock-order|bad unlock balance|held lock freed|lock held when returning|still has locks held|suspicious RCU|INFO: task .* blocked|sleeping function called|scheduling while atomic|Call Trace|kmemleak: +[0-9]+ new|unreferenced object|Kernel panic|soft lockup|hard LOCKUP|detected.*stall|unable to handle|corruption|[Bb]ad page|double fault|stack guard page|stack-protector|nobody cared|[Oo]bjects remaining|duplicate filename|tried to init an initialized|use-after-free|double-free'

# Without the report that Linux 6.1 makes of its own leak detector, when that happens to need a page for a stack while
# it holds its raw lock (kmemleak_update_trace). Lockdep is off from there on, which is said.
vm_judged() {
  awk '
    /ommand line: / { next }
    !within && /\[ BUG: Invalid wait context \]/ { within = 1; theirs = 0; more = -1; report = "" }
    within {
      report = report $0 "\n"
      if (/\(&object->lock\).*kmemleak_update_trace/) theirs = 1
      # What another CPU says in between is nobody else'"'"'s.
      if (/BUG: |WARNING: |cut here|[KU]BSAN|K[AC]SAN|INFO: |Oops|unreferenced object/) more++
      if (/<\/TASK>/) {
        within = 0
        if (theirs && !more) print "vm: a report that the kernel makes of its leak detector is left out; lockdep is off from there on" >"/dev/stderr"
        else printf "%s", report
      }
      next
    }
    { print }
    END { if (within) printf "%s", report }
  ' "$1"
}

vm_words() { sed '/^#/d' "$vm_root/scripts/lib/vm-words"; }

vm_say() { printf 'vm: %s\n' "$*" >&2; }

vm_fail() {
  vm_say "$*"
  return 1
}

vm_kernel_version() {
  local found
  found=${DSMIL_VM_KERNEL:-}
  if [[ -z $found ]]; then
    found=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 'linux-headers-*-cloud-amd64' 2>/dev/null |
      sed -n 's/^ii  *linux-headers-\([0-9].*\)$/\1/p' | sort -V | tail -n 1)
  fi
  [[ -n $found ]] || vm_fail "no kernel headers: install linux-headers-cloud-amd64" || return
  printf '%s\n' "$found"
}

vm_kdir() {
  local release dir
  release=$(vm_kernel_version) || return
  for dir in "/lib/modules/$release/build" "/usr/src/linux-headers-$release"; do
    if [[ -f $dir/Makefile ]]; then
      printf '%s\n' "$dir"
      return
    fi
  done
  vm_fail "no headers for $release: install linux-headers-$release"
}

vm_build_module() {
  local dir=$1 kdir
  shift
  kdir=$(vm_kdir) || return
  dir=$(cd "$dir" && pwd) || return
  make -s -C "$kdir" "M=$dir" "$@" modules >&2
}

# Runs a function once for several callers; its result is a file or directory that
# appears whole or not at all. vm_once RESULT FUNCTION ARG… (the function gets a path
# to fill as its first argument).
vm_once() {
  local result=$1 make=$2
  shift 2
  if [[ ! -e $result ]]; then
    mkdir -p "$(dirname "$result")" || return
    (
      flock 9
      if [[ ! -e $result ]]; then
        rm -rf "$result.part"
        "$make" "$result.part" "$@" && mv "$result.part" "$result"
      fi
    ) 9>"$result.lock" || {
      rm -rf "$result.part"
      return 1
    }
  fi
  printf '%s\n' "$result"
}

vm_make_kernel() {
  local into=$1 release=$2 version=$3 deb options=()
  mkdir -p "$into/deb" || return
  [[ $EUID -ne 0 ]] || options=(-o APT::Sandbox::User=root)
  vm_say "fetching linux-image-$release $version"
  (cd "$into/deb" && apt-get "${options[@]}" -qq download "linux-image-$release=$version" >&2) || {
    vm_fail "the archive has no linux-image-$release $version, which the installed headers are of:" \
      "apt-get update && apt-get install linux-headers-cloud-amd64"
    return
  }
  for deb in "$into"/deb/*.deb; do
    dpkg-deb -x "$deb" "$into" || return
  done
  rm -rf "${into:?}/deb" "${into:?}/usr"
  if [[ ! -d $into/lib/modules/$release ]]; then
    vm_fail "linux-image-$release $version has no modules"
    return
  fi
  mv "$into/boot/vmlinuz-$release" "$into/vmlinuz" || return
  rm -rf "${into:?}/boot"
  vm_tool depmod -b "$into" "$release"
}

vm_kernel() {
  local release version
  release=$(vm_kernel_version) || return
  # shellcheck disable=SC2016 # the format is dpkg-query's
  version=$(dpkg-query -W -f '${Version}' "linux-headers-$release") ||
    vm_fail "no headers for $release: install linux-headers-$release" || return
  vm_once "$vm_cache/kernel/${release}_$version" vm_make_kernel "$release" "$version"
}

# depmod and modprobe are not on an ordinary user's PATH.
vm_tool() {
  PATH=$PATH:/usr/sbin:/sbin "$@"
}

# The modules that NAME needs, and NAME, in load order, as paths below ROOT.
# vm_module_order ROOT RELEASE NAME
vm_module_order() {
  vm_tool modprobe -d "$1" -S "$2" --ignore-install --show-depends "$3" |
    sed -n "s#^insmod $1\(/[^ ]*\).*#\1#p"
}

# A cpio archive of DIR, owned by root.
vm_pack() {
  (cd "$1" && find . -mindepth 1 -print0 | LC_ALL=C sort -z |
    cpio --quiet --null --create --format=newc --owner=+0:+0)
}

# Copies one file to a path below ROOT, with the shared libraries it needs if it is a
# program or library. vm_install ROOT SOURCE DESTINATION
vm_install() {
  mkdir -p "$1$(dirname "$3")" && cp -L --preserve=mode "$2" "$1$3" && vm_libraries "$1" "$2"
}

vm_libraries() {
  local root=$1 magic library
  IFS= read -r -n 4 magic <"$2" 2>/dev/null || true
  [[ ${magic-} == $'\x7fELF' ]] || return 0
  # A static program makes ldd fail; that is no error.
  { ldd "$2" 2>/dev/null || true; } | sed -n 's#^[^/]*\(/[^ ]*\) (0x.*#\1#p' | while IFS= read -r library; do
    [[ -e $root$library ]] || { mkdir -p "$root$(dirname "$library")" && cp -L --preserve=mode "$library" "$root$library"; } || exit
  done
}

vm_make_base() {
  local out=$1 kernel=$2 release=$3 tree name path
  tree=$out.tree
  rm -rf "$tree"
  mkdir -p "$tree"/{bin,sbin,usr/bin,usr/sbin,usr/local/bin,etc/vm,root,dsmil,dev,proc,sys,tmp,run,lib/modules} || return
  chmod 1777 "$tree/tmp"
  cc -static -O2 -Wall -Wextra -o "$tree/init" "$vm_root/test/vm/init.c" || return
  strip "$tree/init"
  ln -s ../init "$tree/bin/vm-mark"
  cp "$(command -v busybox)" "$tree/bin/busybox" || return
  "$tree/bin/busybox" --list-full | while IFS= read -r name; do
    [[ $name == bin/busybox || -e $tree/$name ]] || { mkdir -p "$tree/$(dirname "$name")" && ln -s /bin/busybox "$tree/$name"; }
  done
  printf 'root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:user:/tmp:/bin/sh\n' >"$tree/etc/passwd"
  printf 'root:x:0:\ndsmil:x:990:\nuser:x:1000:\n' >"$tree/etc/group"
  printf '127.0.0.1 localhost\n::1 localhost\n' >"$tree/etc/hosts"
  for name in virtio_pci virtio_console; do
    vm_module_order "$kernel" "$release" "$name"
  done | awk '!seen[$0]++' >"$tree/etc/vm/modules"
  while IFS= read -r path; do
    mkdir -p "$tree$(dirname "$path")" && cp "$kernel$path" "$tree$path" || return
  done <"$tree/etc/vm/modules"
  vm_pack "$tree" >"$out" && rm -rf "$tree" || return
  # Those of older sources, once no machine can be starting from them.
  find "$(dirname "$out")" -maxdepth 1 -name 'base-*' -mtime +1 -delete
}

# The layer that every machine has: busybox, PID 1, the modules of its output channel.
vm_base_layer() {
  local kernel=$1 release=$2 key
  command -v busybox >/dev/null || vm_fail "no busybox: install busybox-static" || return
  key=$(cat "$vm_root/test/vm/init.c" "$vm_root/scripts/lib/vm.sh" "$(command -v busybox)" | sha256sum)
  vm_once "$vm_cache/vm/base-$(basename "$kernel")-${key:0:16}.cpio" vm_make_base "$kernel" "$release"
}

vm_make_node() {
  local out=$1 node=$2
  rm -rf "$out.tree"
  vm_install "$out.tree" "$node" /usr/local/bin/node || return
  # Symbols are a fifth of it, and every byte is unpacked at every boot.
  strip "$out.tree/usr/local/bin/node" 2>/dev/null || true
  vm_pack "$out.tree" >"$out" && rm -rf "$out.tree"
}

vm_node_layer() {
  local node version
  node=$(readlink -f "$vm_root/node_modules/.bin/node") && [[ -x $node ]] ||
    vm_fail "no node_modules/.bin/node: run npm ci first" || return
  version=$("$node" --version) || return
  vm_once "$vm_cache/vm/node-$version-$(stat -c %s "$node").cpio" vm_make_node "$node"
}

vm_make_plugin() {
  cc -shared -fPIC -O2 -Wall -Wextra -o "$1" "$vm_root/test/witness/plugin.c" -lpthread
}

vm_plugin() {
  local key
  key=$(sha256sum <"$vm_root/test/witness/plugin.c")
  vm_once "$vm_cache/vm/witness-${key:0:16}.so" vm_make_plugin
}
