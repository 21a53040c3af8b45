/* SPDX-License-Identifier: GPL-2.0-only */
/* What the core's tests use of it, in the kernel. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/types.h>

#ifndef INT32_MAX
#define INT32_MAX	S32_MAX
#define INT32_MIN	S32_MIN
#define UINT32_MAX	U32_MAX
#define UINT64_MAX	U64_MAX
#endif
