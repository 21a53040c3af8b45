// SPDX-License-Identifier: Apache-2.0
/* Opening, mapping, polling, closing, and what sysfs and debugfs have. */
#include <dirent.h>
#include <sys/epoll.h>

#include "fault.h"

#define SYSFS "/sys/bus/platform/devices/dsmil/"
#define DEBUGFS "/sys/kernel/debug/dsmil/"
#define DATA_SIZE 65536

static int run_open(struct world *world)
{
	world->result_fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	return world->result_fd < 0 ? -errno : 0;
}

static int map(struct world *world, int protection, off_t offset, size_t size)
{
	world->mapping = mmap(NULL, size, protection, MAP_SHARED | MAP_POPULATE, world->fd, offset);
	world->mapped = size;
	return world->mapping == MAP_FAILED ? -errno : 0;
}

static int run_map_state(struct world *world)
{
	return map(world, PROT_READ, DSMIL_MMAP_STATE, DSMIL_STATE_MAP_SIZE);
}

static int run_map_consumer(struct world *world)
{
	return map(world, PROT_READ | PROT_WRITE, DSMIL_MMAP_CONSUMER, 4096);
}

static int run_map_producer(struct world *world)
{
	return map(world, PROT_READ, DSMIL_MMAP_PRODUCER, 4096);
}

static int run_map_data(struct world *world)
{
	return map(world, PROT_READ, DSMIL_MMAP_DATA, 2 * DATA_SIZE);
}

static void with_ring(struct world *world)
{
	struct dsmil_ring_setup setup = { .data_size = DATA_SIZE };

	if (CALL(world->fd, RING_SETUP, &setup))
		bail("ring");
}

static int run_poll(struct world *world)
{
	struct pollfd one = { .fd = world->fd, .events = POLLIN | POLLPRI };

	return poll(&one, 1, 1) < 0 ? -errno : 0;
}

static void with_epoll(struct world *world)
{
	world->result_fd = epoll_create1(EPOLL_CLOEXEC);
	if (world->result_fd < 0)
		bail("epoll");
}

static int run_epoll(struct world *world)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLPRI };

	return epoll_ctl(world->result_fd, EPOLL_CTL_ADD, world->fd, &event) < 0 ? -errno : 0;
}

/* With a ring, an armed deadman and a prepared transaction: closing cannot fail, and latches. */
static void with_everything(struct world *world)
{
	struct dsmil_deadman deadman = { .period_ms = 60000 };

	with_ring(world);
	prepare_one(&world->prepare, 9, claim(world->fd), world->stop_epoch, 0x8003, DSMIL_OPERATION_WRITE, 8, 1);
	if (CALL(world->fd, TX_PREPARE, &world->prepare) || CALL(world->fd, DEADMAN_ARM, &deadman))
		bail("everything");
}

static int run_close(struct world *world)
{
	int result = close(world->fd) < 0 ? -errno : 0;

	world->fd = -1;
	return result;
}

static void forget(struct world *world)
{
	struct dsmil_tx_id id = { .transaction_id = 9 };

	/* The coordinator that prepared it is closed: the next one forgets it. */
	claim(world->watch);
	if (CALL(world->watch, TX_ABORT, &id) || CALL(world->watch, TX_FORGET, &id))
		bail("forget");
}

/* ------------------------------------------------------------ attributes */

static int read_file(const char *path)
{
	char text[16384];
	int fd = open(path, O_RDONLY | O_CLOEXEC), error = 0;
	ssize_t got;

	if (fd < 0)
		return -errno;
	do
		got = read(fd, text, sizeof(text));
	while (got > 0);
	if (got < 0)
		error = -errno;
	close(fd);
	return error;
}

static int run_sysfs(struct world *world)
{
	static const char *const names[] = { "version", "abi_version", "instance_id", "backend", "allow_writes",
					     "present", "registry", "stop_state", "stop_cause", "stop_generation" };
	char path[128];
	int error = 0;

	(void)world;
	for (unsigned int i = 0; i < sizeof(names) / sizeof(names[0]) && !error; i++) {
		snprintf(path, sizeof(path), SYSFS "%s", names[i]);
		error = read_file(path);
	}
	return error;
}

static int run_debugfs(struct world *world)
{
	int error = read_file(DEBUGFS "devices");

	(void)world;
	if (!error)
		error = read_file(DEBUGFS "ring");
	return error ? error : read_file(DEBUGFS "stats");
}

static int run_debugfs_sim(struct world *world)
{
	static const char command[] = "publish 3 64";
	int fd = open(DEBUGFS "sim", O_WRONLY | O_CLOEXEC), error;

	(void)world;
	if (fd < 0)
		return -errno;
	error = write(fd, command, sizeof(command) - 1) < 0 ? -errno : 0;
	close(fd);
	return error;
}

#define ACTION(call, ...) { .name = #call, .run = run_##call, __VA_ARGS__ }

const struct action file_actions[] = {
	ACTION(open),
	ACTION(map_state),
	ACTION(map_consumer, .prepare = with_ring),
	ACTION(map_producer, .prepare = with_ring),
	ACTION(map_data, .prepare = with_ring),
	ACTION(poll),
	ACTION(epoll, .prepare = with_epoll),
	ACTION(close, .stop = STOP_LATCHES, .running = true, .prepare = with_everything, .clean = forget),
	ACTION(sysfs),
	ACTION(debugfs),
	ACTION(debugfs_sim),
};
const unsigned int file_action_count = sizeof(file_actions) / sizeof(file_actions[0]);
