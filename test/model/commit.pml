/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last-resource commit: a kernel that decides, a coordinator that may die or be late, its
 * successor, two tracks that ask when in doubt, a stop, a reset, a deadman, a kernel that restarts,
 * messages lost and doubled. README.md says what each part stands for and what is not modelled.
 *
 * Each guard can be taken out with -DNO_...; part `model` of the tests sees the checker find what it
 * was there for.
 */

#ifndef STOPS
#define STOPS 1		/* how often the world stops, */
#endif
#ifndef STARTS
#define STARTS 1	/* resets and starts, */
#endif
#ifndef RESTARTS
#define RESTARTS 1	/* restarts the kernel, */
#endif
#ifndef LOSSES
#define LOSSES 1	/* loses a message to a track, */
#endif
#ifndef DOUBLES
#define DOUBLES 1	/* delivers one twice */
#endif

#ifndef SECONDS
#define SECONDS 1	/* lets the successor begin a transaction of its own */
#endif
#ifndef STICKS
#define STICKS 1	/* does not let itself be written back */
#endif

#ifndef TRACKS
#define TRACKS 1	/* beside the kernel; they are alike */
#endif

#define DEVICES 2
#define LATER 1		/* the second transaction: of the successor, on device 0 */

/* A transaction in the kernel. */
#define NONE 0
#define PREPARED 1
#define RUNNING 2
#define COMMITTED 3
#define ABORTED 4
#define UNCERTAIN 5	/* could not be undone: its devices are on hold */

/* What is written down as its outcome, and what a track is told. */
#define UNDECIDED 0
#define COMMIT 1
#define ABORT 2
#define HEURISTIC 3	/* flagged: people must look */

/* Answers of the kernel that are no state of a transaction. */
#define STALE 10	/* another coordinator has claimed since */
#define GONE 11		/* another kernel than the caller's */

/* ---- the kernel's memory: gone with a restart */
bool latch = false;
byte stop_epoch = 0;
byte coordinator = 0;
byte generation = 0;
byte state[2];
byte tx_stop_epoch[2];
byte tx_epoch[2];
byte owner[DEVICES];	/* 1 + transaction: a prepared device is nobody else's */

/* ---- hardware: 1 + transaction whose effect stands, 0 as before */
byte standing[DEVICES];

/* ---- the journal: durable */
byte incarnations = 0;		/* starts of coordinators: never goes back, unlike the kernel's epoch */
byte first_incarnation = 0;	/* also in what the tracks prepared */
byte second_incarnation = 0;
bool may_commit[2];
byte recorded_generation[2];
byte outcome[2];
bool flagged[2];

/* ---- tracks B and C, for the first transaction */
#define IDLE 0
#define READY 1
byte track[TRACKS];		/* IDLE, READY, or 2 + COMMIT/ABORT/HEURISTIC */
byte yes = 0;	/* tracks that voted so */
mtype = { M_PREPARE, M_COMMIT, M_ABORT, M_HEURISTIC };
chan to_track[TRACKS] = [2] of { mtype };

/* ---- processes */
bool first_dead = false;	/* the first coordinator was killed, */
bool first_done = false;	/* or ended, or was fenced off */
bool second_up = false;		/* the successor has recovered: it answers tracks */
bool second_knows = false;	/* the first transaction was in the journal then */
bool second_done = false;
bool nobody_comes = false;	/* there is no successor */
bool killed_in_call = false;	/* its commit call is undone, not finished */

/* ---- ghosts: for the invariants alone */
bool deadman_latched = false;
byte starts = 0;
byte stops_since_prepare[2];

byte losses = 0;
byte doubles = 0;
byte sticks = 0;

#define TOLD(outcome) (2 + (outcome))

inline send(who, message)
{
	if
	:: atomic { nfull(to_track[who]) -> to_track[who]!message }
	:: atomic { losses < LOSSES -> losses++ }
	:: atomic { doubles < DOUBLES && len(to_track[who]) == 0 ->
		doubles++; to_track[who]!message; to_track[who]!message }
	fi
}

#if TRACKS == 1
#define to_all(message) send(0, message)
#else
#define to_all(message) send(0, message); send(1, message)
#endif

inline tell(what)
{
	if
	:: what == COMMIT -> to_all(M_COMMIT)
	:: what == ABORT -> to_all(M_ABORT)
	:: what == HEURISTIC -> to_all(M_HEURISTIC)
	fi
}

inline free_devices(tx)
{
	if :: owner[0] == tx + 1 -> owner[0] = 0 :: else fi;
	if :: owner[1] == tx + 1 -> owner[1] = 0 :: else fi
}

