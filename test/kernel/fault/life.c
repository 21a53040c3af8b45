// SPDX-License-Identifier: Apache-2.0
/*
 * Loading, binding, unbinding, unloading. What fails half-way leaves nothing, and the
 * next try succeeds. Wants dsmil.ko in /dsmil, not loaded.
 */
#define _GNU_SOURCE
#include <sys/syscall.h>

#include "fault.h"

#define MODULE "/dsmil/dsmil.ko"
#define DRIVER "/sys/bus/platform/drivers/dsmil/"
#define LOADED "/sys/module/dsmil"
#define PARAMETERS "allow_writes=1 thermal=none spacing_us=0"

static bool there(void)
{
	return !access(DEVICE, F_OK);
}

static void open_result(struct world *world, const char *path, int flags)
{
	world->result_fd = open(path, flags | O_CLOEXEC);
	if (world->result_fd < 0)
		bail("%s", path);
}

static int run_load(struct world *world)
{
	return syscall(SYS_finit_module, world->result_fd, PARAMETERS, 0) < 0 ? -errno : 0;
}

static int run_unload(struct world *world)
{
	(void)world;
	return syscall(SYS_delete_module, "dsmil", O_NONBLOCK) < 0 ? -errno : 0;
}

static int run_write(struct world *world)
{
	return write(world->result_fd, "dsmil", 5) < 0 ? -errno : 0;
}

static void prepare_load(struct world *world)
{
	open_result(world, MODULE, O_RDONLY);
}

static void loaded(struct world *world)
{
	prepare_load(world);
	if (run_load(world))
		bail("load");
	close(world->result_fd);
	world->result_fd = -1;
}

/*
 * To bind and unbind, one load is enough: a load takes longer than all the rest, and what a failure leaves behind
 * would still be there for the next try.
 */
static void kept(struct world *world)
{
	if (access(LOADED, F_OK))
		loaded(world);
}

static void unbound(struct world *world)
{
	kept(world);
	if (there())
		write_file(DRIVER "unbind", "dsmil");
	open_result(world, DRIVER "bind", O_WRONLY);
}

static void bound(struct world *world)
{
	kept(world);
	if (!there())
		write_file(DRIVER "bind", "dsmil");
	open_result(world, DRIVER "unbind", O_WRONLY);
}

static void fresh(struct world *world)
{
	if (!access(LOADED, F_OK) && run_unload(world))
		bail("unload");
	loaded(world);
}

static void clean(struct world *world)
{
	if (!access(LOADED, F_OK) && run_unload(world))
		bail("unload");
}

/* The device is there if, and only if, the call says so. */
static bool comes(struct world *world, int result)
{
	(void)world;
	return !result == there();
}

/*
 * Our way out cannot fail, so that it is gone when the call says so. What fails before it is asked
 * (the copy of the name, sysfs's buffer) leaves it as it was.
 */
static bool goes(struct world *world, int result)
{
	(void)world;
	return !result == !there();
}

static bool comes_or_leaves_nothing(struct world *world, int result)
{
	return comes(world, result) && !result == !access(LOADED, F_OK);
}

const struct action life_actions[] = {
	{ .name = "bind", .no_device = true, .prepare = unbound, .run = run_write, .holds = comes },
	{ .name = "unbind", .no_device = true, .prepare = bound, .run = run_write, .holds = goes },
	{ .name = "unload", .no_device = true, .prepare = fresh, .run = run_unload, .holds = goes, .clean = clean },
	/*
	 * The loader's own come first, and are not ours. The driver core answers EINVAL for a name
	 * that it could not make, and nothing for attributes that it could not: ENODEV is then ours.
	 */
	{ .name = "load", .no_device = true, .prepare = prepare_load, .run = run_load, .holds = comes_or_leaves_nothing,
	  .clean = clean, .last = 250, .also = { -ENODEV, -EINVAL } },
};
const unsigned int life_action_count = sizeof(life_actions) / sizeof(life_actions[0]);
