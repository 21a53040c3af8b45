# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced: kunit_build KDIR OUT [NAME=VALUE…] builds dsmil_kunit.ko from the core's tests.

# Links, in the layout that kernel/tests/README.md describes; relative includes then find each other.
kunit_tree() {
  local root=$1 out=$2 file
  rm -rf "$out/kernel" "$out/test"
  mkdir -p "$out"/kernel/{core,hal,driver,include/uapi,tests/shim} "$out/test/unit/c/core" || return
  for file in kernel/core/*.[ch] kernel/hal/hal.h kernel/include/uapi/*.h kernel/tests/*.[ch] kernel/tests/shim/*.h \
    test/unit/c/core/*.[ch]; do
    ln -s "$root/$file" "$out/$file" || return
  done
  ln -s "$root/kernel/tests/port_kunit.h" "$out/kernel/driver/port_linux.h" &&
    ln -s "$root/kernel/driver/port_linux.h" "$out/kernel/driver/port_linux_real.h" &&
    cp "$root/kernel/tests/Kbuild" "$out/Kbuild"
}

kunit_build() {
  local kdir=$1 out=$2
  shift 2
  mkdir -p "$out" || return
  out=$(cd "$out" && pwd)
  kunit_tree "$PWD" "$out" && make -s -C "$kdir" "M=$out" "$@" modules
}