inline end_in_kernel(tx, how)
{
#ifdef NO_OUTCOME_MEMORY
	state[tx] = NONE;
#else
	state[tx] = how;
#endif
	free_devices(tx)
}

#ifdef NO_LATCH
#define UNLATCHED(tx) true
#else
#define UNLATCHED(tx) (!latch)
#endif
#ifdef NO_STOP_EPOCH
#define SAME_STOP(tx) true
#else
#define SAME_STOP(tx) (tx_stop_epoch[tx] == stop_epoch)
#endif
#ifdef NO_FENCE
#define SAME_COORDINATOR(tx) true
#else
#define SAME_COORDINATOR(tx) (tx_epoch[tx] == coordinator)
#endif
#define permitted(tx) (UNLATCHED(tx) && SAME_STOP(tx) && SAME_COORDINATOR(tx))

/* PREPARE: @answer is PREPARED, or why not. */
inline k_prepare(tx, epoch, seen_stop, mine, devices, answer)
{
	atomic {
		if
		:: mine != generation -> answer = GONE
#ifndef NO_FENCE
		:: mine == generation && epoch != coordinator -> answer = STALE
#endif
		:: else ->
			if
			:: !UNLATCHED(tx) || seen_stop != stop_epoch || state[tx] != NONE || owner[0] != 0 ||
			   (devices == 2 && owner[1] != 0) -> answer = ABORTED
			:: else ->
				state[tx] = PREPARED;
				tx_stop_epoch[tx] = seen_stop;
				tx_epoch[tx] = epoch;
				owner[0] = tx + 1;
				if :: devices == 2 -> owner[1] = tx + 1 :: else fi;
				stops_since_prepare[tx] = 0;
				answer = PREPARED
			fi
		fi
	}
}

/* The commit is begun: @answer is RUNNING, a state it had ended in, or why not. */
inline k_commit(tx, epoch, mine, answer)
{
	atomic {
		if
		:: mine != generation -> answer = GONE
#ifndef NO_FENCE
		:: mine == generation && epoch != coordinator -> answer = STALE
#endif
		:: else ->
			if
			:: state[tx] != PREPARED -> answer = state[tx]
			:: state[tx] == PREPARED && permitted(tx) -> state[tx] = RUNNING; answer = RUNNING
			:: else -> end_in_kernel(tx, ABORTED); answer = ABORTED
			fi
		fi
	}
}

/* The invariants of a register write, where it happens. */
inline write_register(tx, device)
{
	assert(!latch);				/* nothing begins after the latch, */
	assert(stops_since_prepare[tx] == 0);	/* nor for what was prepared before a stop */
	assert(may_commit[tx]);			/* no effect without a durable intent */
	assert(tx_epoch[tx] == coordinator);	/* one coordinator epoch acts */
	assert(owner[device] == tx + 1);
	assert(standing[device] != tx + 1);	/* and it acts once */
	standing[device] = tx + 1
}

/* The thread of the call that performs a commit: dies with its kernel, is undone with its caller. */
proctype Perform(byte tx, devices, mine)
{
	byte device = 0;
	bool undo = false, stuck = false;

	do
	:: device < devices && !undo ->
		atomic {
			if
			:: mine != generation -> goto over
			:: mine == generation && permitted(tx) && !(tx == 0 && killed_in_call) ->
				write_register(tx, device);
				device++
			:: else -> undo = true
			fi
		}
	:: device == devices || undo -> break
	od;
	do
	:: undo && device > 0 ->
		atomic {
			if
			:: mine != generation -> goto over
			:: else ->
				device--;
				assert(standing[device] == tx + 1);	/* nobody else's is undone */
				if
				:: standing[device] = 0
				:: sticks < STICKS -> sticks++; stuck = true
				fi
			fi
		}
	:: !undo || device == 0 -> break
	od;
	atomic {
		if
		:: mine != generation
		:: mine == generation && undo && stuck -> end_in_kernel(tx, UNCERTAIN)
		:: mine == generation && undo && !stuck -> end_in_kernel(tx, ABORTED)
		:: else -> end_in_kernel(tx, COMMITTED)
		fi
	}
over:	skip
}

/* The journal takes lines of the latest incarnation alone: checked in the line's own transaction. */
#ifdef NO_JOURNAL_FENCE
#define JOURNAL_IS_OURS true
#else
#define JOURNAL_IS_OURS (incarnations == first_incarnation)
#endif

inline record(what)
{
	atomic {
		if
		:: JOURNAL_IS_OURS -> outcome[0] = what; flagged[0] = (what == HEURISTIC)
		:: else -> goto fenced
		fi
	}
}

