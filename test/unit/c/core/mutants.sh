#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Do the tests notice? Breaks one safety-relevant line of the core at a time, in a copy, and runs the
# tests on it: each mutant must be caught. Prints TAP, with the tests that caught it as details.
#
# usage: mutants.sh [NAME...]      all, or those whose name contains one of the words
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 2
root=$(cd ../../../.. && pwd)
core=$root/kernel/core
work=$root/.build/core/mutants
unit=$root/.build/core/unit

# NAME | FILE | SED. What must not hold is in the name. An expression that changes nothing is an error.
mutants() {
  cat <<'TEXT'
the gate does not ask for the quarantine | policy.c | s/if (dsmil_token_quarantined(device->token))/if (0)/
a token is missing from the quarantine | device_table.c | /case 0x8029:/d
an absent device is reached | policy.c | s/if (!device->present)/if (0)/
a lost registry is reached | policy.c | s/if (READ_ONCE(core->registry_lost))/if (0)/
a suspended machine is reached | policy.c | s/if (READ_ONCE(core->suspended))/if (0)/
writes without allow_writes | policy.c | s/if (!core->config.allow_writes)/if (0)/
the gate does not ask for the latch | policy.c | s/if (READ_ONCE(core->stop.latched))/if (0)/
the gate does not compare the stop epoch | operation.c | s/permit->stop_epoch != dsmil_stop_generation(core)/0/
the gate does not compare the coordinator | operation.c | s/permit->coordinator_epoch != READ_ONCE(core->coordinator_epoch)/0/
the gate does not ask for the hold | policy.c | s/if (READ_ONCE(device->held))/if (0)/
the gate asks only once, before it is taken | operation.c | s/access->reason = dsmil_policy_reach(core, device, kind);/access->reason = DSMIL_REASON_NONE;/
a rollback is an effect: a stop refuses it | tx_execute.c | s/DSMIL_REACH_ROLLBACK, &access/DSMIL_REACH_EFFECT, \&access/
an effect passes as a rollback | tx_execute.c | s/deadline_ns, DSMIL_REACH_EFFECT, &access/deadline_ns, DSMIL_REACH_ROLLBACK, \&access/
a read-back is not compared | operation.c | s/if (error || (access->value & mask) == (expect & mask))/if (1)/
a kill gives up a rollback | operation.c | s/if (kind != DSMIL_REACH_ROLLBACK \&\& dsmil_killed())/if (dsmil_killed())/
a kill gives up a rollback that has to wait | tx_execute.c | s/if (error != -EINTR ||/if (1 ||/
a failed write is taken for none | operation.c | s/if (error != -EAGAIN \&\& error != -ENXIO \&\& error != -EACCES)/if (!error)/
an operation does not end at its deadline | operation.c | s/if (dsmil_now_ns() >= deadline_ns)/if (dsmil_now_ns() >= deadline_ns + 10000000000ULL)/
a gone device is touched | operation.c | 0,/if (READ_ONCE(core->gone)) {/! s/if (READ_ONCE(core->gone)) {/if (0) {/
an older coordinator prepares | policy.c | s/file->coordinator_epoch != core->coordinator_epoch ||/0 ||/
a wrong coordinator epoch is taken | policy.c | s/|| epoch != core->coordinator_epoch)/|| 0)/
another coordinator commits what the last one prepared | transaction.c | s/if (tx->coordinator_epoch != core->coordinator_epoch)/if (0)/
the digest is not compared | transaction.c | s/if (memcmp(tx->digest, commit->digest, sizeof(tx->digest)))/if (0)/
the stop epoch of the commit is not compared | transaction.c | /if (commit->stop_epoch != tx->stop_epoch/,/return/d
the stop epoch of the prepare is not compared | transaction.c | s/if (!reason \&\& tx->stop_epoch != dsmil_stop_generation(core))/if (0)/
the lease is not looked at by a commit | transaction.c | s/if (tx->lease_deadline_ns <= dsmil_boot_ns())/if (0)/
a busy device is prepared twice | transaction.c | s/if (!reason \&\& step->device->tx \&\& step->device->tx != tx)/if (0)/
the table has no end | transaction.c | s/core->tx_count >= DSMIL_TX_TABLE_MAX/0/
what cannot be undone is begun | transaction.c | s/ \& ~sample.register_mask) {/ \& 0) {/
a commit runs twice | transaction.c | s/tx->outcome < DSMIL_TX_COMMITTED \&\& tx->outcome != DSMIL_TX_PREPARED/0/
leases never end | tx_table.c | s/if (tx->lease_deadline_ns <= now)/if (0)/
whoever was overtaken makes the kernel forget | tx_table.c | s/reason = dsmil_policy_coordinator(core, ctx->file, ctx->file->coordinator_epoch);/reason = DSMIL_REASON_NONE;/
a malformed operation names the first one | transaction.c | s/^\t\t\t\*failed = i;/\t\t\t*failed = 0;/
a refused commit says that its first operation failed | transaction.c | s/commit->failed_operation = DSMIL_TX_OPERATIONS_MAX;/commit->failed_operation = 0;/
a transaction is forgotten before it is decided | tx_table.c | s/if (tx->outcome < DSMIL_TX_COMMITTED)/if (0)/
a rollback stops at its first failure | tx_execute.c | s/outcome = DSMIL_TX_UNCERTAIN;/return DSMIL_TX_UNCERTAIN;/
an uncertain device is not held | tx_execute.c | s/dsmil_state_held(core, step->device, true, true);//
heat is not looked at by a commit | tx_execute.c | s/tx->reason = dsmil_policy_thermal(core);/tx->reason = 0;/
a sensor that does not answer is cool | policy.c | s/return DSMIL_REASON_THERMAL_UNKNOWN;/return DSMIL_REASON_NONE;/
operations come too soon | policy.c | s/return DSMIL_REASON_TOO_SOON;/return DSMIL_REASON_NONE;/
a stop does not latch | stop.c | s/WRITE_ONCE(stop->latched, 1);//
a stop with a bad cause does not latch | stop.c | s/^	stop->generation = dsmil_stop_latch(ctx->core,/	if (!known) return dsmil_invalid(ctx, 16);\n&/
a stop keeps its epoch | stop.c | s/WRITE_ONCE(stop->generation, stop->generation + 1);//
a stop waits for clean flags | dispatch.c | /if (handler->handle == dsmil_call_stop)/,+1d
any nonce confirms | stop.c | s/} else if (!reset->nonce || reset->nonce != stop->nonce) {/} else if (0) {/
a confirmation has all the time | stop.c | s/} else if (!left_ns(stop->reset_deadline_ns, dsmil_boot_ns())) {/} else if (0) {/
a start has all the time | stop.c | s/else if (!left_ns(stop->reset_deadline_ns, dsmil_boot_ns()))$/else if (0)/
a start without a confirmation | stop.c | s/else if (stop->state != DSMIL_STOP_READY)/else if (0)/
a reset while the cause is present | stop.c | s/return READ_ONCE(core->registry_lost) || READ_ONCE(core->gone);/return false;/
a reset slips in while the device goes | stop.c | s/if (cause == DSMIL_CAUSE_GONE)/if (0)/; s/core->host_ops->wake_stop(core->host);/core->host_ops->wake_stop(core->host); if (cause == DSMIL_CAUSE_GONE) WRITE_ONCE(core->gone, 1);/
a ring that is being set up is set up again | dispatch.c | s/if (core->ring_owner || core->ring_claimed)/if (core->ring_owner)/
a set-up that failed claims the ring for ever | dispatch.c | s/core->ring_claimed = false;//
a drop is not shown on the page | ring.c | /given to nothing/,+1 d
a late beat rescues | deadman.c | s/late = now >= stop->beat_deadline_ns/late = 0/
an expired deadman only disarms | deadman.c | s/dsmil_stop_latch(core, DSMIL_CAUSE_DEADMAN_EXPIRED, NULL, 0);/;/
a child's close latches | deadman.c | s/ \&\& (any || stop->armer_owner == owner)//
a close of the armer is forgotten | deadman.c | s/dsmil_stop_latch(core, DSMIL_CAUSE_DEADMAN_CLOSED, NULL, 0);/;/
a lost registry does not latch | operation.c | s/dsmil_stop_latch(core, DSMIL_CAUSE_REGISTRY_LOST, NULL, 0);//
a resume that cannot verify does not latch | core.c | s/dsmil_stop_latch(core, DSMIL_CAUSE_RESUME_FAILED, NULL, 0);//
a file without the capability claims | dispatch.c | s/CALL(CLAIM, dsmil_claim, RAWIO/CALL(CLAIM, dsmil_claim, 0/
the capability is not asked for | dispatch.c | s/if (call->flags \& DSMIL_CALL_RAWIO/if (0/
ordinary records use the last eighth | ring.c | s/u64 capacity = critical ? size : size - size \/ 8;/u64 capacity = size;/
cons_pos may go backwards | ring.c | s/claimed < ring->accepted ||//
cons_pos may pass the head | ring.c | s/claimed > ring->head)/0)/
cons_pos may be off the grid | ring.c | s/claimed % DSMIL_RECORD_ALIGN ||//
a fault heals by itself | ring.c | s/if (unlikely(ring->faulted))/if (0)/
LOST takes no room | ring.c | s/(unlikely(ring->pending_count) ? LOST_SPAN : 0)/0/
losses do not move the sequence | ring.c | s/ring->pending_last = ring->next_seq++;/ring->pending_last = ring->next_seq;/
a critical record wakes nobody | ring.c | /if (unlikely(critical)) {/,/}/d
the CRC leaves the payload out | ring.c | s/crc = dsmil_crc_word(crc, word);/(void)word;/
a seqcount is left odd | state.c | s/dsmil_seq_end(&entry->seqcount);//
TEXT
}
# Only threads can see these.
thread_mutants() {
  cat <<'TEXT'
a stop does not wait for the gates | stop.c | s/dsmil_raw_lock(&core->devices\[i\].gate, irq);// ; s/dsmil_raw_unlock(&core->devices\[i\].gate, irq);//
an entry is written outside its seqcount | state.c | s/dsmil_seq_begin(&entry->seqcount);// ; s/dsmil_seq_end(&entry->seqcount);//
TEXT
}

flags=(-std=gnu11 -g -O1 -D_GNU_SOURCE -w "-I$core")

# The copy of FILE, broken; it stands beside the others' headers by -I and by a path of its own.
mutate() { # FILE SED DIR
  mkdir -p "$3/core"
  ln -sfn "$root/kernel/hal" "$3/hal"
  ln -sfn "$root/kernel/include" "$3/include"
  cp "$core"/*.h "$3/core/"
  sed "$2" "$core/$1" >"$3/core/$1"
  ! cmp -s "$core/$1" "$3/core/$1"
}

verdict() { # NAME STATUS OUTPUT: caught, when a test failed or the program did
  if (($2 != 0)); then
    echo "ok - caught: $1"
    { grep '^not ok' "$3" || echo "not ok - the program ended with $2"; } | sed 's/^not ok - /  by /' | head -n 4 >&2
  else
    echo "not ok - survived: $1"
  fi
}

unit_mutant() { # NAME FILE SED DIR
  local name=$1 file=$2 dir=$4 status=0
  if ! mutate "$file" "$3" "$dir"; then
    echo "not ok - $name: the expression changes nothing in $file"
    return
  fi
  if ! clang "${flags[@]}" -fsanitize=address,undefined -fno-sanitize-recover=all -Iport \
    -c -o "$dir/mutant.o" "$dir/core/$file" 2>"$dir/log"; then
    echo "not ok - $name: does not compile"
    sed 's/^/    /' "$dir/log"
    return
  fi
  local -a objects=("$unit"/*.o)
  local object
  for object in "$unit"/core/*.o; do
    if [[ ${object##*/} != "${file%.c}.o" ]]; then objects+=("$object"); fi
  done
  clang -fsanitize=address,undefined -o "$dir/unit" "${objects[@]}" "$dir/mutant.o" || status=$?
  if ((status != 0)); then
    echo "not ok - $name: does not link"
    return
  fi
  DSMIL_SEED=1 timeout 20 "$dir/unit" >"$dir/out" 2>"$dir/err" || status=$?
  verdict "$name" "$status" "$dir/out"
  rm -f "$dir/unit" "$dir/mutant.o"
}

thread_mutant() { # NAME FILE SED DIR
  local name=$1 file=$2 dir=$4 status=0
  if ! mutate "$file" "$3" "$dir"; then
    echo "not ok - $name: the expression changes nothing in $file"
    return
  fi
  local -a sources=(threads_core.c tap.c main.c "$dir/core/$file")
  local source
  for source in "$core"/*.c; do
    if [[ ${source##*/} != "$file" ]]; then sources+=("$source"); fi
  done
  if ! clang "${flags[@]}" -pthread "-I$root/native/port" -o "$dir/threads" "${sources[@]}" 2>"$dir/log"; then
    echo "not ok - $name: does not compile"
    sed 's/^/    /' "$dir/log"
    return
  fi
  DSMIL_SEED=1 timeout 30 "$dir/threads" 'core threads' >"$dir/out" 2>"$dir/err" || status=$?
  verdict "$name" "$status" "$dir/out"
  rm -f "$dir/threads"
}

wanted() { # NAME WORD...
  local name=$1 word
  shift
  if (($# == 0)); then return 0; fi
  for word in "$@"; do
    if [[ $name == *"$word"* ]]; then return 0; fi
  done
  return 1
}

each() { # RUNNER PARALLEL LIST WORD...
  local runner=$1 parallel=$2 list=$3 name file expression
  shift 3
  while IFS='|' read -r name file expression; do
    name=${name% } file=${file// /} expression=${expression# }
    wanted "$name" "$@" || continue
    count=$((count + 1))
    while (($(jobs -rp | wc -l) >= parallel)); do wait -n; done
    "$runner" "$name" "$file" "$expression" "$work/$count" >"$work/$count.tap" 2>"$work/$count.by" &
  done < <("$list")
  wait
}

make -s -j2 unit || exit 2
rm -rf "$work"
mkdir -p "$work"
# What no change at all would be called caught by is not caught by the tests.
unit_mutant 'a line more' policy.c '$ a /* nothing */' "$work/0" >"$work/0.tap" 2>&1
if ! grep -q '^not ok - survived' "$work/0.tap"; then
  echo 'not ok - the tests pass on an unbroken core'
  sed 's/^/    /' "$work/0.tap" "$work/0/out"
  exit 1
fi
echo 'ok - the tests pass on an unbroken core'
count=0
each unit_mutant 2 mutants "$@"
each thread_mutant 1 thread_mutants "$@"
if ((count == 0)); then
  echo "mutants.sh: no mutant's name contains: $*" >&2
  exit 2
fi
failed=0
for ((i = 1; i <= count; i++)); do
  cat "$work/$i.tap"
  cat "$work/$i.by" >&2
  if ! grep -q '^ok' "$work/$i.tap"; then failed=$((failed + 1)); fi
done
echo "1..$count"
exit $((failed > 0))
