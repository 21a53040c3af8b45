// SPDX-License-Identifier: Apache-2.0
/*
 * PID 1 of the test machine (see scripts/vm). Static, no shell involved:
 *
 *   - mounts the usual file systems and loads the modules of /etc/vm/modules;
 *   - runs the command of /etc/vm/argv (NUL-separated) with the variables of
 *     /etc/vm/env (NUL-separated) in /dsmil, as root;
 *   - carries its output to the host on virtio-serial ports of its own, so that
 *     nothing the kernel prints can be mistaken for output, or the reverse.
 *     The command gets pipes: a virtio port opens only once, so that
 *     `echo >/dev/stderr` in a script would fail on it;
 *   - reports `exit N`, then the kernel's taint mask, on the port vm.status;
 *   - powers off.
 *
 * Called as `vm-mark mem N`, `vm-mark port N`, it makes a marker that the
 * witnesses outside the machine log in order with what they watch.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define REGISTRY_BASE 0x60000000UL
#define REGISTRY_PLANT_OFFSET 0xff8UL /* word 0 of the last slot of the 4 KiB */
#define MARKER_PAGE 0x60fff000UL
#define MARKER_PORT 0xe9
#define TOKEN_PORT 0x164e
#define MARK_BEGIN 240
#define MARK_PLANTED 241
#define MARK_END 242

static int status_fd = -1;

static void kmsg(const char *format, ...)
{
	char line[512];
	va_list args;
	int fd, used = snprintf(line, sizeof(line), "<5>vm-init: ");

	va_start(args, format);
	used += vsnprintf(line + used, sizeof(line) - (size_t)used, format, args);
	va_end(args);
	if (used > (int)sizeof(line) - 1)
		used = sizeof(line) - 1;
	fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	if (fd >= 0) {
		if (write(fd, line, (size_t)used) < 0)
			perror("kmsg");
		close(fd);
	}
}

static void write_all(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t done = write(fd, data, length);

		if (done < 0) {
			struct pollfd wait_for = { .fd = fd, .events = POLLOUT };

			if (errno == EINTR)
				continue;
			if (errno != EAGAIN)
				return;
			poll(&wait_for, 1, 1000);
			continue;
		}
		data += done;
		length -= (size_t)done;
	}
}

static void report(const char *format, ...)
{
	char line[256];
	va_list args;
	int used;

	va_start(args, format);
	used = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (status_fd >= 0 && used > 0)
		write_all(status_fd, line, (size_t)used);
}

/* The whole file, NUL-terminated; NULL if there is none. */
static char *slurp(const char *path, size_t *length)
{
	size_t used = 0, room = 65536;
	char *data = malloc(room + 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || !data) {
		free(data);
		return NULL;
	}
	for (;;) {
		ssize_t got;

		if (used == room) {
			char *more = realloc(data, room * 2 + 1);

			if (!more)
				break;
			data = more;
			room *= 2;
		}
		got = read(fd, data + used, room - used);
		if (got <= 0)
			break;
		used += (size_t)got;
	}
	close(fd);
	data[used] = '\0';
	if (length)
		*length = used;
	return data;
}

static void mount_at(const char *type, const char *where, const char *options)
{
	mkdir(where, 0755);
	if (mount(type, where, type, 0, options) < 0 && errno != EBUSY)
		kmsg("cannot mount %s on %s: %s", type, where, strerror(errno));
}

static void set_file(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, value, strlen(value)) < 0)
		kmsg("cannot write %s to %s: %s", value, path, strerror(errno));
	close(fd);
}

static void load_modules(void)
{
	char *list = slurp("/etc/vm/modules", NULL), *save = NULL, *path;

	if (!list)
		return;
	for (path = strtok_r(list, "\n", &save); path; path = strtok_r(NULL, "\n", &save)) {
		int fd = open(path, O_RDONLY | O_CLOEXEC);

		if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) < 0 && errno != EEXIST))
			kmsg("cannot load %s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
	}
	free(list);
}

/* The virtio-serial port of that name; it may take a moment to appear. */
static int open_port(const char *name)
{
	for (int tries = 0; tries < 6000; tries++) {
		DIR *ports = opendir("/sys/class/virtio-ports");
		struct dirent *entry;

		while (ports && (entry = readdir(ports))) {
			char path[PATH_MAX], *found;
			int fd;

			if (entry->d_name[0] == '.')
				continue;
			snprintf(path, sizeof(path), "/sys/class/virtio-ports/%s/name", entry->d_name);
			found = slurp(path, NULL);
			if (found)
				found[strcspn(found, "\n")] = '\0';
			if (!found || strcmp(found, name)) {
				free(found);
				continue;
			}
			free(found);
			snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
			fd = open(path, O_WRONLY | O_CLOEXEC);
			if (fd >= 0) {
				closedir(ports);
				return fd;
			}
		}
		if (ports)
			closedir(ports);
		usleep(10000);
	}
	kmsg("no virtio port %s", name);
	return -1;
}

