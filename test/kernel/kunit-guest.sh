#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs in the test machine: loads the core's tests, and prints the kernel log's result as TAP.
# usage: kunit-guest.sh [PARAMETER=VALUE…]

# A case runs in a thread that modprobe waits for: on a busy machine the longest takes more than half a minute,
# which is when others would call modprobe hung.
[ ! -e /proc/sys/kernel/hung_task_timeout_secs ] || echo 600 >/proc/sys/kernel/hung_task_timeout_secs
dmesg -c >/dev/null
modprobe dsmil_kunit "$@" || echo "not ok - modprobe dsmil_kunit $*"
dmesg | sed 's/^\[[^]]*\] //' >log
# A case is indented, its suite is not; what a case says of itself comes before its line.
awk '
  /^ *# .*(ERROR|EXPECTATION|ASSERTION) / || /^ *# .*:[0-9]+: / { details = details "    " $0 "\n" }
  /^ +(not )?ok [0-9]+ / {
    bad = $1 == "not"
    sub(/^ +(not )?ok [0-9]+ (- )?/, "")
    printf "%sok - %s\n%s", bad ? "not " : "", $0, bad ? details : ""
    details = ""
    cases++
  }
  /^(not )?ok [0-9]+ / { suites++; if (!cases) empty++; total += cases; cases = 0 }
  END { print "# " total " cases in " suites " suites"; if (!total || empty) print "not ok - every suite has cases" }
' log
rmmod dsmil_kunit || echo "not ok - rmmod dsmil_kunit"
echo '# the end'
