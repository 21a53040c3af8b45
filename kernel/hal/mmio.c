// SPDX-License-Identifier: GPL-2.0-only
/*
 * The registry in physical memory: pairs of 32-bit words, a pair per device.
 *
 *   word 0   identity, token << 8 | flags: 0x00800003 is token 0x8000, flags 3.
 *            0 and 0xffffffff: the pair is empty
 *   word 1   control and status: 0x00200000 is idle
 *
 * As registers: 0 is word 1 (WRITE, and what RESET, ACTIVATE and DEACTIVATE set),
 * 1 is word 0, read-only.
 *
 * The order of pairs is not known and nobody promises that it stays, so that a
 * position is worth nothing by itself:
 *  - what the scan cannot explain (a token twice, a token that no table has)
 *    refuses the whole registry: a misread one is worse than none;
 *  - word 0 is read again right before each access to word 1 and right after it. A
 *    mismatch before means that nothing is accessed; one after, that what was
 *    accessed may have been another device's. Both lose the registry (-ENXIO),
 *    upon which the core latches the stop;
 *  - the whole word counts, flags too: what they mean is not known, and a changed
 *    identity is not the one that was trusted;
 *  - word 1 of a quarantined pair is never accessed: its offset is not even kept.
 */
#define pr_fmt(fmt) "dsmil: mmio: " fmt

#include <linux/err.h>
#include <linux/io.h>
#include <linux/ioport.h>

#include "hardware.h"
#include "../driver/trace.h"

#define PAIR_BYTES		8
#define EMPTY_ZEROS		0x00000000U
#define EMPTY_ONES		0xffffffffU

#define STATUS_IDLE		0x00200000U
#define STATUS_ACTIVE_BIT	0x00000001U

#define REGISTER_STATUS		DSMIL_CONTROL_REGISTER
#define REGISTER_IDENTITY	1

#define NOWHERE			U32_MAX

struct dsmil_mmio {
	struct dsmil_hal hal;		/* first: what the core is given */
	u8 __iomem *words;		/* NULL once let go */
	u64 base;
	u32 span;
	struct {
		u32 identity;		/* word 0 as scanned, 0: not listed */
		u32 status_at;		/* offset of word 1; NOWHERE when quarantined */
		u32 identity_at;	/* offset of word 0 */
	} pairs[DSMIL_DEVICE_COUNT];	/* fixed once scanned */
};

static struct dsmil_mmio *mmio_of(struct dsmil_hal *hal)
{
	return container_of(hal, struct dsmil_mmio, hal);
}

/* Which device word 0 names: a position, or a negative errno. */
static int device_of(u32 identity)
{
	int device;

	if (identity >> 24)
		return -EINVAL;
	device = dsmil_device_position(identity >> 8);
	return device < 0 ? -EINVAL : device;
}

/*
 * Reads word 0 of every pair, and only that, and calls a pair's reader with what it
 * names. 0, or what is wrong with the registry.
 */
static int scan(struct dsmil_mmio *mmio,
		int (*found)(struct dsmil_mmio *mmio, int device, u32 identity, u32 at))
{
	u32 at;

	for (at = 0; at + PAIR_BYTES <= mmio->span; at += PAIR_BYTES) {
		u32 identity = readl(mmio->words + at);
		int device, error;

		if (identity == EMPTY_ZEROS || identity == EMPTY_ONES)
			continue;
		device = device_of(identity);
		if (device < 0) {
			pr_err("registry refused: word 0x%08x at 0x%llx names no known device\n",
			       identity, mmio->base + at);
			return -ENXIO;
		}
		error = found(mmio, device, identity, at);
		if (error)
			return error;
	}
	return 0;
}

static int learn(struct dsmil_mmio *mmio, int device, u32 identity, u32 at)
{
	u16 token = dsmil_device_table[device].token;

	if (mmio->pairs[device].identity) {
		pr_err("registry refused: token 0x%04x at 0x%llx and again at 0x%llx\n", token,
		       mmio->base + mmio->pairs[device].identity_at, mmio->base + at);
		return -ENXIO;
	}
	mmio->pairs[device].identity = identity;
	mmio->pairs[device].identity_at = at;
	mmio->pairs[device].status_at = dsmil_token_quarantined(token) ? NOWHERE : at + 4;
	return 0;
}

