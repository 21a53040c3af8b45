/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two backends that reach hardware: kernel only. Their rules are in their .c
 * files. Both are made while the driver binds and let go when nothing is in
 * flight any more; what is asked of them after that answers -ENXIO, so that a file
 * that outlives the hardware finds a backend that knows it has none.
 */
#ifndef DSMIL_HAL_HARDWARE_H
#define DSMIL_HAL_HARDWARE_H

#include "../core/device_table.h"
#include "hal.h"

/* Where the registry is, and how much of it is scanned. */
#define DSMIL_MMIO_BASE_DEFAULT	0x60000000ULL
#define DSMIL_MMIO_SPAN_DEFAULT	4096U
#define DSMIL_MMIO_SPAN_MAX	65536U

/* The result is a backend, or an ERR_PTR with the cause in the log. */
struct dsmil_hal *dsmil_mmio_create(u64 base, u32 span);
/* Unmaps. Nothing is in flight. */
void dsmil_mmio_let_go(struct dsmil_hal *hal);
void dsmil_mmio_destroy(struct dsmil_hal *hal);

struct dsmil_hal *dsmil_smi_create(void);
void dsmil_smi_let_go(struct dsmil_hal *hal);
void dsmil_smi_destroy(struct dsmil_hal *hal);

#endif