proctype First()
{
	byte mine, seen_stop, answer;

	{
		atomic { coordinator = 1; mine = generation; seen_stop = stop_epoch };
		atomic { incarnations++; first_incarnation = incarnations };
		to_all(M_PREPARE);
		k_prepare(0, 1, seen_stop, mine, DEVICES, answer);
		if
		:: answer == STALE || answer == GONE -> goto fenced
		:: answer == ABORTED -> goto abort
		:: answer == PREPARED
		fi;
		if
		:: yes == TRACKS
		:: true -> goto give_up		/* the deadline is over */
		fi;
#ifndef NO_MAY_COMMIT
		atomic {
			if
			:: JOURNAL_IS_OURS -> may_commit[0] = true; recorded_generation[0] = mine
			:: else -> goto fenced
			fi
		};
#endif
again:		atomic {
			k_commit(0, 1, mine, answer);
			if
			:: answer == RUNNING -> run Perform(0, DEVICES, mine)
			:: else
			fi
		};
		do
		:: answer == RUNNING ->
			if
			:: atomic { mine != generation -> answer = GONE }
			:: atomic { mine == generation && state[0] != RUNNING -> answer = state[0] }
			fi
		:: answer != RUNNING -> break
		od;
		if
		:: answer == STALE || answer == GONE -> goto fenced
		:: answer == COMMITTED -> record(COMMIT); tell(COMMIT)
		:: answer == UNCERTAIN -> record(HEURISTIC); tell(HEURISTIC)
		:: else -> goto abort
		fi;
		goto finished;
give_up:	atomic {
			if
			:: mine != generation || coordinator != 1 -> goto fenced
			:: else -> end_in_kernel(0, ABORTED)
			fi
		};
abort:		record(ABORT);
		tell(ABORT);
finished:	first_done = true;
		goto over;
		/* It decides nothing any more: whoever has claimed does. */
fenced:		first_done = true
	} unless { first_dead };
over:	skip
}

/*
 * Restarted after the first, or beside one that hangs. It never commits what it finds prepared: so
 * that whatever the first is refused, the answer stays an abort.
 */
proctype Second()
{
	byte mine, answer, seen_stop;

	if
	:: nobody_comes = true; goto over
	:: true
	fi;
recover:
	atomic { coordinator = 2; mine = generation; seen_stop = stop_epoch };
	atomic { incarnations++; second_incarnation = incarnations };
	if
	:: atomic { outcome[0] != UNDECIDED -> second_knows = true }
	:: atomic { outcome[0] == UNDECIDED && may_commit[0] -> second_knows = true };
		if
		:: recorded_generation[0] == mine ->
			/* The kernel's answer is the decision. */
			atomic {
				if
				:: mine != generation -> goto recover
				:: mine == generation && state[0] != RUNNING ->
					answer = state[0];
					if
					:: answer == PREPARED -> end_in_kernel(0, ABORTED); answer = ABORTED
					:: else
					fi
				fi
			};
			if
			:: answer == COMMITTED -> outcome[0] = COMMIT
			:: answer == UNCERTAIN -> atomic { flagged[0] = true; outcome[0] = HEURISTIC }
			:: else -> outcome[0] = ABORT
			fi
		:: else ->
			/* Another kernel: it knows nothing. Read back; where that cannot tell, flag it. */
			atomic {
				if
				:: mine != generation -> goto recover
				:: mine == generation && standing[0] == 1 && standing[1] == 1 -> outcome[0] = COMMIT
				:: mine == generation && standing[0] != 1 && standing[1] != 1 -> outcome[0] = ABORT
				:: mine == generation -> flagged[0] = true; outcome[0] = HEURISTIC
				fi
			}
		fi
	/* What the journal does not know was never allowed to commit: presumed aborted. */
	:: atomic { outcome[0] == UNDECIDED && !may_commit[0] -> second_knows = false }
	fi;
	second_up = true;
	if
	:: second_knows -> tell(outcome[0])
	:: else
	fi;
#if SECONDS == 1
	/* A transaction of its own, on a device that the first had: nothing of the first may touch it. */
	k_prepare(LATER, 2, seen_stop, mine, 1, answer);
	if
	:: answer == PREPARED ->
		atomic { may_commit[LATER] = true; recorded_generation[LATER] = mine };
		atomic {
			k_commit(LATER, 2, mine, answer);
			if
			:: answer == RUNNING -> run Perform(LATER, 1, mine)
			:: else
			fi
		};
		if
		:: mine != generation
		:: mine == generation && state[LATER] != RUNNING
		fi
	:: else
	fi;
#endif
	second_done = true;
over:	skip
}

