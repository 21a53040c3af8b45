// SPDX-License-Identifier: Apache-2.0
// Generated from kernel/include/uapi/dsmil.h by scripts/codegen; do not edit.
/** Bumped when a structure or a call changes its meaning. */
export const ABI_VERSION = 1;
/**
 * The transaction calls: CLAIM and TX_PREPARE to TX_LIST, their structures, reasons
 * and outcomes. Frozen as 1, since the commit protocol over them is model-checked: no
 * field moves, no number gets another meaning or is used again, what is accepted stays
 * so, and an answer goes on meaning what it meant. What is new comes at the end of a
 * structure, as a flag, as a value that was not there, or under a number that never
 * was; an outcome that a program does not know is UNCERTAIN to it. Who was built for
 * another version of them does not claim.
 */
export const TX_ABI_VERSION = 1;
/** Bumped when a ring record or its payloads change. */
export const RECORD_SCHEMA = 1;
/** Bumped when the state page changes. */
export const STATE_SCHEMA = 1;
export const DEVICE_COUNT = 0x54;
export const GROUP_COUNT = 7;
export const GROUP_SIZE = 0xc;
export const TOKEN_BASE = 0x8000;
export const REGISTER_COUNT = 0x10;
export const TX_OPERATIONS_MAX = 0x54;
export const TX_LIST_MAX = 0x40;
export const TX_TABLE_MAX = 0x100;
export const DIGEST_SIZE = 0x20;
export const AUDIT_HEAD_SIZE = 0x40;
export const STOP_DETAIL_SIZE = 0x20;
export const REASON_SLOTS = 0x40;
export const RECORD_HEADER_SIZE = 0x20;
export const RECORD_PAYLOAD_MAX = 0x400;
export const RECORD_ALIGN = 8;
export const RING_SIZE_MIN = 0x4000;
export const RING_SIZE_MAX = 0x4000000;
export const RING_SIZE_DEFAULT = 0x100000;
export const OPERATION_TIMEOUT_MAX_MS = 0x1388;
export const OPERATION_TIMEOUT_MS = 0x64;
export const LEASE_MIN_MS = 0xa;
export const LEASE_MAX_MS = 0x493e0;
export const DEADMAN_MIN_MS = 0x64;
export const DEADMAN_MAX_MS = 0xea60;
export const DEADMAN_DEFAULT_MS = 0x3e8;
export const RESET_WINDOW_MS = 0x1d4c0;
export const WAIT_MAX_MS = 0xea60;
/** "DSMLRING", "DSMLSTAT" as little-endian 64-bit words. */
export const RING_MAGIC = 0x474e49524c4d5344n;
/** "DSMLRING", "DSMLSTAT" as little-endian 64-bit words. */
export const STATE_MAGIC = 0x544154534c4d5344n;
/** mmap offsets; data appears twice in a row so that a record is contiguous. */
export const MMAP_CONSUMER = 0n;
/** mmap offsets; data appears twice in a row so that a record is contiguous. */
export const MMAP_PRODUCER = 0x1000n;
/** mmap offsets; data appears twice in a row so that a record is contiguous. */
export const MMAP_DATA = 0x2000n;
/** mmap offsets; data appears twice in a row so that a record is contiguous. */
export const MMAP_STATE = 0x100000000n;
/** mmap offsets; data appears twice in a row so that a record is contiguous. */
export const STATE_MAP_SIZE = 0x4000;
/** the hardware lists it */
export const DEVICE_PRESENT = 1;
export const DEVICE_QUARANTINED = 2;
/** effects wait for people */
export const DEVICE_HELD = 4;
/** reserved by a transaction */
export const DEVICE_PREPARED = 8;
/** an effect is under way */
export const DEVICE_OPERATING = 0x10;
/** not sampled since resume or the last failure */
export const DEVICE_STALE = 0x20;
export const DEVICE_NOT_ANSWERING = 0x40;
/** a rollback could not be completed */
export const DEVICE_UNCERTAIN = 0x80;
/** allow_writes=1 */
export const FEATURE_WRITES = 1n;
export const FEATURE_THERMAL_SENSOR = 2n;
/** thermal=none: effects without a sensor */
export const FEATURE_THERMAL_NONE = 4n;
/** force=1: no DMI match */
export const FEATURE_FORCED = 8n;
export const FEATURE_CRC_HARDWARE = 0x10n;
export const FEATURE_SIMULATED = 0x20n;
/** flags of a record */
export const RECORD_CRITICAL = 1;
/** the device is gone; what is here is the last word */
export const PAGE_GONE = 1;
/** cons_pos was not acceptable: reset the ring */
export const PAGE_CONSUMER_FAULT = 2;
/** events of struct dsmil_wait */
export const WAIT_DATA = 1;
/** events of struct dsmil_wait */
export const WAIT_STOP = 2;
export const IOC_MAGIC = 0xd5;
/**
 * dsmil-sim carries the same structures over a SOCK_SEQPACKET Unix socket: a
 * request is struct dsmil_sim_message and then the argument structure; the
 * answer is the same with @error set, and carries descriptors (SCM_RIGHTS):
 * HELLO: state memory, data notice, stop notice; RING_SETUP: consumer memory,
 * then producer-and-data memory. Memory is sealed: clients check before mapping.
 * A notice is the end of a stream socket, non-blocking: readable when the ring has
 * data, or after a stop; its bytes mean nothing, so read until EAGAIN; its end of
 * file says that the simulator is gone. Clients send no descriptors.
 * Answers come in any order: @tag tells which request. Closing the socket closes
 * the file. EBADMSG: the message itself is wrong; EPROTO: another protocol, or
 * no HELLO yet; EUSERS: too many are connected, and this one may only stop.
 */
