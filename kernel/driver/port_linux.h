/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The core's port layer in the kernel (see core/port.h for the contract). What is
 * here, and nothing else of the kernel, is what core/ and the portable part of
 * hal/ may use.
 */
#ifndef DSMIL_PORT_LINUX_H
#define DSMIL_PORT_LINUX_H

#ifndef pr_fmt
#define pr_fmt(fmt) "dsmil: " fmt
#endif

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/prefetch.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <asm/barrier.h>
#ifdef CONFIG_X86
#include <asm/cpufeature.h>
#endif

#ifndef CONFIG_64BIT
#error "the DSMIL ABI is for 64-bit kernels alone"
#endif

/* -------------------------------------------------------------- ordering */

/* A fully ordered exchange: what is before it is published, what is after it sees. */
#define dsmil_store_fence(p, v)	((void)xchg((p), (v)))

static inline void dsmil_add_relaxed(u64 *counter, u64 n)
{
	atomic64_add(n, (atomic64_t *)counter);
}

static inline void dsmil_seq_begin(u32 *sequence)
{
	WRITE_ONCE(*sequence, *sequence + 1);
	smp_wmb(); /* pairs with the reader's barrier before it reads the sequence again */
}

static inline void dsmil_seq_end(u32 *sequence)
{
	/* After all of the entry; pairs with the reader's acquire of the sequence. */
	smp_store_release(sequence, *sequence + 1);
}

/* Whole words, each written once: a reader may be copying them meanwhile. */
static inline void dsmil_copy_racy(void *to, const void *from, u32 size)
{
	const u64 *f = from;
	u64 *t = to;
	u32 i;

	for (i = 0; i < size / 8; i++)
		WRITE_ONCE(t[i], f[i]);
}

#define dsmil_prefetchw(p)	prefetchw(p)

/* ----------------------------------------------------------------- locks */

struct dsmil_raw_lock {
	raw_spinlock_t lock;	/* guards what its owner says */
};

/* Macros, so that each place that initialises a lock is a lock class of its own. */
#define dsmil_raw_init(l)		raw_spin_lock_init(&(l)->lock)
#define dsmil_raw_lock(l, flags)	raw_spin_lock_irqsave(&(l)->lock, flags)
#define dsmil_raw_unlock(l, flags)	raw_spin_unlock_irqrestore(&(l)->lock, flags)

struct dsmil_mutex {
	struct mutex mutex;	/* guards what its owner says */
};

#define dsmil_mutex_init(m, name)	mutex_init(&(m)->mutex)
#define dsmil_mutex_lock(m)		mutex_lock(&(m)->mutex)
#define dsmil_mutex_unlock(m)		mutex_unlock(&(m)->mutex)

/*
 * One holder at a time. No mutex: a taker gives up at its deadline, and when it is
 * being killed.
 */
struct dsmil_slot {
	wait_queue_head_t given;
	atomic_t taken;
};

#define dsmil_slot_init(s)					\
	do {							\
		struct dsmil_slot *slot_ = (s);			\
								\
		init_waitqueue_head(&slot_->given);		\
		atomic_set(&slot_->taken, 0);			\
	} while (0)

static inline bool dsmil_slot_try(struct dsmil_slot *slot)
{
	return atomic_cmpxchg_acquire(&slot->taken, 0, 1) == 0;
}

static inline int dsmil_slot_take(struct dsmil_slot *slot, u64 timeout_ns)
{
	long left;

	if (dsmil_slot_try(slot))
		return 0;
	left = wait_event_killable_timeout(slot->given, dsmil_slot_try(slot),
					   nsecs_to_jiffies(timeout_ns) + 1);
	if (left > 0)
		return 0;
	return left ? -EINTR : -ETIMEDOUT;
}

static inline void dsmil_slot_give(struct dsmil_slot *slot)
{
	atomic_set_release(&slot->taken, 0);
	wake_up(&slot->given);
}

/* ---------------------------------------------------------------- memory */

static inline void *dsmil_alloc(size_t bytes)
{
	return kvzalloc(bytes, GFP_KERNEL_ACCOUNT);
}

static inline void dsmil_free(void *p)
{
	kvfree(p);
}

/* ------------------------------------------------------------------ time */

static inline u64 dsmil_now_ns(void)
{
	return ktime_get_ns();
}

static inline u64 dsmil_boot_ns(void)
{
	return ktime_get_boottime_ns();
}

/*
 * Whatever signals come: a rollback goes on for a caller that is being killed, and must
 * not spin. 1 ms at most, so nobody sees it wait; who may be killed asks dsmil_killed.
 * A quarter late is fine, and lets the timer join another one.
 */
static inline void dsmil_sleep_us(u32 us)
{
	ktime_t pause = ns_to_ktime((u64)us * NSEC_PER_USEC);

	set_current_state(TASK_UNINTERRUPTIBLE);
	schedule_hrtimeout_range(&pause, (u64)us * NSEC_PER_USEC / 4, HRTIMER_MODE_REL);
}

static inline bool dsmil_killed(void)
{
	return fatal_signal_pending(current);
}

/* ------------------------------------------------------------------ rest */

static inline u64 dsmil_random_u64(void)
{
	u64 value;

	do {
		value = get_random_u64();
	} while (!value);
	return value;
}

static inline bool dsmil_crc_hardware(void)
{
#ifdef CONFIG_X86
	return boot_cpu_has(X86_FEATURE_XMM4_2);
#else
	return false;
#endif
}

#define dsmil_log_warn(fmt, ...)	pr_warn(fmt, ##__VA_ARGS__)
#define dsmil_log_info(fmt, ...)	pr_info(fmt, ##__VA_ARGS__)

#endif
