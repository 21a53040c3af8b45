# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the parts that use the debug kernel, after scripts/lib/{tap,vm,debug-kernel}.sh and
# test/vm/driver/build.sh:
#
#   debug_ready            builds the kernel unless cached, and the programs; sets debug_vm
#   debug_module OUT [NAME=VALUE…]   dsmil.ko for it
#   debug_mutant OUT FILE SED [NAME=VALUE…]   the same with one file of kernel/ changed, which must change
#   debug_plants OUT       the module with planted faults
#   debug_run ARG…         scripts/vm run, with that kernel; the words themselves are in debug_command
#
# Modules are built against the debug kernel from then on, by driver_build too.

debug_vm=()
debug_command=()
debug_flavour=${DSMIL_KERNEL_FLAVOUR:-debug}

debug_ready() {
  local dir
  dir=$(debug_kernel "$debug_flavour") || return
  debug_kdir=$dir/build
  mapfile -t debug_vm < <(debug_kernel_vm "$debug_flavour")
  ((${#debug_vm[@]} == 4)) || return
  # Emulated, instrumented, and on a machine with other work: the detectors of stuck CPUs are
  # generous with time, as they would not be on hardware. Interrupts are routed without ACPI, whose
  # interpreter takes half a minute under these detectors; the log leaves by the early console. Of 256 pairs of terminals
  # of the old kind, which take six seconds of each boot, nobody opens one.
  debug_command=(scripts/vm run "${debug_vm[@]}" --append 'acpi=noirq pty.legacy_count=0 earlyprintk=serial,ttyS0,115200,keep'
    --append 'rcupdate.rcu_cpu_stall_timeout=120 nmi_watchdog=0 watchdog_thresh=60 workqueue.watchdog_thresh=600')
  # Only the module is looked at, so that every few hundredth access of it can be watched, not every 4,000th. The
  # kernel's own locks are built without, so that what they order cannot be modelled, nor the self-test pass.
  [[ $debug_flavour != kcsan ]] ||
    debug_command+=(--append 'kcsan.skip_watch=300 kcsan.weak_memory=0 initcall_blacklist=kcsan_selftest')
}

debug_run() { "${debug_command[@]:?debug_ready comes first}" "$@"; }

# Of every module built from here on, driver_build's too: the kernel's own code is built without.
export UBSAN_SANITIZE=y

# In place of the stock kernel's.
vm_kdir() { printf '%s\n' "${debug_kdir:?debug_ready comes first}"; }

debug_module() {
  local out=$1
  shift
  scripts/lib/build-module.sh "$debug_kdir" "$out" "$@" >/dev/null
}

debug_mutant() {
  local out=$1 file=$2 change=$3
  shift 3
  rm -rf "$out" && mkdir -p "$out" && cp -r kernel/{core,driver,hal,include,Kbuild} "$out/" || return
  sed -i "$change" "$out/$file" || return
  if cmp -s "$out/$file" "kernel/$file"; then
    echo "the mutation changes nothing in $file: $change"
    return 1
  fi
  vm_build_module "$out" "$@"
}

debug_plants() {
  mkdir -p "$1" && cp test/kernel/plant/* "$1/" && vm_build_module "$1" W=1
}
