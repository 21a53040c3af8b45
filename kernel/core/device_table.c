// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * Generated from kernel/devices.json by scripts/codegen; do not edit.
 */
#include "device_table.h"

const struct dsmil_device_info dsmil_device_table[DSMIL_DEVICE_COUNT] = {
	{ 0x8000, 0, 0, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "TPM Control Interface" },
	{ 0x8001, 0, 1, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Boot Security Manager" },
	{ 0x8002, 0, 2, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Credential Vault" },
	{ 0x8003, 0, 3, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Audit Log Controller" },
	{ 0x8004, 0, 4, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Event Logger" },
	{ 0x8005, 0, 5, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Performance Monitor" },
	{ 0x8006, 0, 6, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Thermal Sensor Hub" },
	{ 0x8007, 0, 7, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Power State Controller" },
	{ 0x8008, 0, 8, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Emergency Response Prep" },
	{ 0x8009, 0, 9, DSMIL_RISK_QUARANTINED, DSMIL_ACCESS_NONE,
	  "Data Destruction" },
	{ 0x800a, 0, 10, DSMIL_RISK_QUARANTINED, DSMIL_ACCESS_NONE,
	  "Cascade Wipe" },
	{ 0x800b, 0, 11, DSMIL_RISK_QUARANTINED, DSMIL_ACCESS_NONE,
	  "Hardware Sanitize" },
	{ 0x8010, 1, 0, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Intrusion Detection" },
	{ 0x8011, 1, 1, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Access Control List" },
	{ 0x8012, 1, 2, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Secure Channel Manager" },
	{ 0x8013, 1, 3, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Key Management Service" },
	{ 0x8014, 1, 4, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Certificate Store" },
	{ 0x8015, 1, 5, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Network Filter" },
	{ 0x8016, 1, 6, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "VPN Controller" },
	{ 0x8017, 1, 7, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Remote Access Manager" },
	{ 0x8018, 1, 8, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Pre-Isolation State" },
	{ 0x8019, 1, 9, DSMIL_RISK_QUARANTINED, DSMIL_ACCESS_NONE,
	  "Network Kill" },
	{ 0x801a, 1, 10, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Port Security" },
	{ 0x801b, 1, 11, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Wireless Security" },
	{ 0x8020, 2, 0, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Network Interface Control" },
	{ 0x8021, 2, 1, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Ethernet Controller" },
	{ 0x8022, 2, 2, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "WiFi Controller" },
	{ 0x8023, 2, 3, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Bluetooth Manager" },
	{ 0x8024, 2, 4, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Cellular Modem" },
	{ 0x8025, 2, 5, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "DNS Resolver" },
	{ 0x8026, 2, 6, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "DHCP Client" },
	{ 0x8027, 2, 7, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Routing Table" },
	{ 0x8028, 2, 8, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "QoS Manager" },
	{ 0x8029, 2, 9, DSMIL_RISK_QUARANTINED, DSMIL_ACCESS_NONE,
	  "Communications Blackout" },
	{ 0x802a, 2, 10, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Network Monitor" },
	{ 0x802b, 2, 11, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Packet Filter" },
	{ 0x8030, 3, 0, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 0" },
	{ 0x8031, 3, 1, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 1" },
	{ 0x8032, 3, 2, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 2" },
	{ 0x8033, 3, 3, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 3" },
	{ 0x8034, 3, 4, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 4" },
	{ 0x8035, 3, 5, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 5" },
	{ 0x8036, 3, 6, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 6" },
	{ 0x8037, 3, 7, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 7" },
	{ 0x8038, 3, 8, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 8" },
	{ 0x8039, 3, 9, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 9" },
	{ 0x803a, 3, 10, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 10" },
	{ 0x803b, 3, 11, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Data Processing 11" },
	{ 0x8040, 4, 0, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 0" },
	{ 0x8041, 4, 1, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 1" },
	{ 0x8042, 4, 2, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 2" },
	{ 0x8043, 4, 3, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 3" },
	{ 0x8044, 4, 4, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 4" },
	{ 0x8045, 4, 5, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 5" },
	{ 0x8046, 4, 6, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 6" },
	{ 0x8047, 4, 7, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 7" },
	{ 0x8048, 4, 8, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 8" },
	{ 0x8049, 4, 9, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 9" },
	{ 0x804a, 4, 10, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 10" },
	{ 0x804b, 4, 11, DSMIL_RISK_HIGH, DSMIL_ACCESS_RESTRICTED,
	  "Storage Control 11" },
	{ 0x8050, 5, 0, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 0" },
	{ 0x8051, 5, 1, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 1" },
	{ 0x8052, 5, 2, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 2" },
	{ 0x8053, 5, 3, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 3" },
	{ 0x8054, 5, 4, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 4" },
	{ 0x8055, 5, 5, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 5" },
	{ 0x8056, 5, 6, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 6" },
	{ 0x8057, 5, 7, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 7" },
	{ 0x8058, 5, 8, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 8" },
	{ 0x8059, 5, 9, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 9" },
	{ 0x805a, 5, 10, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 10" },
	{ 0x805b, 5, 11, DSMIL_RISK_LOW, DSMIL_ACCESS_MONITOR,
	  "Peripheral Management 11" },
	{ 0x8060, 6, 0, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 0" },
	{ 0x8061, 6, 1, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 1" },
	{ 0x8062, 6, 2, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 2" },
	{ 0x8063, 6, 3, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 3" },
	{ 0x8064, 6, 4, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 4" },
	{ 0x8065, 6, 5, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 5" },
	{ 0x8066, 6, 6, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 6" },
	{ 0x8067, 6, 7, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 7" },
	{ 0x8068, 6, 8, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 8" },
	{ 0x8069, 6, 9, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 9" },
	{ 0x806a, 6, 10, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 10" },
	{ 0x806b, 6, 11, DSMIL_RISK_MODERATE, DSMIL_ACCESS_RESTRICTED,
	  "Training Functions 11" },
};

const char *const dsmil_group_names[DSMIL_GROUP_COUNT] = {
	"Core Security & Emergency",
	"Extended Security",
	"Network & Communications",
	"Data Processing",
	"Storage Control",
	"Peripheral Management",
	"Training Functions",
};

/* What the table was generated for is what the ABI says. */
_Static_assert(DSMIL_DEVICE_COUNT == 84, "device table: count");
_Static_assert(DSMIL_GROUP_COUNT == 7, "device table: groups");
_Static_assert(DSMIL_GROUP_SIZE == 12, "device table: group size");
_Static_assert(DSMIL_TOKEN_BASE == 0x8000, "device table: token base");
_Static_assert(DSMIL_GROUP_COUNT * DSMIL_GROUP_SIZE == DSMIL_DEVICE_COUNT,
	       "device table: every group is full");

int dsmil_device_position(u16 token)
{
	u32 group, index;

	if (token < DSMIL_TOKEN_BASE)
		return -1;
	group = ((u32)token - DSMIL_TOKEN_BASE) >> 4;
	index = ((u32)token - DSMIL_TOKEN_BASE) & 0xf;
	if (group >= DSMIL_GROUP_COUNT || index >= DSMIL_GROUP_SIZE)
		return -1;
	return (int)(group * DSMIL_GROUP_SIZE + index);
}

bool dsmil_token_quarantined(u16 token)
{
	switch (token) {
	case 0x8009: /* Data Destruction */
	case 0x800a: /* Cascade Wipe */
	case 0x800b: /* Hardware Sanitize */
	case 0x8019: /* Network Kill */
	case 0x8029: /* Communications Blackout */
		return true;
	default:
		return false;
	}
}