/* A journal's line is answered by any coordinator; what none has is aborted, once one has recovered. */
#ifdef NO_INCARNATION
#define OLDER true
#else
#define OLDER (first_incarnation < second_incarnation)
#endif
#define ANSWER_KNOWN (outcome[0] != UNDECIDED || (second_up && !second_knows && OLDER))
#define ANSWER (outcome[0] != UNDECIDED -> outcome[0] : ABORT)

proctype Remote(byte me)
{
	do
	:: to_track[me]?M_PREPARE ->
		if
		:: track[me] == IDLE -> atomic { track[me] = READY; yes++ }
		:: track[me] == IDLE -> track[me] = TOLD(ABORT)	/* it refuses */
		:: else
		fi
	:: to_track[me]?M_COMMIT ->
		atomic { assert(track[me] == READY || track[me] == TOLD(COMMIT)); track[me] = TOLD(COMMIT) }
	:: to_track[me]?M_ABORT ->
		atomic { assert(track[me] != TOLD(COMMIT)); track[me] = TOLD(ABORT) }
	:: to_track[me]?M_HEURISTIC ->
		atomic { track[me] = TOLD(HEURISTIC) }
	/* In doubt: it asks whoever coordinates. */
	:: atomic { track[me] == READY && len(to_track[me]) == 0 && ANSWER_KNOWN ->
		track[me] = TOLD(ANSWER) }
	od
}

/* The world: it stops, kills, restarts, starts again, in any order. */
proctype World()
{
	byte stops = 0, restarts = 0;

	do
	:: atomic { stops < STOPS ->
		stops++; latch = true; stop_epoch++;
		stops_since_prepare[0]++; stops_since_prepare[1]++ }
	:: atomic { starts < STARTS && latch -> starts++; latch = false }
	:: atomic { restarts < RESTARTS ->
		restarts++; generation++;
		latch = true; stop_epoch = 0; coordinator = 0;
		state[0] = NONE; state[1] = NONE; owner[0] = 0; owner[1] = 0 }
	:: atomic { !first_dead && !first_done -> first_dead = true; killed_in_call = true }
	:: break
	od
}

/* The arming process is gone without having disarmed. */
proctype Deadman()
{
#ifdef NO_DEADMAN
	skip
#else
	atomic { first_dead ->
		deadman_latched = true; latch = true; stop_epoch++;
		stops_since_prepare[0]++; stops_since_prepare[1]++ }
#endif
}

/* A prepared transaction whose coordinator does not come back. */
proctype Lease()
{
#ifdef NO_LEASE
	skip
#else
	do
	:: atomic { state[0] == PREPARED -> end_in_kernel(0, ABORTED) }
	:: atomic { state[1] == PREPARED -> end_in_kernel(1, ABORTED) }
	od
#endif
}

#if TRACKS == 1
#define ANY_TRACK(told) (track[0] == told)
#else
#define ANY_TRACK(told) (track[0] == told || track[1] == told)
#endif

/* Somebody came after the first, and looked. */
#define SUCCEEDED (second_up && first_incarnation < second_incarnation)

/* When nothing moves any more. */
proctype Judge()
{
	timeout;
	/* Every transaction ends: nothing stays prepared, no device stays somebody's. */
	assert(state[0] != PREPARED && state[0] != RUNNING);
	assert(state[1] != PREPARED && state[1] != RUNNING);
	assert(owner[0] == 0 && owner[1] == 0);
	/* A process that died had its devices stopped. */
	assert(!first_dead || deadman_latched);
	if
	:: nobody_comes && !first_done
	:: else ->
		/* Nobody stays in doubt, and a MAY_COMMIT has an outcome. */
		assert(!ANY_TRACK(READY) || !SUCCEEDED);
		assert(!may_commit[0] || outcome[0] != UNDECIDED || !SUCCEEDED);
	fi;
	/* Atomicity: all of it, or nothing, or people are told. */
	if
	:: flagged[0]
	:: else ->
		if
		:: outcome[0] == COMMIT ->
			assert(standing[1] == 1 && standing[0] != 0);
			assert(!ANY_TRACK(TOLD(ABORT)))
		:: outcome[0] == ABORT ->
			assert(standing[1] != 1 && standing[0] != 1);
			assert(!ANY_TRACK(TOLD(COMMIT)))
		:: else ->
			assert(!ANY_TRACK(TOLD(COMMIT)));
			/* Undecided with an effect: only where somebody is still to come and look. */
			assert(!SUCCEEDED || (standing[0] != 1 && standing[1] != 1))
		fi
	fi
}

init {
	atomic {
		run First(); run Second(); run Remote(0);
#if TRACKS == 2
		run Remote(1);
#endif
		run World(); run Deadman(); run Lease(); run Judge()
	}
}
