# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced: hold_build OUT puts OUT/hold there.

hold_build() {
  mkdir -p "$1" &&
    cc -static -O2 -Wall -Wextra -Werror -I kernel/include/uapi -o "$1/hold" test/kernel/witness/*.c test/vm/driver/t.c
}
