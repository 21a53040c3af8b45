// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time and wakeups: what the core asks of its host from any context, raw locks
 * held. Nothing is woken and no work is queued there and then, since that takes
 * scheduler locks that the caller may hold: an irq_work does it a moment later.
 */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/freezer.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>

#include "compat.h"
#include "driver.h"
#include "trace.h"

/* --------------------------------------------------------------- wakeups */

static void wake_data_now(struct irq_work *work)
{
	struct dsmil_instance *instance = container_of(work, struct dsmil_instance, wake_data);

	trace_dsmil_wake(READ_ONCE(instance->core.ring.next_seq));
	wake_up_poll(&instance->wait, EPOLLIN | EPOLLRDNORM);
}

static void wake_stop_now(struct irq_work *work)
{
	struct dsmil_instance *instance = container_of(work, struct dsmil_instance, wake_stop);
	bool gone = dsmil_is_gone(instance);

	trace_dsmil_stop(READ_ONCE(instance->core.stop.generation), gone);
	wake_up_poll(&instance->wait, gone ? EPOLLPRI | EPOLLERR | EPOLLHUP : EPOLLPRI);
}

void dsmil_host_wake_data(void *host)
{
	struct dsmil_instance *instance = host;

	irq_work_queue(&instance->wake_data);
}

void dsmil_host_wake_stop(void *host)
{
	struct dsmil_instance *instance = host;

	irq_work_queue(&instance->wake_stop);
}

/*
 * For so many ticks. Killable, so that whoever waits can always be got rid of;
 * freezable, so that a suspend does not wait for it; not interruptible, so that a
 * handled signal does not look like an answer.
 */
static long wait_ticks(struct dsmil_instance *instance, struct dsmil_file *file, __poll_t wanted,
		       __poll_t *seen, long left)
{
	return ___wait_event(instance->wait,
			     ___wait_cond_timeout((*seen = dsmil_file_events(instance, file) &
							   wanted) != 0),
			     (TASK_KILLABLE | TASK_FREEZABLE), 0, left,
			     __ret = schedule_timeout(__ret));
}

/* DSMIL_IOC_WAIT */
int dsmil_host_wait(void *host, struct dsmil_file *file, u32 events, u32 timeout_ms, u32 *ready)
{
	struct dsmil_instance *instance = host;
	__poll_t wanted = EPOLLERR, seen = 0;
	ktime_t until = ktime_add_ms(ktime_get(), timeout_ms);
	/* The tick under way has partly passed: without one more the wait could end early. */
	long left = timeout_ms ? msecs_to_jiffies(timeout_ms) + 1 : 0;

	if (events & DSMIL_WAIT_DATA)
		wanted |= EPOLLIN;
	if (events & DSMIL_WAIT_STOP)
		wanted |= EPOLLPRI;
	left = wait_ticks(instance, file, wanted, &seen, left);
	/* Ticks that were held up come in a burst: by the clock it may be too early still. */
	while (!left && ktime_before(ktime_get(), until))
		left = wait_ticks(instance, file, wanted, &seen, 1);
	if (left < 0)
		return -EINTR;
	if (seen & EPOLLERR)
		return -ENODEV;
	*ready = (seen & EPOLLIN ? DSMIL_WAIT_DATA : 0) | (seen & EPOLLPRI ? DSMIL_WAIT_STOP : 0);
	return 0;
}

/* ---------------------------------------------------------------- timers */

/* In hard interrupt context: a hung CPU's soft interrupts do not hold it up. */
static enum hrtimer_restart deadman_fired(struct hrtimer *timer)
{
	struct dsmil_instance *instance = container_of(timer, struct dsmil_instance, deadman);

	dsmil_deadman_check(&instance->core);
	return HRTIMER_NORESTART;
}

static enum hrtimer_restart backstop_fired(struct hrtimer *timer)
{
	struct dsmil_instance *instance = container_of(timer, struct dsmil_instance, backstop);

