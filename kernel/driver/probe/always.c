// SPDX-License-Identifier: GPL-2.0-only
/* Control: all headers that probes include. Must compile. */
#include <linux/hrtimer.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/platform_device.h>

void dsmil_probe_always(void);
void dsmil_probe_always(void)
{
}
