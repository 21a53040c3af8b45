/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * The device table, compiled in. device_table.c is generated from
 * kernel/devices.json; what is quarantined is a switch over constants there,
 * not data that a stray write could change.
 */
#ifndef DSMIL_DEVICE_TABLE_H
#define DSMIL_DEVICE_TABLE_H

#include "port.h"

struct dsmil_device_info {
	u16 token;
	u8 group;
	u8 index;
	u8 risk;			/* enum dsmil_risk_level */
	u8 access;			/* enum dsmil_access */
	const char *name;
};

/* By ascending token. A position in it is the "device" of the core and of backends. */
extern const struct dsmil_device_info dsmil_device_table[DSMIL_DEVICE_COUNT];
extern const char *const dsmil_group_names[DSMIL_GROUP_COUNT];

/* Position in the table, or -1 when there is no such token. */
int dsmil_device_position(u16 token);

/* Safety rule 1: nothing lifts this. */
bool dsmil_token_quarantined(u16 token);

#endif
