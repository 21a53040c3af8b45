# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced: cost_build OUT puts OUT/cost there.

cost_build() {
  mkdir -p "$1" &&
    cc -static -O2 -Wall -Wextra -Werror -I kernel/include/uapi -o "$1/cost" test/kernel/cost/*.c test/vm/driver/t.c
}
