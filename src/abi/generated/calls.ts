// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/include/uapi/dsmil.h by scripts/codegen; do not edit.

export interface CallDescription {
  readonly name: string;
  /** What the simulator's socket carries, and _IOC_NR of the ioctl. */
  readonly nr: number;
  readonly ioctl: number;
  /** Of the argument structure. */
  readonly size: number;
  /** Its name in STRUCTS. */
  readonly struct: string;
}

export const CALLS = {
  INFO: { name: 'INFO', nr: 0x01, ioctl: 0xc0b0d501, size: 176, struct: 'Info' },
  GET_STATE: { name: 'GET_STATE', nr: 0x02, ioctl: 0xfc78d502, size: 15480, struct: 'GetState' },
  READ: { name: 'READ', nr: 0x03, ioctl: 0xc028d503, size: 40, struct: 'Read' },
  STATS: { name: 'STATS', nr: 0x04, ioctl: 0xc2a0d504, size: 672, struct: 'Stats' },
  WAIT: { name: 'WAIT', nr: 0x05, ioctl: 0xc020d505, size: 32, struct: 'Wait' },
  RING_SETUP: { name: 'RING_SETUP', nr: 0x10, ioctl: 0xc028d510, size: 40, struct: 'RingSetup' },
  RING_RESET: { name: 'RING_RESET', nr: 0x11, ioctl: 0xc028d511, size: 40, struct: 'RingReset' },
  STOP: { name: 'STOP', nr: 0x20, ioctl: 0xc048d520, size: 72, struct: 'Stop' },
  STOP_STATUS: { name: 'STOP_STATUS', nr: 0x21, ioctl: 0xc060d521, size: 96, struct: 'StopStatus' },
  STOP_ACK: { name: 'STOP_ACK', nr: 0x22, ioctl: 0xc018d522, size: 24, struct: 'StopAck' },
  RESET_REQUEST: { name: 'RESET_REQUEST', nr: 0x23, ioctl: 0xc028d523, size: 40, struct: 'Reset' },
  RESET_CONFIRM: { name: 'RESET_CONFIRM', nr: 0x24, ioctl: 0xc028d524, size: 40, struct: 'Reset' },
  START: { name: 'START', nr: 0x25, ioctl: 0xc020d525, size: 32, struct: 'Start' },
  DEADMAN_ARM: { name: 'DEADMAN_ARM', nr: 0x30, ioctl: 0xc018d530, size: 24, struct: 'Deadman' },
  DEADMAN_BEAT: { name: 'DEADMAN_BEAT', nr: 0x31, ioctl: 0xc018d531, size: 24, struct: 'Deadman' },
  DEADMAN_DISARM: { name: 'DEADMAN_DISARM', nr: 0x32, ioctl: 0xc018d532, size: 24, struct: 'Deadman' },
  CLAIM: { name: 'CLAIM', nr: 0x40, ioctl: 0xc018d540, size: 24, struct: 'Claim' },
  AUDIT_HEAD_GET: { name: 'AUDIT_HEAD_GET', nr: 0x41, ioctl: 0xc068d541, size: 104, struct: 'AuditHead' },
  AUDIT_HEAD_SET: { name: 'AUDIT_HEAD_SET', nr: 0x42, ioctl: 0xc068d542, size: 104, struct: 'AuditHead' },
  TX_PREPARE: { name: 'TX_PREPARE', nr: 0x50, ioctl: 0xcad8d550, size: 2776, struct: 'TxPrepare' },
  TX_COMMIT: { name: 'TX_COMMIT', nr: 0x51, ioctl: 0xc058d551, size: 88, struct: 'TxCommit' },
  TX_ABORT: { name: 'TX_ABORT', nr: 0x52, ioctl: 0xc020d552, size: 32, struct: 'TxId' },
  TX_STATUS: { name: 'TX_STATUS', nr: 0x53, ioctl: 0xcae0d553, size: 2784, struct: 'TxStatus' },
  TX_FORGET: { name: 'TX_FORGET', nr: 0x54, ioctl: 0xc020d554, size: 32, struct: 'TxId' },
  TX_LIST: { name: 'TX_LIST', nr: 0x55, ioctl: 0xc820d555, size: 2080, struct: 'TxList' },
  HOLD_SET: { name: 'HOLD_SET', nr: 0x60, ioctl: 0xc018d560, size: 24, struct: 'Hold' },
  HOLD_RELEASE: { name: 'HOLD_RELEASE', nr: 0x61, ioctl: 0xc018d561, size: 24, struct: 'Hold' },
} as const satisfies Readonly<Record<string, CallDescription>>;
