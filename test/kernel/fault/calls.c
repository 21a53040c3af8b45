// SPDX-License-Identifier: Apache-2.0
/* Every call of the ABI, as one that succeeds without a failure. */
#include "fault.h"

#define RUN(name, type, number, ...)							\
	static int name(struct world *world)						\
	{										\
		struct type arg = { __VA_ARGS__ };					\
		(void)world;								\
		return CALL(world->fd, number, &arg);					\
	}

#define DEVICE_TOKEN 0x8003

RUN(run_info, dsmil_info, INFO, .header.flags = 0)
RUN(run_get_state, dsmil_get_state, GET_STATE, .count = DSMIL_DEVICE_COUNT)
RUN(run_read, dsmil_read, READ, .device = DEVICE_TOKEN, .timeout_ms = DSMIL_OPERATION_TIMEOUT_MAX_MS)
RUN(run_stats, dsmil_stats, STATS, .header.flags = 0)
RUN(run_wait, dsmil_wait, WAIT, .events = DSMIL_WAIT_STOP, .timeout_ms = 1)
RUN(run_ring_setup, dsmil_ring_setup, RING_SETUP, .data_size = 65536)
RUN(run_ring_reset, dsmil_ring_reset, RING_RESET, .header.flags = 0)
RUN(run_stop, dsmil_stop, STOP, .cause = DSMIL_CAUSE_REQUEST, .detail = "fault")
RUN(run_stop_status, dsmil_stop_status, STOP_STATUS, .header.flags = 0)
RUN(run_stop_ack, dsmil_stop_ack, STOP_ACK, .generation = 1)
RUN(run_deadman_arm, dsmil_deadman, DEADMAN_ARM, .period_ms = 60000)
RUN(run_deadman_beat, dsmil_deadman, DEADMAN_BEAT, .header.flags = 0)
RUN(run_deadman_disarm, dsmil_deadman, DEADMAN_DISARM, .header.flags = 0)
RUN(run_claim, dsmil_claim, CLAIM, .header.flags = 0)
RUN(run_audit_get, dsmil_audit_head, AUDIT_HEAD_GET, .header.flags = 0)
RUN(run_audit_set, dsmil_audit_head, AUDIT_HEAD_SET, .coordinator_epoch = world->epoch, .head = "head")
RUN(run_tx_status, dsmil_tx_status, TX_STATUS, .transaction_id = 7)
RUN(run_tx_abort, dsmil_tx_id, TX_ABORT, .transaction_id = 7)
RUN(run_tx_forget, dsmil_tx_id, TX_FORGET, .transaction_id = 7)
RUN(run_tx_list, dsmil_tx_list, TX_LIST, .after = 0)
RUN(run_hold_set, dsmil_hold, HOLD_SET, .device = DEVICE_TOKEN)
RUN(run_hold_release, dsmil_hold, HOLD_RELEASE, .device = DEVICE_TOKEN)

static struct dsmil_reset reset;

static int run_reset_request(struct world *world)
{
	struct dsmil_reset request = { .generation = reset.generation };

	return CALL(world->fd, RESET_REQUEST, &request);
}

static int run_reset_confirm(struct world *world)
{
	struct dsmil_reset confirm = reset;

	return CALL(world->fd, RESET_CONFIRM, &confirm);
}

static int run_start(struct world *world)
{
	struct dsmil_start start = { .generation = reset.generation };

	return CALL(world->fd, START, &start);
}

static int run_tx_prepare(struct world *world)
{
	return CALL(world->fd, TX_PREPARE, &world->prepare);
}

static int run_tx_commit(struct world *world)
{
	struct dsmil_tx_commit commit;

	return commit_tx(world->fd, &world->prepare, &commit);
}

/* The argument's first word is there, the rest of it is not. */
static void with_torn_argument(struct world *world)
{
	char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED || munmap(pages + 4096, 4096))
		bail("mmap");
	world->mapping = pages;
	world->mapped = 4096;
	*(uint32_t *)(pages + 4096 - 8) = sizeof(struct dsmil_stop);
}

static int run_stop_torn(struct world *world)
{
	return ioctl(world->fd, DSMIL_IOC_STOP, (char *)world->mapping + 4096 - 8) < 0 ? -errno : 0;
}