static volatile uint32_t *map_physical(unsigned long address, void **page)
{
	int fd = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC);
	unsigned long base = address & ~0xfffUL;

	*page = MAP_FAILED;
	if (fd >= 0) {
		*page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)base);
		close(fd);
	}
	if (*page == MAP_FAILED)
		return NULL;
	return (volatile uint32_t *)((char *)*page + (address - base));
}

static int mark_memory(unsigned int number)
{
	void *page;
	volatile uint32_t *word = map_physical(MARKER_PAGE + 4UL * number, &page);

	if (!word)
		return -1;
	*word = number;
	munmap(page, 4096);
	return 0;
}

static int mark_port(unsigned int number)
{
	if (ioperm(MARKER_PORT, 1, 1) < 0)
		return -1;
	outb((unsigned char)number, MARKER_PORT);
	return 0;
}

/*
 * The accesses that the host requires to be in each witness's log: a filter that
 * is wrong is silent, and a silent witness proves nothing. The memory access is a
 * read of a word 0, the port write carries a token that no device has.
 */
static void plant_memory(void)
{
	void *page;
	volatile uint32_t *word;

	if (mark_memory(MARK_BEGIN) < 0)
		kmsg("no memory marker: %s", strerror(errno));
	word = map_physical(REGISTRY_BASE + REGISTRY_PLANT_OFFSET, &page);
	if (word) {
		(void)*word;
		munmap(page, 4096);
	}
	mark_memory(MARK_PLANTED);
}

static void plant_port(void)
{
	if (mark_port(MARK_BEGIN) < 0 || iopl(3) < 0) {
		kmsg("no port marker: %s", strerror(errno));
		return;
	}
	outw(0, TOKEN_PORT);
	iopl(0);
	mark_port(MARK_PLANTED);
}

static int mark_main(int argc, char **argv)
{
	unsigned long number;
	char *end;

	if (argc != 3)
		goto usage;
	number = strtoul(argv[2], &end, 0);
	if (*end || end == argv[2] || number >= MARK_BEGIN)
		goto usage;
	if (!strcmp(argv[1], "mem")) {
		if (mark_memory((unsigned int)number) < 0) {
			perror("vm-mark: /dev/mem");
			return 1;
		}
		return 0;
	}
	if (!strcmp(argv[1], "port")) {
		if (mark_port((unsigned int)number) < 0) {
			perror("vm-mark: ioperm");
			return 1;
		}
		return 0;
	}
usage:
	fprintf(stderr, "usage: vm-mark mem|port NUMBER (0 to %d)\n", MARK_BEGIN - 1);
	return 2;
}

/* NUL-separated strings of a file, as argv. */
static char **strings(const char *path)
{
	size_t length = 0, count = 0, at = 0;
	char *data = slurp(path, &length);
	char **list;

	for (size_t i = 0; data && i < length; i++)
		count += data[i] == '\0';
	list = calloc(count + 1, sizeof(*list));
	if (!list)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		list[i] = data + at;
		at += strlen(data + at) + 1;
	}
	return list;
}

static pid_t start(int out, int err, const char *terminal)
{
	char **argv = strings("/etc/vm/argv"), **env = strings("/etc/vm/env");
	pid_t child = fork();
	sigset_t none;

	if (child)
		return child;
	setsid();
	if (terminal) {
		int fd = open(terminal, O_RDWR);

		if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) < 0)
			kmsg("no terminal %s: %s", terminal, strerror(errno));
		dup2(fd, 0);
		dup2(fd, 1);
		dup2(fd, 2);
		if (fd > 2)
			close(fd);
	} else {
		int null = open("/dev/null", O_RDONLY);

		dup2(null, 0);
		dup2(out, 1);
		dup2(err, 2);
		if (null > 2)
			close(null);
	}
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	clearenv();
	setenv("PATH", "/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin", 1);
	setenv("HOME", "/root", 1);
	setenv("TERM", "vt220", 1);
	for (size_t i = 0; env && env[i]; i++)
		putenv(env[i]);
	if (chdir("/dsmil") < 0)
		perror("/dsmil");
	if (argv && argv[0]) {
		execvp(argv[0], argv);
		fprintf(stderr, "vm-init: %s: %s\n", argv[0], strerror(errno));
	}
	_exit(errno == ENOENT ? 127 : 126);
}

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Carries output until the command is over and its pipes are drained. */
static int carry(pid_t child, int from[2], const int to[2])
{
	static char buffer[65536];
	int result = -1, quiet = 0;
	long grace = 0;

	for (;;) {
		struct pollfd ends[2];
		int state, open_ends = 0;
		pid_t pid;

		while ((pid = waitpid(-1, &state, WNOHANG)) > 0) {
			if (pid != child)
				continue;
			result = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
			grace = now_ms() + 200;
		}
		for (int i = 0; i < 2; i++) {
			ends[i] = (struct pollfd){ .fd = from[i], .events = POLLIN };
			open_ends += from[i] >= 0;
		}
		if (result >= 0 && !open_ends)
			return result;
		/* What the command left behind gets a moment, then goes; what cannot be killed stays. */
		if (result >= 0 && now_ms() > grace)
			kill(-1, SIGKILL);
		/* By looks, and not by the clock: that goes on while a machine stands still, with output yet to be read. */
		if (quiet > 100) {
			kmsg("something that cannot be killed holds the command's output");
			return result;
		}
		quiet = poll(ends, 2, 20) == 0 && result >= 0 && now_ms() > grace ? quiet + 1 : 0;
		for (int i = 0; i < 2; i++) {
			ssize_t got;

			if (from[i] < 0 || !ends[i].revents)
				continue;
			got = read(from[i], buffer, sizeof(buffer));
			if (got > 0) {
				write_all(to[i], buffer, (size_t)got);
			} else if (got == 0 || errno != EINTR) {
				close(from[i]);
				from[i] = -1;
			}
		}
	}
}

