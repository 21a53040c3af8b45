/* SPDX-License-Identifier: GPL-2.0-only */
/* What the core's tests use of it, in the kernel. */
#ifndef DSMIL_KUNIT_STDLIB_H
#define DSMIL_KUNIT_STDLIB_H

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/panic.h>
#include <linux/slab.h>

static inline void *calloc(size_t count, size_t size)
{
	return kvzalloc(array_size(count, size), GFP_KERNEL);
}

static inline void *malloc(size_t size)
{
	return kvmalloc(size, GFP_KERNEL);
}

static inline void free(void *p)
{
	kvfree(p);
}

static inline int posix_memalign(void **p, size_t align, size_t size)
{
	/* Sizes of whole pages are aligned to pages. */
	*p = kvmalloc(PAGE_ALIGN(size), GFP_KERNEL);
	return *p ? 0 : -ENOMEM;
}

/* A test that cannot go on. */
static inline void abort(void)
{
	panic("dsmil_kunit: a test cannot go on");
}

#endif
