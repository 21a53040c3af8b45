// SPDX-License-Identifier: GPL-2.0-only
/* /dev/dsmil: open, close, calls, poll. What a call means is the core's business. */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/capability.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "driver.h"
#include "trace.h"

/* Arguments up to this size, most of them, are copied to the stack. */
#define SMALL_BYTES	256
/* More than any structure will have; whoever claims more is mistaken. */
#define USER_SIZE_MAX	65536

static int dsmil_open(struct inode *inode, struct file *file)
{
	struct dsmil_instance *instance =
		container_of(file->private_data, struct dsmil_instance, misc);
	struct dsmil_open_file *open;
	u32 flags = 0;

	if (dsmil_is_gone(instance))
		return -ENODEV;
	open = kzalloc(sizeof(*open), GFP_KERNEL_ACCOUNT);
	if (!open)
		return -ENOMEM;
	if (file->f_mode & FMODE_WRITE)
		flags |= DSMIL_FILE_WRITE;
	/* Kept in the file: the process drops it right after, and with it iopl and /dev/mem. */
	if (capable(CAP_SYS_RAWIO))
		flags |= DSMIL_FILE_RAWIO;
	dsmil_instance_get(instance);
	open->instance = instance;
	dsmil_file_open(&instance->core, &open->file, flags);
	file->private_data = open;
	return nonseekable_open(inode, file);
}

/* Each close of a descriptor, by whichever process: @id is its table of files. */
static int dsmil_flush(struct file *file, fl_owner_t id)
{
	struct dsmil_open_file *open = file->private_data;

	dsmil_file_flush(&open->instance->core, &open->file, (uintptr_t)id);
	return 0;
}

/* No descriptor and no mapping is left. */
static int dsmil_release(struct inode *inode, struct file *file)
{
	struct dsmil_open_file *open = file->private_data;

	dsmil_file_close(&open->instance->core, &open->file);
	dsmil_instance_put(open->instance);
	kfree(open);
	return 0;
}

/* ------------------------------------------------------------------ poll */

__poll_t dsmil_file_events(struct dsmil_instance *instance, struct dsmil_file *file)
{
	struct dsmil_core *core = &instance->core;
	__poll_t events = 0;

	if (dsmil_is_gone(instance))
		return EPOLLHUP | EPOLLERR;
	if (READ_ONCE(core->ring_owner) == file && dsmil_ring_readable(&core->ring))
		events |= EPOLLIN | EPOLLRDNORM;
	if (dsmil_stop_unseen(core, file))
		events |= EPOLLPRI;
	return events;
}

static __poll_t dsmil_poll(struct file *file, struct poll_table_struct *table)
{
	struct dsmil_open_file *open = file->private_data;

	poll_wait(file, &open->instance->wait, table);
	return dsmil_file_events(open->instance, &open->file);
}

/* ----------------------------------------------------------------- calls */

/* Where the header's answer goes when the call itself is not even tried. */
static int refuse(struct dsmil_header __user *header, u32 user_size, int error, u32 field)
{
	if (user_size >= sizeof(*header) &&
	    (put_user(DSMIL_REASON_NONE, &header->reason) || put_user(field, &header->field)))
		return -EFAULT;
	return error;
}

/*
 * Copies the argument in, padded with zeros, as dsmil_dispatch wants it. *user_size
 * becomes what the caller's header says, and is not read a second time: somebody
 * else may be writing there.
 */
static int copy_in(const struct dsmil_call *call, void *arg, void __user *from, u32 *user_size)
{
	struct dsmil_header __user *header = from;
	int known, zero;

	if (get_user(*user_size, &header->size))
		return -EFAULT;
	known = dsmil_call_size(call, *user_size);
	if (known < 0)
		return refuse(header, *user_size, known, offsetof(struct dsmil_header, size));
	if (*user_size > USER_SIZE_MAX)
		return refuse(header, *user_size, -E2BIG, offsetof(struct dsmil_header, size));
	if (copy_from_user(arg, from, known))
		return -EFAULT;
	((struct dsmil_header *)arg)->size = *user_size;
	if (*user_size <= call->size)
		return 0;
	zero = check_zeroed_user(from + call->size, *user_size - call->size);
	if (zero < 0)
		return zero;
	return zero ? 0 : refuse(header, *user_size, -E2BIG, call->size);
}

/*
 * A stop waits for nothing, not even for the page of its argument, which may be on
 * a slow disk or in another process's hands: what cannot be read at once is latched
 * without it, and looked at after.
 */
static bool stop_unless_readable(struct dsmil_core *core, const void __user *from)
{
	struct dsmil_stop probe;

	if (!copy_from_user_nofault(&probe, from, sizeof(probe)))
		return false;
	dsmil_stop_latch(core, DSMIL_CAUSE_REQUEST, NULL, 0);
	return true;
}

static int perform(struct dsmil_open_file *open, const struct dsmil_call *call, void *arg,
		   void __user *user)
{
	struct dsmil_core *core = &open->instance->core;
	bool stop = call->nr == _IOC_NR(DSMIL_IOC_STOP);
	struct dsmil_header __user *header = user;
	struct dsmil_header *answer = arg;
	bool latched = stop && stop_unless_readable(core, user);
	u32 user_size = 0;
	int error;

	error = copy_in(call, arg, user, &user_size);
	/* Nobody changes anything whom the answer would not reach. */
	if (!error && !stop && put_user(0, &header->reason))
		error = -EFAULT;
	if (error) {
		if (stop && !latched)
			dsmil_stop_latch(core, DSMIL_CAUSE_REQUEST, NULL, 0);
		return error;
	}
	error = dsmil_dispatch(core, &open->file, call, arg, (uintptr_t)current->files);
	trace_dsmil_call(call->nr, error, answer->reason, answer->field);
	/* The answer, refusals included. What the caller's size leaves out is not written. */
	if (copy_to_user(user, arg, min_t(u32, user_size, call->size)))
		return -EFAULT;
	return error;
}

static long dsmil_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	struct dsmil_open_file *open = file->private_data;
	const struct dsmil_call *call;
	u64 small[SMALL_BYTES / sizeof(u64)];
	void *arg = small;
	long error;

	/* The size and direction that the number also encodes say nothing here. */
	if (_IOC_TYPE(command) != DSMIL_IOC_MAGIC)
		return -ENOTTY;
	call = dsmil_call_find(_IOC_NR(command));
	if (!call)
		return -ENOTTY;
	if (!dsmil_enter(open->instance))
		return -ENODEV;
	if (call->size <= sizeof(small))
		memset(small, 0, sizeof(small));
	else
		arg = kvzalloc(call->size, GFP_KERNEL_ACCOUNT);
	error = arg ? perform(open, call, arg, (void __user *)argument) : -ENOMEM;
	if (arg != small)
		kvfree(arg);
	dsmil_leave(open->instance);
	return error;
}

const struct file_operations dsmil_file_operations = {
	.owner = THIS_MODULE,
	.open = dsmil_open,
	.flush = dsmil_flush,
	.release = dsmil_release,
	.poll = dsmil_poll,
	.unlocked_ioctl = dsmil_ioctl,
	.mmap = dsmil_mmap,
};
