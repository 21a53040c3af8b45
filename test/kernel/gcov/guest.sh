#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs in the test machine: COMMAND…, then prints what of the modules it reached: gcov's counters, packed, as
# lines that begin with `#gcov `. Those of modules that are unloaded are kept by the kernel and added up.
# usage: guest.sh COMMAND…

counters=/sys/kernel/debug/gcov
"$@"
status=$?
# Files of debugfs say that they are empty, so that no archiver takes them as they are.
(cd $counters && find . -name '*.gcda') | while read -r file; do
  mkdir -p "/tmp/gcov/$(dirname "$file")"
  cat "$counters/$file" >"/tmp/gcov/$file"
done
(cd /tmp/gcov && tar cz .) | base64 | sed 's/^/#gcov /'
exit $status