	dsmil_ring_backstop(&instance->core.ring);
	return HRTIMER_NORESTART;
}

/* Cancelling does not wait for a timer that runs: that one finds nothing armed. */
void dsmil_host_deadman_at(void *host, u64 deadline_ns)
{
	struct dsmil_instance *instance = host;

	if (deadline_ns)
		hrtimer_start(&instance->deadman, ns_to_ktime(deadline_ns), HRTIMER_MODE_ABS_HARD);
	else
		hrtimer_try_to_cancel(&instance->deadman);
}

void dsmil_host_backstop(void *host)
{
	struct dsmil_instance *instance = host;

	hrtimer_start(&instance->backstop, ns_to_ktime(DSMIL_RING_BACKSTOP_NS),
		      HRTIMER_MODE_REL_HARD);
}

/* ------------------------------------------------------------------ work */

static void tick_work(struct work_struct *work)
{
	struct dsmil_instance *instance =
		container_of(to_delayed_work(work), struct dsmil_instance, tick);
	u64 left;

	if (!dsmil_enter(instance))
		return;
	left = dsmil_core_tick(&instance->core);
	/* Unless somebody asked for it sooner meanwhile. */
	if (left != U64_MAX)
		queue_delayed_work(system_freezable_wq, &instance->tick,
				   nsecs_to_jiffies(left) + 1);
	dsmil_leave(instance);
}

static void tick_queue(struct irq_work *work)
{
	struct dsmil_instance *instance = container_of(work, struct dsmil_instance, tick_now);

	mod_delayed_work(system_freezable_wq, &instance->tick, 0);
}

void dsmil_host_tick_soon(void *host)
{
	struct dsmil_instance *instance = host;

	irq_work_queue(&instance->tick_now);
}

static void sample_work(struct work_struct *work)
{
	struct dsmil_instance *instance =
		container_of(to_delayed_work(work), struct dsmil_instance, sample);
	u64 began = ktime_get_ns();

	if (!dsmil_enter(instance))
		return;
	dsmil_core_sample(&instance->core);
	trace_dsmil_sampled(ktime_get_ns() - began);
	queue_delayed_work(system_freezable_wq, &instance->sample,
			   msecs_to_jiffies(instance->core.config.poll_ms));
	dsmil_leave(instance);
}

void dsmil_sampling_start(struct dsmil_instance *instance)
{
	if (instance->core.config.poll_ms)
		queue_delayed_work(system_freezable_wq, &instance->sample, 0);
}

void dsmil_sampling_stop(struct dsmil_instance *instance)
{
	cancel_delayed_work_sync(&instance->sample);
}

/* ------------------------------------------------------------------ life */

void dsmil_timers_init(struct dsmil_instance *instance)
{
	init_waitqueue_head(&instance->wait);
	init_irq_work(&instance->wake_data, wake_data_now);
	init_irq_work(&instance->wake_stop, wake_stop_now);
	init_irq_work(&instance->tick_now, tick_queue);
	INIT_DELAYED_WORK(&instance->tick, tick_work);
	INIT_DELAYED_WORK(&instance->sample, sample_work);
	dsmil_hrtimer_init(&instance->deadman, deadman_fired, HRTIMER_MODE_ABS_HARD);
	dsmil_hrtimer_init(&instance->backstop, backstop_fired, HRTIMER_MODE_REL_HARD);
}

/* Each may have asked for the next, so in this order, and the wakeups last of all. */
void dsmil_timers_end(struct dsmil_instance *instance)
{
	cancel_delayed_work_sync(&instance->sample);
	hrtimer_cancel(&instance->deadman);
	hrtimer_cancel(&instance->backstop);
	irq_work_sync(&instance->tick_now);
	cancel_delayed_work_sync(&instance->tick);
	irq_work_sync(&instance->wake_data);
	irq_work_sync(&instance->wake_stop);
}