/* ----------------------------------------------------------- what they need */

static void with_ring(struct world *world)
{
	if (run_ring_setup(world))
		bail("ring");
}

static void with_stop(struct world *world)
{
	if (run_stop(world))
		bail("stop");
	reset = (struct dsmil_reset){ .generation = stop_status(world->watch).generation };
}

static void with_request(struct world *world)
{
	with_stop(world);
	if (CALL(world->fd, RESET_REQUEST, &reset))
		bail("reset request");
}

static void with_confirmation(struct world *world)
{
	with_request(world);
	if (run_reset_confirm(world))
		bail("reset confirm");
}

static void with_arming(struct world *world)
{
	if (run_deadman_arm(world))
		bail("arm");
}

static void disarm(struct world *world)
{
	/* Whatever became of the call, so that the close that follows is none of a dead daemon. */
	(void)run_deadman_disarm(world);
}

static void with_claim(struct world *world)
{
	/* A data register of the simulation; hardware has the control register alone. */
	unsigned int reg = device_info(world->fd).writable_mask & 1U << 8 ? 8 : 0;

	world->epoch = claim(world->fd);
	prepare_one(&world->prepare, 7, world->epoch, world->stop_epoch, DEVICE_TOKEN, DSMIL_OPERATION_WRITE, reg, 0x55);
}

static void with_prepared(struct world *world)
{
	with_claim(world);
	if (run_tx_prepare(world))
		bail("prepare");
}

static void with_aborted(struct world *world)
{
	with_prepared(world);
	if (run_tx_abort(world))
		bail("abort");
}

/* A prepare or commit whose answer was lost is asked for, as a coordinator does. */
static void settle(struct world *world)
{
	int error = run_tx_abort(world);

	if (error && error != -ENOENT && error != -EBUSY)
		bail("abort answers %d", error);
	error = run_tx_forget(world);
	if (error && error != -ENOENT)
		bail("forget answers %d", error);
}

static void with_hold(struct world *world)
{
	if (run_hold_set(world))
		bail("hold");
}

static void release_hold(struct world *world)
{
	(void)run_hold_release(world);
}

#define ACTION(call, ...) { .name = #call, .run = run_##call, __VA_ARGS__ }

const struct action call_actions[] = {
	ACTION(info),
	ACTION(get_state),
	ACTION(read),
	ACTION(stats),
	ACTION(wait),
	ACTION(ring_setup),
	ACTION(ring_reset, .prepare = with_ring),
	ACTION(stop, .stop = STOP_LATCHES, .running = true),
	ACTION(stop_torn, .stop = STOP_LATCHES, .running = true, .prepare = with_torn_argument, .expect = -EFAULT),
	ACTION(stop_status),
	ACTION(stop_ack),
	ACTION(reset_request, .stop = STOP_MAY_STEP, .prepare = with_stop),
	ACTION(reset_confirm, .stop = STOP_MAY_STEP, .prepare = with_request),
	ACTION(start, .stop = STOP_MAY_STEP, .prepare = with_confirmation),
	ACTION(deadman_arm, .running = true, .clean = disarm),
	ACTION(deadman_beat, .running = true, .prepare = with_arming, .clean = disarm),
	ACTION(deadman_disarm, .running = true, .prepare = with_arming, .clean = disarm),
	ACTION(claim),
	ACTION(audit_get),
	ACTION(audit_set, .prepare = with_claim),
	ACTION(tx_prepare, .running = true, .prepare = with_claim, .clean = settle),
	ACTION(tx_commit, .running = true, .prepare = with_prepared, .clean = settle),
	ACTION(tx_abort, .running = true, .prepare = with_prepared, .clean = settle),
	ACTION(tx_status, .running = true, .prepare = with_prepared, .clean = settle),
	ACTION(tx_list, .running = true, .prepare = with_prepared, .clean = settle),
	ACTION(tx_forget, .running = true, .prepare = with_aborted, .clean = settle),
	ACTION(hold_set, .clean = release_hold),
	ACTION(hold_release, .prepare = with_hold, .clean = release_hold),
};
const unsigned int call_action_count = sizeof(call_actions) / sizeof(call_actions[0]);
