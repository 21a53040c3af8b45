// SPDX-License-Identifier: GPL-2.0-only
/* Which backend, and whether this machine may have its hardware. */
#define pr_fmt(fmt) "dsmil: " fmt

#include <linux/dmi.h>
#include <linux/err.h>
#include <linux/kernel.h>

#include "../hal/hardware.h"
#include "../hal/sim.h"
#include "driver.h"

/* The same registers at each load: a simulation is there to be repeated. */
#define SIM_SEED	0x44534d494cULL

/*
 * Machines that are taken to have the devices. Neither design nor specification names
 * one, so that this is narrow on purpose: an ordinary machine of the same model does
 * not match. Whoever knows another one has force=1.
 */
static const struct dmi_system_id machines[] = {
	{
		.ident = "Dell Latitude 5450 MIL-SPEC",
		.matches = {
			DMI_EXACT_MATCH(DMI_SYS_VENDOR, "Dell Inc."),
			DMI_MATCH(DMI_PRODUCT_NAME, "Latitude 5450 MIL-SPEC"),
		},
	},
	{ }
};

static struct dsmil_hal *sim_create(const struct dsmil_parameters *parameters)
{
	struct dsmil_sim *sim = kvzalloc(sizeof(*sim), GFP_KERNEL);

	if (!sim)
		return ERR_PTR(-ENOMEM);
	dsmil_sim_init(sim, SIM_SEED);
	return &sim->hal;
}

static void sim_let_go(struct dsmil_hal *hal)
{
	/* There is no hardware; its registers stay readable to debugfs until the end. */
}

static void sim_destroy(struct dsmil_hal *hal)
{
	kvfree(container_of(hal, struct dsmil_sim, hal));
}

static struct dsmil_hal *mmio_create(const struct dsmil_parameters *parameters)
{
	return dsmil_mmio_create(parameters->mmio_base, parameters->mmio_span);
}

static struct dsmil_hal *smi_create(const struct dsmil_parameters *parameters)
{
	return dsmil_smi_create();
}

static const struct dsmil_backend_choice choices[] = {
	{
		.name = "sim",
		.create = sim_create,
		.let_go = sim_let_go,
		.destroy = sim_destroy,
	},
	{
		.name = "mmio",
		.hardware = true,
		.create = mmio_create,
		.let_go = dsmil_mmio_let_go,
		.destroy = dsmil_mmio_destroy,
	},
	{
		.name = "smi",
		.hardware = true,
		.create = smi_create,
		.let_go = dsmil_smi_let_go,
		.destroy = dsmil_smi_destroy,
	},
};

const struct dsmil_backend_choice *dsmil_backend_find(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(choices); i++) {
		if (!strcmp(choices[i].name, name))
			return &choices[i];
	}
	return NULL;
}

int dsmil_backend_allowed(const struct dsmil_backend_choice *backend,
			  const struct dsmil_parameters *parameters, bool *forced)
{
	*forced = false;
	if (!backend->hardware || dmi_check_system(machines))
		return 0;
	if (!parameters->force) {
		pr_err("backend=%s: this machine (%s, %s) is not known to have the devices; "
		       "force=1 if you know that it has\n",
		       backend->name, dmi_get_system_info(DMI_SYS_VENDOR) ?: "no vendor",
		       dmi_get_system_info(DMI_PRODUCT_NAME) ?: "no product name");
		return -ENODEV;
	}
	pr_warn("backend=%s by force=1 on an unknown machine: the kernel is tainted\n",
		backend->name);
	add_taint(TAINT_USER, LOCKDEP_STILL_OK);
	*forced = true;
	return 0;
}
