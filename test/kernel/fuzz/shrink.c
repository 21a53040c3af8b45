// SPDX-License-Identifier: Apache-2.0
/* Does a program make the kernel complain, and with how few steps? */
#define _GNU_SOURCE
#include "kfuzz.h"

static int kernel_log = -1;

/* A complaint since the last time it was asked. The kernel runs with kasan_multi_shot. */
bool log_has_splat(void)
{
	static const char *const signs[] = { "BUG:", "WARNING:", "KASAN:", "UBSAN:", "INFO: task", "possible circular" };
	char line[2048];
	bool found = false;
	ssize_t size;

	if (kernel_log < 0) {
		kernel_log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		if (kernel_log < 0 || lseek(kernel_log, 0, SEEK_END) < 0)
			bail("/dev/kmsg");
	}
	/* EPIPE: lines were overwritten before they were read; the next read goes on. */
	while ((size = read(kernel_log, line, sizeof(line) - 1)) > 0 || (size < 0 && errno == EPIPE)) {
		if (size < 0)
			continue;
		line[size] = '\0';
		for (unsigned int i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
			found = found || strstr(line, signs[i]);
	}
	return found;
}

/* In a process of its own, a few times: some need luck. */
bool program_splats(const struct program *program)
{
	log_has_splat();
	for (unsigned int i = 0; i < 3; i++) {
		pid_t child = fork();

		if (!child) {
			program_run(program);
			_exit(0);
		}
		waitpid(child, NULL, 0);
		if (log_has_splat())
			return true;
	}
	return false;
}

void program_shrink(struct program *program)
{
	bool shorter = true;

	while (shorter) {
		shorter = false;
		for (unsigned int at = program->count; at-- > 0 && program->count > 1;) {
			struct program without = *program;

			memmove(&without.steps[at], &without.steps[at + 1],
				(--without.count - at) * sizeof(without.steps[0]));
			if (!program_splats(&without))
				continue;
			*program = without;
			shorter = true;
		}
	}
}