/* Only debug kernels have it; what it finds goes to the console, where the host looks. */
static void scan_for_leaks(void)
{
	const char *file = "/sys/kernel/debug/kmemleak";
	char *found, *save = NULL, *line;

	if (access(file, W_OK) < 0)
		return;
	set_file(file, "scan");
	sleep(5); /* kmemleak leaves objects younger than that out */
	set_file(file, "scan");
	found = slurp(file, NULL);
	for (line = found ? strtok_r(found, "\n", &save) : NULL; line; line = strtok_r(NULL, "\n", &save))
		kmsg("kmemleak: %s", line);
	free(found);
}

static bool in_cmdline(const char *cmdline, const char *word)
{
	return cmdline && strstr(cmdline, word);
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/');
	int out[2] = { -1, -1 }, err[2] = { -1, -1 }, result, from[2], to[2] = { -1, -1 };
	char *cmdline, *tainted;
	bool shell, memory, port;
	pid_t child;

	if (!strcmp(name ? name + 1 : argv[0], "vm-mark"))
		return mark_main(argc, argv);
	if (getpid() != 1) {
		fprintf(stderr, "vm-init: this is for PID 1 of the test machine\n");
		return 2;
	}

	mount_at("proc", "/proc", NULL);
	mount_at("sysfs", "/sys", NULL);
	mount_at("devtmpfs", "/dev", NULL);
	mount_at("devpts", "/dev/pts", "mode=0620,ptmxmode=0666");
	mount_at("tmpfs", "/dev/shm", "mode=1777");
	mount_at("tmpfs", "/tmp", "mode=1777");
	mount_at("tmpfs", "/run", "mode=0755");
	mount_at("debugfs", "/sys/kernel/debug", NULL);
	mount_at("tracefs", "/sys/kernel/tracing", NULL);
	if (symlink("/proc/self/fd", "/dev/fd") < 0 || symlink("/proc/self/fd/0", "/dev/stdin") < 0 ||
	    symlink("/proc/self/fd/1", "/dev/stdout") < 0 || symlink("/proc/self/fd/2", "/dev/stderr") < 0)
		kmsg("cannot make /dev/fd: %s", strerror(errno));
	set_file("/proc/sys/kernel/hung_task_timeout_secs", "120");
	set_file("/sys/class/net/lo/flags", "0x9");

	cmdline = slurp("/proc/cmdline", NULL);
	shell = in_cmdline(cmdline, "vm.shell");
	memory = in_cmdline(cmdline, "vm.witness=memory");
	port = in_cmdline(cmdline, "vm.witness=port");
	load_modules();
	status_fd = open_port("vm.status");
	if (!shell) {
		to[0] = open_port("vm.out");
		to[1] = open_port("vm.err");
		if (pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0)
			kmsg("pipe: %s", strerror(errno));
	}
	if (memory)
		plant_memory();
	if (port)
		plant_port();

	report("start %ld\n", now_ms());
	child = start(out[1], err[1], shell ? "/dev/ttyS1" : NULL);
	if (out[1] >= 0)
		close(out[1]);
	if (err[1] >= 0)
		close(err[1]);
	from[0] = out[0];
	from[1] = err[0];
	result = child < 0 ? 126 : carry(child, from, to);
	report("end %ld\n", now_ms());
	if (memory)
		mark_memory(MARK_END);
	if (port)
		mark_port(MARK_END);
	scan_for_leaks();
	tainted = slurp("/proc/sys/kernel/tainted", NULL);
	report("taint %d\nexit %d\n", tainted ? atoi(tainted) : -1, result);
	sync();
	reboot(RB_POWER_OFF);
	return 0;
}
