// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/devices.json by scripts/codegen; do not edit.
import type { Access, RiskLevel } from './enums.ts';

export interface DeviceDescription {
  readonly token: number;
  readonly group: number;
  readonly index: number;
  /** In the table, and in the state page. */
  readonly position: number;
  readonly name: string;
  readonly risk: RiskLevel;
  readonly access: Access;
  /** Nothing lifts that; the core has it compiled in. */
  readonly quarantined: boolean;
  /** How sure the table is, in percent. */
  readonly confidence: number;
}

/** By ascending token. */
export const DEVICES: readonly DeviceDescription[] = [
  { token: 0x8000, group: 0, index: 0, position: 0, name: 'TPM Control Interface', risk: 3, access: 2, quarantined: false, confidence: 85 },
  { token: 0x8001, group: 0, index: 1, position: 1, name: 'Boot Security Manager', risk: 3, access: 2, quarantined: false, confidence: 80 },
  { token: 0x8002, group: 0, index: 2, position: 2, name: 'Credential Vault', risk: 3, access: 2, quarantined: false, confidence: 75 },
  { token: 0x8003, group: 0, index: 3, position: 3, name: 'Audit Log Controller', risk: 2, access: 1, quarantined: false, confidence: 90 },
  { token: 0x8004, group: 0, index: 4, position: 4, name: 'Event Logger', risk: 2, access: 1, quarantined: false, confidence: 95 },
  { token: 0x8005, group: 0, index: 5, position: 5, name: 'Performance Monitor', risk: 3, access: 2, quarantined: false, confidence: 85 },
  { token: 0x8006, group: 0, index: 6, position: 6, name: 'Thermal Sensor Hub', risk: 3, access: 2, quarantined: false, confidence: 90 },
  { token: 0x8007, group: 0, index: 7, position: 7, name: 'Power State Controller', risk: 4, access: 2, quarantined: false, confidence: 70 },
  { token: 0x8008, group: 0, index: 8, position: 8, name: 'Emergency Response Prep', risk: 4, access: 2, quarantined: false, confidence: 60 },
  { token: 0x8009, group: 0, index: 9, position: 9, name: 'Data Destruction', risk: 6, access: 0, quarantined: true, confidence: 99 },
  { token: 0x800a, group: 0, index: 10, position: 10, name: 'Cascade Wipe', risk: 6, access: 0, quarantined: true, confidence: 95 },
  { token: 0x800b, group: 0, index: 11, position: 11, name: 'Hardware Sanitize', risk: 6, access: 0, quarantined: true, confidence: 90 },
  { token: 0x8010, group: 1, index: 0, position: 12, name: 'Intrusion Detection', risk: 3, access: 2, quarantined: false, confidence: 80 },
  { token: 0x8011, group: 1, index: 1, position: 13, name: 'Access Control List', risk: 3, access: 2, quarantined: false, confidence: 75 },
  { token: 0x8012, group: 1, index: 2, position: 14, name: 'Secure Channel Manager', risk: 3, access: 2, quarantined: false, confidence: 70 },
  { token: 0x8013, group: 1, index: 3, position: 15, name: 'Key Management Service', risk: 4, access: 2, quarantined: false, confidence: 65 },
  { token: 0x8014, group: 1, index: 4, position: 16, name: 'Certificate Store', risk: 3, access: 2, quarantined: false, confidence: 75 },
  { token: 0x8015, group: 1, index: 5, position: 17, name: 'Network Filter', risk: 3, access: 2, quarantined: false, confidence: 70 },
  { token: 0x8016, group: 1, index: 6, position: 18, name: 'VPN Controller', risk: 4, access: 2, quarantined: false, confidence: 65 },
  { token: 0x8017, group: 1, index: 7, position: 19, name: 'Remote Access Manager', risk: 4, access: 2, quarantined: false, confidence: 60 },
  { token: 0x8018, group: 1, index: 8, position: 20, name: 'Pre-Isolation State', risk: 4, access: 2, quarantined: false, confidence: 70 },
  { token: 0x8019, group: 1, index: 9, position: 21, name: 'Network Kill', risk: 6, access: 0, quarantined: true, confidence: 85 },
  { token: 0x801a, group: 1, index: 10, position: 22, name: 'Port Security', risk: 3, access: 2, quarantined: false, confidence: 60 },
  { token: 0x801b, group: 1, index: 11, position: 23, name: 'Wireless Security', risk: 3, access: 2, quarantined: false, confidence: 65 },
  { token: 0x8020, group: 2, index: 0, position: 24, name: 'Network Interface Control', risk: 3, access: 2, quarantined: false, confidence: 75 },
  { token: 0x8021, group: 2, index: 1, position: 25, name: 'Ethernet Controller', risk: 2, access: 1, quarantined: false, confidence: 80 },
  { token: 0x8022, group: 2, index: 2, position: 26, name: 'WiFi Controller', risk: 3, access: 2, quarantined: false, confidence: 85 },
  { token: 0x8023, group: 2, index: 3, position: 27, name: 'Bluetooth Manager', risk: 3, access: 2, quarantined: false, confidence: 80 },
  { token: 0x8024, group: 2, index: 4, position: 28, name: 'Cellular Modem', risk: 3, access: 2, quarantined: false, confidence: 70 },
  { token: 0x8025, group: 2, index: 5, position: 29, name: 'DNS Resolver', risk: 2, access: 1, quarantined: false, confidence: 75 },
  { token: 0x8026, group: 2, index: 6, position: 30, name: 'DHCP Client', risk: 2, access: 1, quarantined: false, confidence: 75 },
  { token: 0x8027, group: 2, index: 7, position: 31, name: 'Routing Table', risk: 3, access: 2, quarantined: false, confidence: 70 },
  { token: 0x8028, group: 2, index: 8, position: 32, name: 'QoS Manager', risk: 2, access: 1, quarantined: false, confidence: 65 },
  { token: 0x8029, group: 2, index: 9, position: 33, name: 'Communications Blackout', risk: 6, access: 0, quarantined: true, confidence: 80 },
  { token: 0x802a, group: 2, index: 10, position: 34, name: 'Network Monitor', risk: 2, access: 1, quarantined: false, confidence: 85 },
  { token: 0x802b, group: 2, index: 11, position: 35, name: 'Packet Filter', risk: 3, access: 2, quarantined: false, confidence: 75 },
  { token: 0x8030, group: 3, index: 0, position: 36, name: 'Data Processing 0', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8031, group: 3, index: 1, position: 37, name: 'Data Processing 1', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8032, group: 3, index: 2, position: 38, name: 'Data Processing 2', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8033, group: 3, index: 3, position: 39, name: 'Data Processing 3', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8034, group: 3, index: 4, position: 40, name: 'Data Processing 4', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8035, group: 3, index: 5, position: 41, name: 'Data Processing 5', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8036, group: 3, index: 6, position: 42, name: 'Data Processing 6', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8037, group: 3, index: 7, position: 43, name: 'Data Processing 7', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8038, group: 3, index: 8, position: 44, name: 'Data Processing 8', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8039, group: 3, index: 9, position: 45, name: 'Data Processing 9', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x803a, group: 3, index: 10, position: 46, name: 'Data Processing 10', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x803b, group: 3, index: 11, position: 47, name: 'Data Processing 11', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8040, group: 4, index: 0, position: 48, name: 'Storage Control 0', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8041, group: 4, index: 1, position: 49, name: 'Storage Control 1', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8042, group: 4, index: 2, position: 50, name: 'Storage Control 2', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8043, group: 4, index: 3, position: 51, name: 'Storage Control 3', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8044, group: 4, index: 4, position: 52, name: 'Storage Control 4', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8045, group: 4, index: 5, position: 53, name: 'Storage Control 5', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8046, group: 4, index: 6, position: 54, name: 'Storage Control 6', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8047, group: 4, index: 7, position: 55, name: 'Storage Control 7', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8048, group: 4, index: 8, position: 56, name: 'Storage Control 8', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8049, group: 4, index: 9, position: 57, name: 'Storage Control 9', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x804a, group: 4, index: 10, position: 58, name: 'Storage Control 10', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x804b, group: 4, index: 11, position: 59, name: 'Storage Control 11', risk: 4, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8050, group: 5, index: 0, position: 60, name: 'Peripheral Management 0', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x8051, group: 5, index: 1, position: 61, name: 'Peripheral Management 1', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x8052, group: 5, index: 2, position: 62, name: 'Peripheral Management 2', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x8053, group: 5, index: 3, position: 63, name: 'Peripheral Management 3', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x8054, group: 5, index: 4, position: 64, name: 'Peripheral Management 4', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x8055, group: 5, index: 5, position: 65, name: 'Peripheral Management 5', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x8056, group: 5, index: 6, position: 66, name: 'Peripheral Management 6', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x8057, group: 5, index: 7, position: 67, name: 'Peripheral Management 7', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x8058, group: 5, index: 8, position: 68, name: 'Peripheral Management 8', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x8059, group: 5, index: 9, position: 69, name: 'Peripheral Management 9', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x805a, group: 5, index: 10, position: 70, name: 'Peripheral Management 10', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x805b, group: 5, index: 11, position: 71, name: 'Peripheral Management 11', risk: 2, access: 1, quarantined: false, confidence: 40 },
  { token: 0x8060, group: 6, index: 0, position: 72, name: 'Training Functions 0', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8061, group: 6, index: 1, position: 73, name: 'Training Functions 1', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8062, group: 6, index: 2, position: 74, name: 'Training Functions 2', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8063, group: 6, index: 3, position: 75, name: 'Training Functions 3', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8064, group: 6, index: 4, position: 76, name: 'Training Functions 4', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8065, group: 6, index: 5, position: 77, name: 'Training Functions 5', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8066, group: 6, index: 6, position: 78, name: 'Training Functions 6', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8067, group: 6, index: 7, position: 79, name: 'Training Functions 7', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8068, group: 6, index: 8, position: 80, name: 'Training Functions 8', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x8069, group: 6, index: 9, position: 81, name: 'Training Functions 9', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x806a, group: 6, index: 10, position: 82, name: 'Training Functions 10', risk: 3, access: 2, quarantined: false, confidence: 40 },
  { token: 0x806b, group: 6, index: 11, position: 83, name: 'Training Functions 11', risk: 3, access: 2, quarantined: false, confidence: 40 },
];

export const GROUP_NAMES: readonly string[] = [
  'Core Security & Emergency',
  'Extended Security',
  'Network & Communications',
  'Data Processing',
  'Storage Control',
  'Peripheral Management',
  'Training Functions',
];
