/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between kernels, from 6.1 on, in this one place. What a kernel has is found out by
 * compiling driver/probe/ against it, not by its version: distributions carry changes back.
 */
#ifndef DSMIL_COMPAT_H
#define DSMIL_COMPAT_H

#include <linux/hrtimer.h>
#include <linux/mm.h>
#include <linux/platform_device.h>
#include <linux/sched.h>

#include "probed.h"

#ifndef TASK_FREEZABLE
#error "Linux 6.1 or newer is wanted: waits have to be freezable"
#endif

/* vm_flags became read-only, to be changed through helpers. */
static inline void dsmil_vma_change(struct vm_area_struct *vma, vm_flags_t set, vm_flags_t clear)
{
#if DSMIL_HAS_VM_FLAGS_MOD
	vm_flags_mod(vma, set, clear);
#else
	vma->vm_flags = (vma->vm_flags | set) & ~clear;
#endif
}

static inline void dsmil_hrtimer_init(struct hrtimer *timer,
				      enum hrtimer_restart (*function)(struct hrtimer *),
				      enum hrtimer_mode mode)
{
#if DSMIL_HAS_HRTIMER_SETUP
	hrtimer_setup(timer, function, CLOCK_MONOTONIC, mode);
#else
	hrtimer_init(timer, CLOCK_MONOTONIC, mode);
	timer->function = function;
#endif
}

/* platform_driver.remove lost its result, which nobody read. */
#if DSMIL_HAS_REMOVE_VOID
#define DSMIL_REMOVE	remove
#else
#define DSMIL_REMOVE	remove_new
#endif

#endif