static int compare(struct dsmil_mmio *mmio, int device, u32 identity, u32 at)
{
	if (mmio->pairs[device].identity == identity && mmio->pairs[device].identity_at == at)
		return 0;
	pr_err("registry lost: word 0x%08x at 0x%llx was not there\n", identity, mmio->base + at);
	return -ENXIO;
}

/* ------------------------------------------------------------ operations */

static bool mmio_present(struct dsmil_hal *hal, u32 device)
{
	return mmio_of(hal)->pairs[device].identity != 0;
}

/* Is the pair where it was scanned, and may its word 1 be accessed? */
static int check(struct dsmil_mmio *mmio, u32 device, u32 *identity)
{
	if (dsmil_token_quarantined(dsmil_device_table[device].token) ||
	    mmio->pairs[device].status_at == NOWHERE)
		return -EACCES;
	if (!mmio->words || !mmio->pairs[device].identity)
		return -ENXIO;
	*identity = readl(mmio->words + mmio->pairs[device].identity_at);
	return *identity == mmio->pairs[device].identity ? 0 : -ENXIO;
}

static int read_status(struct dsmil_mmio *mmio, u32 device, u32 *status, u32 *identity)
{
	u16 token = dsmil_device_table[device].token;
	int error = check(mmio, device, identity);

	if (!error) {
		*status = readl(mmio->words + mmio->pairs[device].status_at);
		error = check(mmio, device, identity);
	}
	trace_dsmil_access(token, REGISTER_STATUS, false, error ? 0 : *status, error);
	return error;
}

static u8 power_of(u32 status)
{
	if (status == EMPTY_ONES)
		return DSMIL_POWER_FAULT;
	if ((status & ~STATUS_ACTIVE_BIT) != STATUS_IDLE)
		return DSMIL_POWER_UNKNOWN;
	return status & STATUS_ACTIVE_BIT ? DSMIL_POWER_ACTIVE : DSMIL_POWER_IDLE;
}

static int mmio_sample(struct dsmil_hal *hal, u32 device, struct dsmil_sample *sample)
{
	u32 status, identity;
	int error = read_status(mmio_of(hal), device, &status, &identity);

	if (error)
		return error;
	memset(sample, 0, sizeof(*sample));
	sample->registers[REGISTER_STATUS] = status;
	sample->registers[REGISTER_IDENTITY] = identity;
	sample->register_mask = BIT(REGISTER_STATUS) | BIT(REGISTER_IDENTITY);
	sample->temperature_mc = S32_MIN;
	sample->power_state = power_of(status);
	return 0;
}

static int mmio_read(struct dsmil_hal *hal, u32 device, u32 reg, u32 *value, u32 *firmware_status)
{
	u32 status, identity;
	int error;

	*firmware_status = 0;
	if (reg > REGISTER_IDENTITY)
		return -EIO;
	if (reg == REGISTER_IDENTITY) {
		error = check(mmio_of(hal), device, value);
		trace_dsmil_access(dsmil_device_table[device].token, reg, false,
				   error ? 0 : *value, error);
		return error;
	}
	error = read_status(mmio_of(hal), device, &status, &identity);
	if (!error)
		*value = status;
	return error;
}

static int mmio_write(struct dsmil_hal *hal, u32 device, u32 reg, u32 value, u32 *firmware_status)
{
	struct dsmil_mmio *mmio = mmio_of(hal);
	u32 identity;
	int error;

	*firmware_status = 0;
	if (reg != REGISTER_STATUS)
		return -EIO;
	error = check(mmio, device, &identity);
	if (!error) {
		writel(value, mmio->words + mmio->pairs[device].status_at);
		/* Written, whatever it was that got it. */
		if (check(mmio, device, &identity))
			error = -ESTALE;
	}
	trace_dsmil_access(dsmil_device_table[device].token, reg, true, value, error);
	return error;
}

/*
 * No published source says how an operation is issued. Idle is known, and bit 0 is
 * the one that the SMI status calls active: both are states to be set, not commands
 * that could do twice what was meant once.
 */
