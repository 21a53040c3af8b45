/* SPDX-License-Identifier: GPL-2.0-only */
/* What the core's tests use of it, in the kernel. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/types.h>
