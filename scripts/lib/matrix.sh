# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# A root of another Debian release, with its own compiler, C library and kernel headers, and the
# kernel that belongs to them. Sourced after scripts/lib/vm.sh by scripts/matrix:
#
#   matrix_suites             the suites of the matrix, oldest first
#   matrix_suite SUITE        makes its directory ready unless it is cached, and prints it:
#                             root (the file system), vmlinuz, lib/modules/RELEASE, release, packages
#   matrix_build DIR SOURCE OUT [NAME=VALUE…]   builds the module in SOURCE there, into OUT; make's output on stdout
#   matrix_compiler DIR       the compiler's version, as it says itself
#   matrix_vm DIR             the options of scripts/vm that boot that kernel, one a line
#
# A root is made by apt's own resolution and by unpacking: no maintainer script runs in it, so that it
# is the same each time, and an ordinary user can make one. It is cached by suite and exact versions.
# The package lists are asked for again when they are older than a day; when the mirror does not
# answer and there are older ones, those are used, and it says so.

matrix_flavour=cloud-amd64
matrix_keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# gcc and the headers, and what their scripts call; everything else comes as a dependency.
matrix_packages=(dash coreutils mawk sed grep findutils diffutils gzip xz-utils make gcc)

# The newest kernel of the archive is unstable's, and whatever testing has was there before.
matrix_suites() { printf '%s\n' bookworm trixie sid; }

# The machine's own mirrors, by label: Debian, Debian-Security.
matrix_mirror() {
  # shellcheck disable=SC2016 # the format is apt's
  apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -v label="$1" '$1 == label && !found { print $2; found = 1 }'
}

matrix_sources() {
  local suite=$1 main security
  main=$(matrix_mirror Debian)
  [[ -n $main ]] || vm_fail "apt knows no Debian mirror: apt-get update first" || return
  printf 'deb [signed-by=%s] %s %s main\n' "$matrix_keyring" "$main" "$suite"
  # Kernels of a stable release come through its security suite; unstable has none.
  security=$(matrix_mirror Debian-Security)
  if [[ $suite != sid && -n $security ]]; then
    printf 'deb [signed-by=%s] %s %s-security main\n' "$matrix_keyring" "$security" "$suite"
  fi
}

# apt with lists and state of its own: only the way to the mirror is the machine's.
matrix_apt() {
  local tool=$1 state=$2
  shift 2
  local -a options=(-qq -o "Dir::State=$state" -o "Dir::State::status=$state/status" -o "Dir::Cache=$state/cache"
    -o "Dir::Etc::sourcelist=$state/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferences=/dev/null
    -o Dir::Etc::preferencesparts=/dev/null -o APT::Architectures=amd64 -o APT::Architecture=amd64
    -o APT::Install-Recommends=false -o Acquire::Languages=none -o Acquire::Retries=3)
  [[ $EUID -ne 0 ]] || options+=(-o APT::Sandbox::User=root)
  "$tool" "${options[@]}" "$@"
}

# The suite's package lists, at most a day old where the mirror answers.
matrix_lists() {
  local suite=$1 state=${vm_cache:?source scripts/lib/vm.sh first}/matrix/$1.apt sources
  sources=$(matrix_sources "$suite") || return
  mkdir -p "$state"/{lists/partial,cache/archives/partial} && : >"$state/status" || return
  if [[ ! -f $state/stamp || -n $(find "$state/stamp" -mmin +1440) || $(<"$state/sources.list") != "$sources" ]]; then
    printf '%s\n' "$sources" >"$state/sources.list"
    vm_say "asking the mirror what $suite has"
    if matrix_apt apt-get "$state" -o APT::Update::Error-Mode=any update >&2; then
      : >"$state/stamp"
    elif [[ -f $state/stamp ]]; then
      vm_say "the mirror did not answer for $suite: going on with lists of $(date -r "$state/stamp" +%F)"
    else
      vm_fail "the mirror has no lists for $suite"
      return
    fi
  fi
  printf '%s\n' "$state"
}

# The packages of the kernel RELEASE itself, one a line: newer suites split the image. Without what they
# depend on, which is for machines that boot by themselves.
matrix_image_packages() {
  matrix_apt apt-cache "$1" pkgnames linux- | sort |
    grep -Fx -e "linux-image-$2" -e "linux-base-$2" -e "linux-binary-$2" -e "linux-modules-$2"
}

# What goes into the root, and what becomes the kernel, as apt's addresses: 'URI' FILE SIZE HASH.
matrix_resolve() {
  matrix_apt apt-get "$1" -y --print-uris install "${matrix_packages[@]}" "linux-headers-$2" ||
    vm_fail "apt cannot resolve the packages of $(basename "$1" .apt)"
}

# One directory, then every archive over it: a package must not replace a link like /lib by a directory.
matrix_unpack() {
  local root=$1 deb
  shift
  for deb in "$@"; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --keep-directory-symlink --no-same-owner \
      --exclude='./usr/share/doc/*' --exclude='./usr/share/locale/*' --exclude='./usr/share/man/*' || return
  done
}

