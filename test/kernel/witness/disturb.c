// SPDX-License-Identifier: Apache-2.0
/* What goes on around: a CPU that comes and goes, suspends, memory that fails. */
#include <sys/prctl.h>

#include "hold.h"

#define CPU "/sys/devices/system/cpu/cpu1/online"

static bool try_write(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	bool good = file >= 0 && write(file, text, strlen(text)) > 0;

	if (file >= 0)
		close(file);
	return good;
}

pid_t disturb_start(void)
{
	pid_t child = fork();

	if (child)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	srandom((unsigned int)now_ns());
	try_write("/sys/module/suspend/parameters/pm_test_delay", "0");
	/* All stand still until the last is frozen. Longer than that, and the kernel shows who is not, which fails the run. */
	try_write("/sys/power/pm_freeze_timeout", "60000");
	for (unsigned int i = 0;; i++) {
		/* Refusals are part of it: something is busy, or away already. */
		try_write(CPU, "0");
		sleep_ms((unsigned int)random() % 60);
		try_write(CPU, "1");
		sleep_ms((unsigned int)random() % 200);
		if (i % 8 == 7 && try_write("/sys/power/pm_test", i & 8 ? "devices" : "freezer"))
			try_write("/sys/power/state", "mem");
	}
}

void disturb_stop(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	try_write(CPU, "1");
}

bool fail_next(unsigned int n)
{
	static bool configured;
	char text[16];

	if (!configured) {
		try_write("/sys/kernel/debug/fail_usercopy/verbose", "0");
		try_write("/sys/kernel/debug/failslab/verbose", "0");
		try_write("/sys/kernel/debug/fail_page_alloc/verbose", "0");
		configured = true;
	}
	snprintf(text, sizeof(text), "%u", n);
	/* What was armed before may fail this very write, once. */
	return try_write("/proc/thread-self/fail-nth", text) || try_write("/proc/thread-self/fail-nth", text);
}
