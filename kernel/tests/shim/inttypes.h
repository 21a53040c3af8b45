/* SPDX-License-Identifier: GPL-2.0-only */
/* What the core's tests use of it, in the kernel. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/types.h>

#ifndef PRId64
#define PRId64	"lld"
#define PRIu64	"llu"
#define PRIx64	"llx"
#endif

/* Names that linux/kernel.h takes, and the tests need. */
#undef READ
#undef WRITE