static int mmio_control(struct dsmil_hal *hal, u32 type, u32 current_value, u32 *value, u32 *expect,
			u32 *mask)
{
	switch (type) {
	case DSMIL_OPERATION_ACTIVATE:
		*value = STATUS_IDLE | STATUS_ACTIVE_BIT;
		break;
	case DSMIL_OPERATION_RESET:
	case DSMIL_OPERATION_DEACTIVATE:
		*value = STATUS_IDLE;
		break;
	default:
		return -EINVAL;
	}
	*expect = *value;
	*mask = ~0U;
	return 0;
}

/* After a suspend: the same pairs at the same places, no more and no less. */
static int mmio_verify(struct dsmil_hal *hal)
{
	struct dsmil_mmio *mmio = mmio_of(hal);
	u32 device;
	int error;

	if (!mmio->words)
		return -ENXIO;
	error = scan(mmio, compare);
	for (device = 0; !error && device < DSMIL_DEVICE_COUNT; device++) {
		if (mmio->pairs[device].identity &&
		    readl(mmio->words + mmio->pairs[device].identity_at) !=
			    mmio->pairs[device].identity) {
			pr_err("registry lost: token 0x%04x is not at 0x%llx any more\n",
			       dsmil_device_table[device].token,
			       mmio->base + mmio->pairs[device].identity_at);
			error = -ENXIO;
		}
	}
	return error;
}

static const struct dsmil_hal_ops mmio_ops = {
	.name = "mmio",
	.backend = DSMIL_BACKEND_MMIO,
	.register_count = 2,
	.writable_mask = BIT(REGISTER_STATUS),
	.config_mask = 0,
	.operation_mask = BIT(DSMIL_OPERATION_READ) | BIT(DSMIL_OPERATION_WRITE) |
			  BIT(DSMIL_OPERATION_RESET) | BIT(DSMIL_OPERATION_ACTIVATE) |
			  BIT(DSMIL_OPERATION_DEACTIVATE),
	.present = mmio_present,
	.sample = mmio_sample,
	.read = mmio_read,
	.write = mmio_write,
	.control = mmio_control,
	.verify = mmio_verify,
};

/* ------------------------------------------------------------------ life */

struct dsmil_hal *dsmil_mmio_create(u64 base, u32 span)
{
	struct dsmil_mmio *mmio;
	int error;

	if (base % PAGE_SIZE || base + span < base) {
		pr_err("mmio_base=0x%llx: must be a multiple of the page size (%lu)\n", base,
		       PAGE_SIZE);
		return ERR_PTR(-EINVAL);
	}
	if (span < PAIR_BYTES || span > DSMIL_MMIO_SPAN_MAX || span % PAIR_BYTES) {
		pr_err("mmio_span=%u: must be a multiple of %u from %u to %u bytes\n", span,
		       PAIR_BYTES, PAIR_BYTES, DSMIL_MMIO_SPAN_MAX);
		return ERR_PTR(-EINVAL);
	}
	mmio = kzalloc(sizeof(*mmio), GFP_KERNEL);
	if (!mmio)
		return ERR_PTR(-ENOMEM);
	mmio->hal.ops = &mmio_ops;
	mmio->base = base;
	mmio->span = span;
	error = -EBUSY;
	if (!request_mem_region(base, span, "dsmil")) {
		pr_err("the memory at 0x%llx (%u bytes) is another driver's: see /proc/iomem\n",
		       base, span);
		goto free;
	}
	error = -ENOMEM;
	mmio->words = ioremap(base, span);
	if (!mmio->words) {
		pr_err("cannot map the memory at 0x%llx (%u bytes)\n", base, span);
		goto release;
	}
	error = scan(mmio, learn);
	if (error)
		goto unmap;
	return &mmio->hal;

unmap:
	iounmap(mmio->words);
release:
	release_mem_region(base, span);
free:
	kfree(mmio);
	return ERR_PTR(error);
}

void dsmil_mmio_let_go(struct dsmil_hal *hal)
{
	struct dsmil_mmio *mmio = mmio_of(hal);

	iounmap(mmio->words);
	mmio->words = NULL;
	release_mem_region(mmio->base, mmio->span);
}

void dsmil_mmio_destroy(struct dsmil_hal *hal)
{
	kfree(mmio_of(hal));
}