export const SIM_PROTOCOL = 1;
/**
 * dsmil-sim carries the same structures over a SOCK_SEQPACKET Unix socket: a
 * request is struct dsmil_sim_message and then the argument structure; the
 * answer is the same with @error set, and carries descriptors (SCM_RIGHTS):
 * HELLO: state memory, data notice, stop notice; RING_SETUP: consumer memory,
 * then producer-and-data memory. Memory is sealed: clients check before mapping.
 * A notice is the end of a stream socket, non-blocking: readable when the ring has
 * data, or after a stop; its bytes mean nothing, so read until EAGAIN; its end of
 * file says that the simulator is gone. Clients send no descriptors.
 * Answers come in any order: @tag tells which request. Closing the socket closes
 * the file. EBADMSG: the message itself is wrong; EPROTO: another protocol, or
 * no HELLO yet; EUSERS: too many are connected, and this one may only stop.
 */
export const SIM_NR_HELLO = 0;
/**
 * dsmil-sim carries the same structures over a SOCK_SEQPACKET Unix socket: a
 * request is struct dsmil_sim_message and then the argument structure; the
 * answer is the same with @error set, and carries descriptors (SCM_RIGHTS):
 * HELLO: state memory, data notice, stop notice; RING_SETUP: consumer memory,
 * then producer-and-data memory. Memory is sealed: clients check before mapping.
 * A notice is the end of a stream socket, non-blocking: readable when the ring has
 * data, or after a stop; its bytes mean nothing, so read until EAGAIN; its end of
 * file says that the simulator is gone. Clients send no descriptors.
 * Answers come in any order: @tag tells which request. Closing the socket closes
 * the file. EBADMSG: the message itself is wrong; EPROTO: another protocol, or
 * no HELLO yet; EUSERS: too many are connected, and this one may only stop.
 */
export const SIM_FD_MAX = 3;
export const REASON_COUNT = 39;

/** Names of the bits, lowest first. */
export const DeviceFlagsBits = {
  PRESENT: DEVICE_PRESENT,
  QUARANTINED: DEVICE_QUARANTINED,
  HELD: DEVICE_HELD,
  PREPARED: DEVICE_PREPARED,
  OPERATING: DEVICE_OPERATING,
  STALE: DEVICE_STALE,
  NOT_ANSWERING: DEVICE_NOT_ANSWERING,
  UNCERTAIN: DEVICE_UNCERTAIN,
} as const;

/** Names of the bits, lowest first. */
export const FeaturesBits = {
  WRITES: FEATURE_WRITES,
  THERMAL_SENSOR: FEATURE_THERMAL_SENSOR,
  THERMAL_NONE: FEATURE_THERMAL_NONE,
  FORCED: FEATURE_FORCED,
  CRC_HARDWARE: FEATURE_CRC_HARDWARE,
  SIMULATED: FEATURE_SIMULATED,
} as const;
