# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced by scripts/coverage-kernel after test/kernel/{lib,kunit}.sh, test/kernel/{fault,cost}/build.sh and
# test/vm/driver/build.sh, since it changes what they build:
#
#   coverage_build OUT   dsmil.ko, KUnit's module and programs of user space, with counters; the test programs
#   coverage_runs OUT    runs them all, two machines at a time, and tells of each in a line of TAP
#
# Then OUT/data/RUN/ has the counters that a run left; what they belong to is in OUT/module, OUT/kunit and
# OUT/user.

# Of every module built from here on. Without early inlining a line's branches are counted once, as they stand,
# and not once a copy. The checks that UBSan and fortified string functions add are branches that no test of ours
# can take: without them.
export GCOV_PROFILE=y KCFLAGS="-fno-early-inlining -D__NO_FORTIFY"
unset UBSAN_SANITIZE

# coverage_compile OUT PORT SOURCE…: a program of user space, OUT/unit
coverage_compile() {
  local out=$1 port=$2 source
  local -a objects=()
  shift 2
  mkdir -p "$out" || return
  find "$out" -name '*.gcda' -delete
  for source in "$@"; do
    objects+=("$out/$(basename "$source" .c).o")
    gcc -std=gnu11 -g -O1 -w --coverage -fno-early-inlining -D_GNU_SOURCE -I "$port" -c -o "${objects[-1]}" "$source" || return
  done
  gcc --coverage -pthread -o "$out/unit" "${objects[@]}"
}

coverage_build() {
  local out=$1 tests=test/unit/c/core
  driver_build "$out" && sed -i '/reorder asleep$/d' "$out/t/guest-mmio.sh" && fault_build "$out" && cost_build "$out/t" && kunit_build "${debug_kdir:?}" "$out/kunit" &&
    coverage_compile "$out/user/core" $tests/port kernel/core/*.c $tests/test_*.c $tests/port/port.c \
      $tests/{fake_hal,ring_fixture,ring_memory,tap,world,world_check,world_steps,main}.c &&
    coverage_compile "$out/user/sim" native/sim/port kernel/core/*.c kernel/hal/sim.c kernel/hal/sim_host.c \
      $tests/{tap,main}.c test/unit/c/sim/test_hal.c
}

# Whether a run came to its end: what its tests say (but more.sh's) is judged by the part that is there for them,
# and on a busy machine two at a time may well miss a deadline of theirs.
coverage_tell() {
  local out=$1 name=$2 status=$3 log=$1/runs/$2
  grep -v '^#gcov ' "$log.raw" >"$log.out"
  if ((status == 0)) && ! grep -q '^not ok - more: ' "$log.out"; then
    printf 'ok - %s: %s tests passed, %s failed\n' "$name" "$(grep -c '^ok' "$log.out")" "$(grep -c '^not ok' "$log.out")"
    return
  fi
  printf 'not ok - %s came to its end (status %s)\n' "$name" "$status"
  grep -A 3 '^not ok - more: ' "$log.out"
  tail -n 20 "$log.err"
  return 1
}

# coverage_machine OUT NAME OPTION… -- COMMAND…: a run in the debug kernel, by coverage_player if there is one.
coverage_player=()
coverage_machine() {
  local out=$1 name=$2 status=0 log=$1/runs/$2
  local -a options=()
  shift 2
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  shift
  # Leaks are looked for elsewhere, and looking for them takes half of the speed.
  "${coverage_player[@]}" "${debug_command[@]:?}" --append kmemleak=off --timeout 1800 "${options[@]}" --file test/kernel/gcov/guest.sh \
    -- sh guest.sh "$@" >"$log.raw" 2>"$log.err" </dev/null || status=$?
  mkdir -p "$out/data/$name"
  sed -n 's/^#gcov //p' "$log.raw" | base64 -d | tar xzm -C "$out/data/$name" || status=1
  grep -qx '# the end' "$log.raw" || status=1
  coverage_tell "$out" "$name" "$status"
}

coverage_user() {
  local out=$1 name=$2 status=0
  mkdir -p "$out/data/$name"
  "$out/user/$name/unit" >"$out/runs/$name.raw" 2>"$out/runs/$name.err" || status=$?
  (cd "$out/user/$name" && tar c ./*.gcda) | tar x -C "$out/data/$name" || status=1
  coverage_tell "$out" "$name" "$status"
}

coverage_runs() {
  local out=$1 job
  # All but those that sleep until the clock wakes them, which they miss when the host is busy: more.sh sleeps, too.
  local -a acceptance=(stop info refusals deadman ring map transactions zone attributes parameters reload unbind)
  local -a module=(--module "$out/module/dsmil.ko" --file "$out/t:/dsmil/t") jobs=()
  rm -rf "$out/data" "$out/runs" && mkdir -p "$out/data" "$out/runs" || return
  (
    coverage_machine "$out" acceptance "${module[@]}" --module "$out/zone/dsmil_zone.ko" -- sh t/guest.sh "${acceptance[@]}"
    coverage_machine "$out" smi "${module[@]}" --smi "$out/runs/ports" -- sh t/guest-smi.sh answering
    coverage_machine "$out" silent "${module[@]}" --smi "$out/runs/ports" --smi-status 255 \
      --dmi 'manufacturer=Dell Inc.' --dmi 'product=Latitude 5450 MIL-SPEC' -- sh t/guest-smi.sh silent
  ) >"$out/runs/first" &
  jobs+=($!)
  (
    coverage_machine "$out" faults "${module[@]}" --file "$out/module/dsmil.ko" --allow-splat --file "$out/fault" --file "$out/fault.sh" -- sh fault.sh all
    coverage_machine "$out" kunit --module "$out/kunit/dsmil_kunit.ko" --file test/kernel/kunit-guest.sh -- sh kunit-guest.sh
    # What plays the hardware runs the machine.
    coverage_player=(node_modules/.bin/node test/vm/driver/mmio.ts "$out/runs/memory" "$out/runs/map" --)
    coverage_machine "$out" mmio "${module[@]}" --mmio "$out/runs/memory" --file test/kernel/gcov/more.sh -- sh -c 'sh t/guest-mmio.sh && sh more.sh'
    grep -qx '# more: the end' "$out/runs/mmio.out" || echo 'not ok - more.sh came to its end'
    rm -f "$out/runs/memory"
    coverage_player=()
    coverage_user "$out" core
    coverage_user "$out" sim
  ) >"$out/runs/second" &
  jobs+=($!)
  for job in "${jobs[@]}"; do wait "$job" || true; done
  cat "$out/runs/first" "$out/runs/second"
  ! grep -q '^not ok' "$out/runs/first" "$out/runs/second"
}
