# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# A kernel of our own, built from Debian's linux-source-6.1, with the detectors that no stock
# kernel has. Sourced after scripts/lib/vm.sh by scripts/debug-kernel and what uses such a kernel:
#
#   debug_kernel FLAVOUR          builds it unless it is cached; prints its directory:
#                                 vmlinuz, lib/modules/RELEASE, build (KDIR), config, options
#   debug_kernel_vm FLAVOUR       the options of scripts/vm that boot it, one a line
#   debug_kernel_missing CONFIG FRAGMENT…   the wanted options that CONFIG does not have
#
# FLAVOUR is `debug` or `kcsan`: test/kernel/config/base.config and the fragment of that name. The
# cache's key is what decides the result: fragments, source, compiler, and how it is made below.

debug_kernel_source=/usr/src/linux-source-6.1.tar.xz
debug_kernel_configs=${vm_root:?source scripts/lib/vm.sh first}/test/kernel/config

debug_kernel_fragments() {
  local flavour=$1
  if [[ ! -f $debug_kernel_configs/$flavour.config || $flavour == base ]]; then
    vm_fail "no kernel flavour '$flavour': there are debug and kcsan"
    return
  fi
  printf '%s\n' "$debug_kernel_configs/base.config" "$debug_kernel_configs/$flavour.config"
}

debug_kernel_version() {
  # shellcheck disable=SC2016 # the format is dpkg-query's
  dpkg-query -W -f '${Version}' linux-source-6.1 2>/dev/null ||
    vm_fail "no kernel source: install linux-source-6.1"
}

# What an option of FRAGMENTs should be and is not: `WANTED, but IS`. Later fragments win.
debug_kernel_missing() {
  local config=$1
  shift
  cat "$@" | awk '
    /^CONFIG_[A-Za-z0-9_]+=/ { name = $0; sub(/=.*/, "", name); want[name] = $0 }
    /^# CONFIG_[A-Za-z0-9_]+ is not set/ { want[$2] = "" }
    END { for (name in want) print name "\t" want[name] }
  ' | sort | while IFS=$'\t' read -r name want; do
    is=$(grep -E "^$name=" "$config" || true)
    [[ $is == "$want" ]] || printf '%s, but %s\n' "${want:-no $name}" "${is:-it is not set}"
  done
}

# One line each half minute while COMMAND runs: how far the build in DIR has come.
debug_kernel_progress() {
  local dir=$1 job began=$SECONDS beat=30 status=0
  shift
  "$@" &
  job=$!
  while kill -0 "$job" 2>/dev/null; do
    sleep 1
    if ((SECONDS - began >= beat)); then
      beat=$((beat + 30))
      vm_say "building the kernel: $((SECONDS - began)) s, $(find "$dir" -name '*.o' | wc -l) objects of about 1300"
    fi
  done
  wait "$job" || status=$?
  return "$status"
}

debug_kernel_unpack() {
  local into=$1
  mkdir -p "$into" || return
  vm_say "unpacking $debug_kernel_source"
  # Headers of graphics cards and other machines' trees are most of it, and none is compiled.
  tar -xJf "$debug_kernel_source" -C "$into" --strip-components=1 \
    --exclude='*/drivers/gpu/drm/amd/include' --exclude='*/Documentation/translations' \
    --exclude='*/arch/[a-tv-wyz]*/boot/dts'
}

debug_kernel_make() {
  local into=$1 flavour=$2 source=$3 build fragments release missing
  build=$into/build
  mapfile -t fragments < <(debug_kernel_fragments "$flavour")
  mkdir -p "$build" || return
  local -a make=(nice -n 10 make -s -j"${DSMIL_JOBS:-2}" -C "$source" "O=$build" ARCH=x86_64 KBUILD_BUILD_TIMESTAMP=@0
    KBUILD_BUILD_USER=dsmil KBUILD_BUILD_HOST=dsmil)
  "${make[@]}" tinyconfig >&2 || return
  # `cat` is enough to merge: of two settings, the later counts.
  cat "${fragments[@]}" >>"$build/.config" || return
  "${make[@]}" olddefconfig 2>&1 | grep -vE 'override: reassigning|^\s*$' >&2
  missing=$(debug_kernel_missing "$build/.config" "${fragments[@]}")
  if [[ -n $missing ]]; then
    vm_say "the configuration of '$flavour' did not come out as wanted:"
    printf '%s\n' "$missing" >&2
    return 1
  fi
  debug_kernel_progress "$build" "${make[@]}" bzImage modules >&2 || return
  release=$("${make[@]}" kernelrelease) || return
  "${make[@]}" INSTALL_MOD_PATH="$into" modules_install >&2 || return
  rm -f "$into/lib/modules/$release"/{build,source}
  mv "$build/arch/x86/boot/bzImage" "$into/vmlinuz" || return
  cp "$build/.config" "$into/config" || return
  # Modules need headers, tools and Module.symvers; people need the symbols; nobody the objects.
  find "$build" \( -name '*.o' -o -name '*.a' -o -name '*.cmd' -o -name '.tmp_vmlinux*' \) \
    -not -path "$build/scripts/*" -not -path "$build/tools/*" -delete
}

# Make's variables that the kernel of FLAVOUR, and no module for it, is built with.
debug_kernel_environment() {
  [[ $1 != kcsan ]] || echo KCSAN_SANITIZE=n
}

debug_kernel_make_flavour() {
  # In a shell of its own: what it exports is for this build alone.
  (
    for variable in $(debug_kernel_environment "$2"); do export "${variable?}"; done
    debug_kernel_make "$@"
  )
}

debug_kernel() {
  local flavour=$1 version fragments key source
  version=$(debug_kernel_version) || return
  fragments=$(debug_kernel_fragments "$flavour") || return
  # shellcheck disable=SC2086 # a list of paths without spaces of ours
  key=$({ cat $fragments && cc --version && declare -f debug_kernel_make && debug_kernel_environment "$flavour"; } | sha256sum)
  source=$(vm_once "${vm_cache:?}/linux-source/$version" debug_kernel_unpack) || return
  vm_once "$vm_cache/debug-kernel/$flavour-$version-${key:0:16}" debug_kernel_make_flavour "$flavour" "$source"
}

debug_kernel_vm() {
  local dir
  dir=$(debug_kernel "$1") || return
  printf '%s\n' --kernel "$dir/vmlinuz" --kernel-modules "$(printf '%s\n' "$dir"/lib/modules/*)"
}