matrix_make() {
  local into=$1 state=$2 release=$3 packages=$4 root=$1/root name
  local -a names
  mkdir -p "$root"/{usr/{bin,sbin,lib,lib64},dev,proc,tmp,build} "$into/image" "$into/lib/modules/$release" || return
  for name in bin sbin lib lib64; do ln -s "usr/$name" "$root/$name" || return; done
  vm_say "fetching the compiler, headers and kernel $release of $(basename "$state" .apt)"
  mkdir -p "$into"/{debs/partial,kernel}
  # apt checks each hash.
  matrix_apt apt-get "$state" -o "Dir::Cache::archives=$into/debs" -y --download-only install \
    "${matrix_packages[@]}" "linux-headers-$release" >&2 || return
  mapfile -t names < <(matrix_image_packages "$state" "$release")
  ((${#names[@]} > 0)) || vm_fail "$(basename "$state" .apt) has no linux-image-$release" || return
  (cd "$into/kernel" && matrix_apt apt-get "$state" download "${names[@]}" >&2) || return
  matrix_unpack "$root" "$into"/debs/*.deb && matrix_unpack "$into/image" "$into"/kernel/*.deb || return
  # What maintainer scripts would have made.
  [[ -e $root/usr/bin/sh ]] || ln -s dash "$root/usr/bin/sh"
  [[ -e $root/usr/bin/awk ]] || ln -s mawk "$root/usr/bin/awk"
  matrix_image "$into" "$release" || return
  rm -rf "$into"/{debs,kernel,image}
  printf '%s\n' "$release" >"$into/release"
  printf '%s\n' "$packages" >"$into/packages"
}

# The kernel, and of its modules those that the test machine's output channel needs.
matrix_image() {
  local into=$1 release=$2 image=$1/image modules name path
  modules=$into/lib/modules/$release
  [[ -d $image/lib ]] || ln -s usr/lib "$image/lib"
  for path in "$image/boot/vmlinuz-$release" "$image/lib/modules/$release/vmlinuz"; do
    [[ ! -e $path ]] || mv "$path" "$into/vmlinuz" || return
  done
  vm_tool depmod -b "$image" "$release" || return
  cp "$image/lib/modules/$release"/modules.{order,builtin,builtin.modinfo} "$modules/" || return
  for name in virtio_pci virtio_console; do
    vm_module_order "$image" "$release" "$name"
  done | sort -u | while IFS= read -r path; do
    mkdir -p "$into$(dirname "$path")" && cp "$image$path" "$into$path" || return
    # The machine's first process loads them as they are.
    if [[ $path == *.xz ]]; then xz -d "$into$path"; elif [[ $path == *.zst ]]; then zstd -q -d --rm "$into$path"; fi || return
  done
}

matrix_suite() {
  local suite=$1 state release packages key
  state=$(matrix_lists "$suite") || return
  release=$(matrix_resolve "$state" "$matrix_flavour") || return
  release=$(sed -n "s/.* linux-headers-\([0-9][^_]*-$matrix_flavour\)_.*/\1/p" <<<"$release")
  [[ $release == [0-9]*-"$matrix_flavour" ]] || vm_fail "$suite has no linux-headers-$matrix_flavour" || return
  packages=$(matrix_resolve "$state" "$release" | awk '{ print $2 }' | sort)
  key=$({ printf '%s\n' "$packages" && declare -f matrix_make matrix_image matrix_unpack; } | sha256sum)
  vm_once "$vm_cache/matrix/$suite-${key:0:16}" matrix_make "$state" "$release" "$packages"
}

# COMMAND in the root of DIR, with this machine's /dev and /proc (objtool reads its limits there). The
# mounts are gone with the command. An ordinary user needs user namespaces for it.
matrix_enter() {
  local root=$1/root
  local -a namespace=(unshare --mount)
  shift
  [[ $EUID -eq 0 ]] || namespace+=(--map-root-user)
  # shellcheck disable=SC2016 # for the shell in the namespace
  "${namespace[@]}" sh -c 'mount --rbind /dev "$0/dev" && mount --rbind /proc "$0/proc" &&
    PATH=/usr/bin:/usr/sbin LC_ALL=C exec chroot "$0" "$@"' "$root" "$@"
}

matrix_compiler() { matrix_enter "$1" gcc -dumpfullversion; }

# The tree is copied in, so that neither it nor the root of others is written to.
matrix_build() (
  dir=$1 source=$2 out=$3
  shift 3
  release=$(<"$dir/release")
  tree=$(mktemp -d "$dir/root/build/module.XXXXXX") || exit
  trap 'rm -rf "$tree"' EXIT
  (cd "$source" && find . -type f \( -name '*.[ch]' -o -name Kbuild -o -name run.sh \) -print0 | cpio --quiet -0 -pdm "$tree") || exit
  # W=1 would call kernel-doc as well, which is Perl here and Python there, and checks the same comments.
  matrix_enter "$dir" make -j"${DSMIL_JOBS:-2}" -C "/lib/modules/$release/build" "M=/build/$(basename "$tree")" \
    cmd_checkdoc= "$@" modules 2>&1 || exit
  mkdir -p "$out" && cp "$tree"/*.ko "$out/" || exit
  [[ ! -f $tree/driver/probed.h ]] || cp "$tree/driver/probed.h" "$out/"
)

matrix_vm() {
  printf '%s\n' --kernel "$1/vmlinuz" --kernel-modules "$1/lib/modules/$(<"$1/release")"
}
