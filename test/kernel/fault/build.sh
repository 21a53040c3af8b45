# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced: fault_build OUT puts OUT/fault there, and the script that runs it in the machine, OUT/fault.sh.

fault_build() {
  mkdir -p "$1" && cp test/kernel/fault/guest.sh "$1/fault.sh" &&
    cc -static -O2 -Wall -Wextra -Werror -I kernel/include/uapi -o "$1/fault" test/kernel/fault/*.c test/vm/driver/t.c
}
