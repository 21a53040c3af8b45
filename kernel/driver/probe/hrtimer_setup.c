// SPDX-License-Identifier: GPL-2.0-only
/* hrtimer_init and an assignment of the function became one call. */
#include <linux/hrtimer.h>

void dsmil_probe_hrtimer(struct hrtimer *timer, enum hrtimer_restart (*function)(struct hrtimer *));
void dsmil_probe_hrtimer(struct hrtimer *timer, enum hrtimer_restart (*function)(struct hrtimer *))
{
	hrtimer_setup(timer, function, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_HARD);
}
