/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * dsmil.h - the one contract between the DSMIL core and user space.
 *
 * The kernel module (dsmil.ko, character device /dev/dsmil) and the simulated
 * device (dsmil-sim, a SOCK_SEQPACKET Unix socket) serve exactly this ABI. The
 * codec of the TypeScript daemon is generated from this file, so its form is
 * restricted: one field a line, fixed-width types, padding spelled out, and the
 * facts that a program needs in braces after a field's description:
 * {unit ms; range 100..60000; default 1000; enum dsmil_stop_cause; out}.
 *
 * Rules
 *  - Every argument structure begins with struct dsmil_header. @size is the
 *    size that the caller knows. A larger one is taken when everything beyond
 *    what the core knows is zero (else E2BIG); a smaller one is read as if
 *    padded with zeros, and answers are truncated to it.
 *  - Reserved fields and unknown flags must be zero, else EINVAL.
 *  - On EINVAL and E2BIG, @field is the byte offset of the field that was
 *    refused; nothing has changed. 0 is header.size itself, and nothing else: no
 *    other error of this ABI is EINVAL or E2BIG with a @field of 0. A size that
 *    has no room for the header is EINVAL, and nothing is written back.
 *  - A refusal by policy is EACCES and always carries a @reason. So do ESTALE,
 *    EBUSY and ECANCELED (a commit of what was aborted: TRANSACTION_STATE, or
 *    why it was), but of WAIT. Other errors carry one where it says more.
 *  - A call that is refused before it begins (@flags, what the file may do,
 *    ENODEV) leaves what follows the header as it came; one that began has set
 *    all of its {out} fields, whatever it answers.
 *  - ENOTTY: no such call. ENODEV: the device is gone, for good. ETIMEDOUT: the
 *    hardware did not answer by its deadline. EINTR: a fatal signal. ESTALE: a
 *    newer coordinator or stop epoch. EBUSY: somebody else has it.
 *  - What the firmware answered is a field, never an errno.
 *  - Numbers are never reused. Times are CLOCK_MONOTONIC, in nanoseconds.
 *  - 64-bit little-endian only.
 */
#ifndef _UAPI_DSMIL_H
#define _UAPI_DSMIL_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* ------------------------------------------------------------- versions */

/* Bumped when a structure or a call changes its meaning. */
#define DSMIL_ABI_VERSION		1
/*
 * The transaction calls: CLAIM and TX_PREPARE to TX_LIST, their structures, reasons
 * and outcomes. Frozen as 1, since the commit protocol over them is model-checked: no
 * field moves, no number gets another meaning or is used again, what is accepted stays
 * so, and an answer goes on meaning what it meant. What is new comes at the end of a
 * structure, as a flag, as a value that was not there, or under a number that never
 * was; an outcome that a program does not know is UNCERTAIN to it. Who was built for
 * another version of them does not claim.
 */
#define DSMIL_TX_ABI_VERSION		1
/* Bumped when a ring record or its payloads change. */
#define DSMIL_RECORD_SCHEMA		1
/* Bumped when the state page changes. */
#define DSMIL_STATE_SCHEMA		1

/* --------------------------------------------------------------- limits */

#define DSMIL_DEVICE_COUNT		84
#define DSMIL_GROUP_COUNT		7
#define DSMIL_GROUP_SIZE		12
#define DSMIL_TOKEN_BASE		0x8000
#define DSMIL_REGISTER_COUNT		16
#define DSMIL_TX_OPERATIONS_MAX		84
#define DSMIL_TX_LIST_MAX		64
#define DSMIL_TX_TABLE_MAX		256
#define DSMIL_DIGEST_SIZE		32
#define DSMIL_AUDIT_HEAD_SIZE		64
#define DSMIL_STOP_DETAIL_SIZE		32
#define DSMIL_REASON_SLOTS		64

#define DSMIL_RECORD_HEADER_SIZE	32
#define DSMIL_RECORD_PAYLOAD_MAX	1024
#define DSMIL_RECORD_ALIGN		8
#define DSMIL_RING_SIZE_MIN		16384
#define DSMIL_RING_SIZE_MAX		67108864
#define DSMIL_RING_SIZE_DEFAULT		1048576

#define DSMIL_OPERATION_TIMEOUT_MAX_MS	5000
#define DSMIL_OPERATION_TIMEOUT_MS	100
#define DSMIL_LEASE_MIN_MS		10
#define DSMIL_LEASE_MAX_MS		300000
#define DSMIL_DEADMAN_MIN_MS		100
#define DSMIL_DEADMAN_MAX_MS		60000
#define DSMIL_DEADMAN_DEFAULT_MS	1000
#define DSMIL_RESET_WINDOW_MS		120000
#define DSMIL_WAIT_MAX_MS		60000

/* "DSMLRING", "DSMLSTAT" as little-endian 64-bit words. */
#define DSMIL_RING_MAGIC		0x474e49524c4d5344ULL
#define DSMIL_STATE_MAGIC		0x544154534c4d5344ULL

/* mmap offsets; data appears twice in a row so that a record is contiguous. */
#define DSMIL_MMAP_CONSUMER		0x0ULL
#define DSMIL_MMAP_PRODUCER		0x1000ULL
#define DSMIL_MMAP_DATA			0x2000ULL
#define DSMIL_MMAP_STATE		0x100000000ULL
#define DSMIL_STATE_MAP_SIZE		16384

/* ---------------------------------------------------------------- enums */

/* Why a call was refused. A program can switch on it; numbers are stable. */
enum dsmil_reason {
	DSMIL_REASON_NONE = 0,
	DSMIL_REASON_QUARANTINED = 1,		/* the token is quarantined; nothing lifts that */
	DSMIL_REASON_WRITES_DISABLED = 2,	/* loaded without allow_writes=1 */
	DSMIL_REASON_FILE_READ_ONLY = 3,	/* the file was opened read-only */
	DSMIL_REASON_NO_CAPABILITY = 4,		/* opened without CAP_SYS_RAWIO */
	DSMIL_REASON_STOP_LATCHED = 5,		/* the emergency stop is latched */
	DSMIL_REASON_STOP_EPOCH = 6,		/* a stop happened since the named epoch */
	DSMIL_REASON_ON_HOLD = 7,		/* the device is on hold */
	DSMIL_REASON_UNKNOWN_TRANSACTION = 8,	/* no such transaction, or forgotten */
	DSMIL_REASON_LEASE_EXPIRED = 9,		/* the lease ran out before the commit */
	DSMIL_REASON_COORDINATOR_STALE = 10,	/* a newer coordinator epoch was issued */
	DSMIL_REASON_COORDINATOR_REQUIRED = 11,	/* the file has not claimed the coordinator role */
	DSMIL_REASON_DIGEST_MISMATCH = 12,	/* not the digest that was prepared */
	DSMIL_REASON_DEVICE_BUSY = 13,		/* prepared by another transaction, or operating */
	DSMIL_REASON_THERMAL_LIMIT = 14,	/* the sensor reads at or above the limit */
	DSMIL_REASON_THERMAL_UNKNOWN = 15,	/* no sensor, or it did not answer */
	DSMIL_REASON_TOO_SOON = 16,		/* within the minimum spacing of operations */
	DSMIL_REASON_SUSPENDED = 17,		/* between suspend and resume */
	DSMIL_REASON_UNSUPPORTED = 18,		/* the backend has no such operation or register */
	DSMIL_REASON_REGISTER_READ_ONLY = 19,	/* the register cannot be written */
	DSMIL_REASON_TABLE_FULL = 20,		/* too many transactions kept: forget some */
	DSMIL_REASON_TRANSACTION_EXISTS = 21,	/* the id is in use or not yet forgotten */
	DSMIL_REASON_DEVICE_ABSENT = 22,	/* the hardware does not list the device */
	DSMIL_REASON_REGISTRY_LOST = 23,	/* the hardware registry changed under the driver */
	DSMIL_REASON_RESET_NONCE = 24,		/* not the nonce of the pending reset */
	DSMIL_REASON_RESET_EXPIRED = 25,	/* confirmed or started after the window */
	DSMIL_REASON_NOT_LATCHED = 26,		/* a reset needs a latched stop */
	DSMIL_REASON_RESET_NOT_PENDING = 27,	/* a confirmation needs a requested reset */
	DSMIL_REASON_NOT_READY = 28,		/* a start needs a confirmed reset */
	DSMIL_REASON_DEADMAN_NOT_ARMED = 29,	/* no deadman is armed by this file */
	DSMIL_REASON_DEADMAN_OWNED = 30,	/* another file has armed the deadman */
	DSMIL_REASON_RING_OWNED = 31,		/* another file owns the ring */
	DSMIL_REASON_RING_NOT_OWNER = 32,	/* the file does not own the ring */
	DSMIL_REASON_CAUSE_PRESENT = 33,	/* what latched the stop is still so */
	DSMIL_REASON_READBACK_MISMATCH = 34,	/* the register does not read as written */
	DSMIL_REASON_NOT_HELD = 35,		/* the device is not on hold */
	DSMIL_REASON_TRANSACTION_STATE = 36,	/* the transaction is past that step */
	DSMIL_REASON_HARDWARE_ERROR = 37,	/* the backend reports an error of its own */
	DSMIL_REASON_MEMORY = 38,		/* not enough kernel memory */
	DSMIL_REASON_COUNT = 39
};

/* How dangerous a device is. 6 comes from the table alone. */
enum dsmil_risk_level {
	DSMIL_RISK_UNKNOWN = 0,
	DSMIL_RISK_SAFE = 1,
	DSMIL_RISK_LOW = 2,
	DSMIL_RISK_MODERATE = 3,
	DSMIL_RISK_HIGH = 4,
	DSMIL_RISK_CRITICAL = 5,
	DSMIL_RISK_QUARANTINED = 6
};

enum dsmil_access {
	DSMIL_ACCESS_NONE = 0,			/* quarantine: not even to read */
	DSMIL_ACCESS_MONITOR = 1,
	DSMIL_ACCESS_RESTRICTED = 2
};

enum dsmil_operation_type {
	DSMIL_OPERATION_UNKNOWN = 0,
	DSMIL_OPERATION_READ = 1,
	DSMIL_OPERATION_WRITE = 2,		/* a data register */
	DSMIL_OPERATION_CONFIG = 3,		/* a configuration register */
	DSMIL_OPERATION_RESET = 4,
	DSMIL_OPERATION_ACTIVATE = 5,
	DSMIL_OPERATION_DEACTIVATE = 6,
	DSMIL_OPERATION_EMERGENCY_STOP = 7
};

enum dsmil_device_power_state {
	DSMIL_POWER_UNKNOWN = 0,
	DSMIL_POWER_OFF = 1,
	DSMIL_POWER_IDLE = 2,
	DSMIL_POWER_ACTIVE = 3,
	DSMIL_POWER_FAULT = 4
};

/* Anything but RUN refuses effects. Unknown counts as LATCHED. */
enum dsmil_stop_state {
	DSMIL_STOP_UNKNOWN = 0,
	DSMIL_STOP_LATCHED = 1,
	DSMIL_STOP_RESET_PENDING = 2,		/* requested; wants a confirmation in time */
	DSMIL_STOP_READY = 3,			/* confirmed; wants a start in time */
	DSMIL_STOP_RUN = 4
};

enum dsmil_stop_cause {
	DSMIL_CAUSE_UNKNOWN = 0,
	DSMIL_CAUSE_LOAD = 1,			/* a core starts latched */
	DSMIL_CAUSE_REQUEST = 2,
	DSMIL_CAUSE_HELPER = 3,			/* dsmil-stop */
	DSMIL_CAUSE_DEADMAN_EXPIRED = 4,
	DSMIL_CAUSE_DEADMAN_CLOSED = 5,		/* the armer closed without disarming */
	DSMIL_CAUSE_REGISTRY_LOST = 6,
	DSMIL_CAUSE_RESUME_FAILED = 7,		/* re-verification after suspend failed */
	DSMIL_CAUSE_GONE = 8			/* the device was unbound */
};

enum dsmil_track {
	DSMIL_TRACK_UNKNOWN = 0,
	DSMIL_TRACK_KERNEL = 1,
	DSMIL_TRACK_SECURITY = 2,
	DSMIL_TRACK_INTERFACE = 3,
	DSMIL_TRACK_ORCHESTRATOR = 4
};

enum dsmil_record_type {
	DSMIL_RECORD_UNKNOWN = 0,
	DSMIL_RECORD_OPERATION_REQUEST = 1,	/* struct dsmil_operation_request */
	DSMIL_RECORD_OPERATION_RESPONSE = 2,	/* struct dsmil_operation_response */
	DSMIL_RECORD_EVENT = 3,			/* struct dsmil_event_notification */
	DSMIL_RECORD_EMERGENCY = 4,		/* struct dsmil_emergency_stop_signal */
	DSMIL_RECORD_STATE_CHANGE = 5,		/* struct dsmil_state_change */
	DSMIL_RECORD_LOST = 6,			/* struct dsmil_lost */
	DSMIL_RECORD_RAW = 7			/* up to DSMIL_RECORD_PAYLOAD_MAX bytes */
};

enum dsmil_clock {
	DSMIL_CLOCK_UNKNOWN = 0,
	DSMIL_CLOCK_MONOTONIC = 1,
	DSMIL_CLOCK_BOOTTIME = 2
};

/* Event codes of struct dsmil_event_notification. */
enum dsmil_event_code {
	DSMIL_EVENT_UNKNOWN = 0,
	DSMIL_EVENT_DEVICE_HELD = 1,
	DSMIL_EVENT_DEVICE_RELEASED = 2,
	DSMIL_EVENT_NOT_ANSWERING = 3,
	DSMIL_EVENT_ANSWERING = 4,
	DSMIL_EVENT_REGISTRY_LOST = 5,
	DSMIL_EVENT_THERMAL = 6,
	DSMIL_EVENT_REFUSED = 7,
	DSMIL_EVENT_TRANSACTION = 8,		/* arg0: id, arg1: enum dsmil_tx_outcome */
	DSMIL_EVENT_STOP_STATE = 9,		/* arg0: generation, arg1: enum dsmil_stop_state */
	DSMIL_EVENT_SUSPENDED = 10,
	DSMIL_EVENT_RESUMED = 11,
	DSMIL_EVENT_COORDINATOR = 12,		/* arg0: the epoch that was issued */
	DSMIL_EVENT_SCENARIO = 13		/* of a simulated device's script; arg0: its number in a burst */
};

/* Severities of the service's EventSeverity. */
enum dsmil_severity {
	DSMIL_SEVERITY_UNKNOWN = 0,
	DSMIL_SEVERITY_INFO = 1,
	DSMIL_SEVERITY_WARNING = 2,
	DSMIL_SEVERITY_ERROR = 3,
	DSMIL_SEVERITY_CRITICAL = 4,
	DSMIL_SEVERITY_EMERGENCY = 5
};

enum dsmil_backend {
	DSMIL_BACKEND_UNKNOWN = 0,
	DSMIL_BACKEND_SIM = 1,
	DSMIL_BACKEND_MMIO = 2,
	DSMIL_BACKEND_SMI = 3
};

/* What became of a transaction. */
enum dsmil_tx_outcome {
	DSMIL_TX_UNKNOWN = 0,
	DSMIL_TX_PREPARING = 1,
	DSMIL_TX_PREPARED = 2,
	DSMIL_TX_COMMITTING = 3,
	DSMIL_TX_COMMITTED = 4,
	DSMIL_TX_ABORTED = 5,			/* no effect was begun */
	DSMIL_TX_ROLLED_BACK = 6,		/* effects were undone, and read back so */
	DSMIL_TX_UNCERTAIN = 7			/* undoing failed: its devices are on hold */
};

/* enum dsmil_device_flags: flags of struct dsmil_device_state */
#define DSMIL_DEVICE_PRESENT		0x0001	/* the hardware lists it */
#define DSMIL_DEVICE_QUARANTINED	0x0002
#define DSMIL_DEVICE_HELD		0x0004	/* effects wait for people */
#define DSMIL_DEVICE_PREPARED		0x0008	/* reserved by a transaction */
#define DSMIL_DEVICE_OPERATING		0x0010	/* an effect is under way */
#define DSMIL_DEVICE_STALE		0x0020	/* not sampled since resume or the last failure */
#define DSMIL_DEVICE_NOT_ANSWERING	0x0040
#define DSMIL_DEVICE_UNCERTAIN		0x0080	/* a rollback could not be completed */

/* enum dsmil_features: features of struct dsmil_info */
#define DSMIL_FEATURE_WRITES		0x0001ULL	/* allow_writes=1 */
#define DSMIL_FEATURE_THERMAL_SENSOR	0x0002ULL
#define DSMIL_FEATURE_THERMAL_NONE	0x0004ULL	/* thermal=none: effects without a sensor */
#define DSMIL_FEATURE_FORCED		0x0008ULL	/* force=1: no DMI match */
#define DSMIL_FEATURE_CRC_HARDWARE	0x0010ULL
#define DSMIL_FEATURE_SIMULATED		0x0020ULL

/* flags of a record */
#define DSMIL_RECORD_CRITICAL		0x01

/* flags of struct dsmil_ring_producer and struct dsmil_state_page */
#define DSMIL_PAGE_GONE			0x1	/* the device is gone; what is here is the last word */
#define DSMIL_PAGE_CONSUMER_FAULT	0x2	/* cons_pos was not acceptable: reset the ring */

/* events of struct dsmil_wait */
#define DSMIL_WAIT_DATA			0x1
#define DSMIL_WAIT_STOP			0x2

/* ---------------------------------------------------------- the header */

struct dsmil_header {
	__u32 size;		/* size of the whole structure as the caller knows it {unit bytes} */
	__u32 flags;		/* none are defined: must be 0 {range 0..0} */
	__u32 reason;		/* why it was refused {enum dsmil_reason; out} */
	__u32 field;		/* offset of the refused field {unit bytes; out} */
};

/* ---------------------------------------------------------- shared pages */

/*
 * Page 0 of the ring, the only one that user space may write. The core reads
 * these two words and nothing else of it, each once, and trusts neither.
 */
struct dsmil_ring_consumer {
	__aligned_u64 cons_pos;	/* bytes consumed since set-up; multiple of 8 {unit bytes} */
	__aligned_u64 reserved0[7];	/* own cache line */
	__u32 awake;		/* nonzero while the consumer polls by itself: no wakeups wanted */
	__u32 reserved1[15];	/* own cache line */
};

/* Page 1 of the ring, written by the core alone. */
struct dsmil_ring_producer {
	__aligned_u64 magic;		/* DSMIL_RING_MAGIC */
	__u32 record_schema;		/* DSMIL_RECORD_SCHEMA */
	__u32 flags;			/* DSMIL_PAGE_ */
	__aligned_u64 data_size;	/* power of two {unit bytes} */
	__aligned_u64 instance_id;	/* of the core that writes it */
	__aligned_u64 generation;	/* moves at each set-up and reset */
	__aligned_u64 reserved0[3];	/* own cache line */
	__aligned_u64 prod_pos;		/* bytes published since set-up {unit bytes} */
	__aligned_u64 reserved1[7];	/* own cache line */
	__aligned_u64 next_seq;		/* sequence that the next attempt will get */
	__aligned_u64 lost_total;	/* records dropped since load */
	__aligned_u64 lost_bytes;	/* their size with headers {unit bytes} */
	__aligned_u64 lost_critical;	/* how many of them were critical */
	__aligned_u64 consumer_faults;	/* unacceptable cons_pos seen since load */
	__aligned_u64 reserved2[3];	/* own cache line */
	__aligned_u64 estop_gen;	/* stop generation (epoch) */
	__aligned_u64 estop_ns;		/* when it last latched {unit ns} */
	__u32 estop_reason;		/* why it last latched {enum dsmil_stop_cause} */
	__u32 estop_state;		/* {enum dsmil_stop_state} */
	__aligned_u64 reserved3[5];	/* own cache line */
};

/*
 * A record. @crc is CRC-32C (Castagnoli, as in iSCSI) over the record rounded
 * up to 8 bytes, padding zero, with @crc itself taken as zero.
 */
struct dsmil_record_header {
	__u32 length;		/* header and payload, without padding {unit bytes; range 32..1056} */
	__u32 crc;		/* CRC-32C */
	__aligned_u64 sequence;	/* advances on every attempt: a gap is a loss */
	__aligned_u64 time_ns;	/* of what is reported, by @clock {unit ns} */
	__u16 type;		/* {enum dsmil_record_type} */
	__u16 device;		/* token, 0 when about none */
	__u8 source_track;	/* {enum dsmil_track} */
	__u8 destination_track;	/* {enum dsmil_track} */
	__u8 clock;		/* {enum dsmil_clock} */
	__u8 flags;		/* DSMIL_RECORD_CRITICAL */
};

/* ------------------------------------------------------ record payloads */

struct dsmil_operation_request {
	__aligned_u64 transaction_id;	/* 0 for a read */
	__u32 type;			/* {enum dsmil_operation_type} */
	__u32 register_index;		/* {range 0..15} */
	__u32 value;
	__u32 timeout_ms;		/* {unit ms} */
	__aligned_u64 coordinator_epoch;
};

struct dsmil_operation_response {
	__aligned_u64 transaction_id;	/* 0 for a read */
	__u32 type;			/* {enum dsmil_operation_type} */
	__u32 register_index;		/* {range 0..15} */
	__u32 value;			/* as read, or as read back */
	__s32 error;			/* 0, or a negative errno */
	__u32 reason;			/* {enum dsmil_reason} */
	__u32 firmware_status;
	__aligned_u64 duration_ns;	/* {unit ns} */
};

struct dsmil_event_notification {
	__u32 code;			/* {enum dsmil_event_code} */
	__u32 severity;			/* {enum dsmil_severity} */
	__u32 reason;			/* {enum dsmil_reason} */
	__s32 error;			/* 0, or a negative errno */
	__aligned_u64 arg0;		/* see the code */
	__aligned_u64 arg1;		/* see the code */
};

struct dsmil_emergency_stop_signal {
	__aligned_u64 generation;	/* stop epoch after it */
	__aligned_u64 latched_ns;	/* {unit ns} */
	__u32 cause;			/* {enum dsmil_stop_cause} */
	__u32 state;			/* {enum dsmil_stop_state} */
	__u8 detail[32];		/* UTF-8, zero-padded */
};

struct dsmil_state_change {
	__aligned_u64 version;		/* of the device's state after it */
	__u32 flags_before;		/* DSMIL_DEVICE_ */
	__u32 flags;			/* DSMIL_DEVICE_ */
	__u8 power_before;		/* {enum dsmil_device_power_state} */
	__u8 power;			/* {enum dsmil_device_power_state} */
	__u16 registers_changed;	/* bit n: register n */
	__s32 temperature_mc;		/* S32_MIN when unknown {unit mC} */
	__u32 registers[16];
	__aligned_u64 reserved;
};

struct dsmil_lost {
	__aligned_u64 count;		/* records dropped */
	__aligned_u64 first;		/* sequence of the first */
	__aligned_u64 last;		/* sequence of the last */
	__aligned_u64 bytes;		/* their size with headers {unit bytes} */
	__aligned_u64 critical;		/* how many of them were critical */
};

/* ----------------------------------------------------------- state page */

struct dsmil_device_state {
	__u16 token;
	__u8 group;			/* {range 0..6} */
	__u8 index;			/* {range 0..11} */
	__u8 risk;			/* {enum dsmil_risk_level} */
	__u8 access;			/* {enum dsmil_access} */
	__u8 power_state;		/* {enum dsmil_device_power_state} */
	__u8 reserved0;
	__u32 flags;			/* DSMIL_DEVICE_ */
	__s32 last_error;		/* 0, or a negative errno */
	__u32 last_reason;		/* {enum dsmil_reason} */
	__u32 firmware_status;
	__u32 register_mask;		/* bit n: registers[n] has been read */
	__s32 temperature_mc;		/* S32_MIN when unknown {unit mC} */
	__u32 registers[16];
	__aligned_u64 sample_ns;	/* when the registers were read, 0 never {unit ns} */
	__aligned_u64 access_ns;	/* last operation, 0 never {unit ns} */
	__aligned_u64 change_ns;	/* last change of anything above, 0 never {unit ns} */
	__aligned_u64 version;		/* counts those changes */
	__aligned_u64 operation_count;	/* operations that reached the hardware */
	__aligned_u64 failure_count;	/* of them, that failed */
	__aligned_u64 refusal_count;	/* refused before the hardware */
	__aligned_u64 transaction_id;	/* that has it prepared, 0 none */
	__aligned_u64 hold_ns;		/* on hold since, 0 not {unit ns} */
	__aligned_u64 reserved1[2];
};

struct dsmil_state_entry {
	__u32 seqcount;			/* odd while the entry is written: read again */
	__u32 reserved;
	struct dsmil_device_state state;
};

struct dsmil_state_page {
	__aligned_u64 magic;		/* DSMIL_STATE_MAGIC */
	__u32 state_schema;		/* DSMIL_STATE_SCHEMA */
	__u32 flags;			/* DSMIL_PAGE_GONE */
	__u32 entry_size;		/* {unit bytes} */
	__u32 entry_count;
	__aligned_u64 instance_id;
	__aligned_u64 stop_generation;
	__u32 stop_state;		/* {enum dsmil_stop_state} */
	__u32 stop_cause;		/* {enum dsmil_stop_cause} */
	__aligned_u64 stop_ns;		/* {unit ns} */
	__aligned_u64 reserved;
	struct dsmil_state_entry entries[84];
};

/* ------------------------------------------------------- ioctl arguments */

struct dsmil_info {
	struct dsmil_header header;
	__u32 abi_version;		/* {out} */
	__u32 tx_abi_version;		/* {out} */
	__u32 record_schema;		/* {out} */
	__u32 state_schema;		/* {out} */
	__aligned_u64 instance_id;	/* random, new at every load {out} */
	__aligned_u64 features;		/* DSMIL_FEATURE_ {out} */
	__u32 backend;			/* {enum dsmil_backend; out} */
	__u32 device_count;		/* {out} */
	__u32 present_count;		/* devices that the hardware lists {out} */
	__u32 register_count;		/* of the backend {out} */
	__u32 writable_mask;		/* bit n: WRITE may set register n {out} */
	__u32 config_mask;		/* bit n: CONFIG may set register n {out} */
	__u32 operation_mask;		/* bit t: the backend has operation type t {out} */
	__u32 state_size;		/* bytes to map at state_offset {unit bytes; out} */
	__aligned_u64 consumer_offset;	/* {unit bytes; out} */
	__aligned_u64 producer_offset;	/* {unit bytes; out} */
	__aligned_u64 data_offset;	/* {unit bytes; out} */
	__aligned_u64 state_offset;	/* {unit bytes; out} */
	__u32 ring_size_max;		/* {unit bytes; out} */
	__u32 tx_table_max;		/* transactions kept at most {out} */
	__s32 thermal_limit_mc;		/* {unit mC; out} */
	__u32 spacing_us;		/* least time between effects on one device {unit us; out} */
	__u32 poll_ms;			/* sampling period, 0 off {unit ms; out} */
	__u32 file_flags;		/* 1: opened for writing, 2: with CAP_SYS_RAWIO {out} */
	__aligned_u64 load_ns;		/* {unit ns; out} */
	__u8 version[32];		/* of the module, zero-padded {out} */
};

struct dsmil_get_state {
	struct dsmil_header header;
	__u32 first;			/* position in the device table {range 0..83} */
	__u32 count;			/* {range 1..84} */
	struct dsmil_device_state states[84];	/* count of them {out} */
};

struct dsmil_read {
	struct dsmil_header header;
	__u16 device;			/* token */
	__u16 register_index;		/* {range 0..15} */
	__u32 timeout_ms;		/* 0 is the default {unit ms; range 0..5000; default 100} */
	__u32 value;			/* {out} */
	__u32 firmware_status;		/* {out} */
	__aligned_u64 sample_ns;	/* {unit ns; out} */
};

struct dsmil_stats {
	struct dsmil_header header;
	__aligned_u64 records_published;	/* {out} */
	__aligned_u64 records_lost;	/* {out} */
	__aligned_u64 bytes_lost;	/* {unit bytes; out} */
	__aligned_u64 critical_lost;	/* {out} */
	__aligned_u64 consumer_faults;	/* {out} */
	__aligned_u64 wakeups;		/* of the ring's reader {out} */
	__aligned_u64 reads;		/* {out} */
	__aligned_u64 effects;		/* register writes that reached the hardware {out} */
	__aligned_u64 timeouts;		/* {out} */
	__aligned_u64 samples;		/* {out} */
	__aligned_u64 tx_prepared;	/* {out} */
	__aligned_u64 tx_committed;	/* {out} */
	__aligned_u64 tx_aborted;	/* {out} */
	__aligned_u64 tx_rolled_back;	/* {out} */
	__aligned_u64 tx_uncertain;	/* {out} */
	__aligned_u64 stops;		/* {out} */
	__aligned_u64 deadman_beats;	/* {out} */
	__aligned_u64 open_files;	/* {out} */
	__aligned_u64 refusals[64];	/* by enum dsmil_reason {out} */
};

struct dsmil_wait {
	struct dsmil_header header;
	__u32 events;			/* DSMIL_WAIT_ bits waited for {range 1..3} */
	__u32 timeout_ms;		/* {unit ms; range 0..60000} */
	__u32 ready;			/* DSMIL_WAIT_ bits that are so, 0 on a time-out {out} */
	__u32 reserved;
};

struct dsmil_ring_setup {
	struct dsmil_header header;
	__aligned_u64 data_size;	/* power of two {unit bytes; range 16384..67108864; default 1048576} */
	__aligned_u64 generation;	/* {out} */
	__aligned_u64 next_seq;		/* {out} */
};

struct dsmil_ring_reset {
	struct dsmil_header header;
	__aligned_u64 generation;	/* {out} */
	__aligned_u64 next_seq;		/* what was not consumed before it is lost {out} */
	__aligned_u64 position;		/* new prod_pos and cons_pos {unit bytes; out} */
};

struct dsmil_stop {
	struct dsmil_header header;
	__u32 cause;			/* REQUEST or HELPER {enum dsmil_stop_cause; range 2..3} */
	__u32 state;			/* {enum dsmil_stop_state; out} */
	__u8 detail[32];		/* who and why, UTF-8, zero-padded */
	__aligned_u64 generation;	/* stop epoch after it {out} */
	__aligned_u64 latched_ns;	/* {unit ns; out} */
};

struct dsmil_stop_status {
	struct dsmil_header header;
	__aligned_u64 generation;	/* stop epoch {out} */
	__aligned_u64 latched_ns;	/* {unit ns; out} */
	__u32 state;			/* {enum dsmil_stop_state; out} */
	__u32 cause;			/* {enum dsmil_stop_cause; out} */
	__u8 detail[32];		/* who and why, UTF-8, zero-padded {out} */
	__aligned_u64 acknowledged;	/* by this file {out} */
	__u32 deadman_period_ms;	/* 0 when not armed {unit ms; out} */
	__u32 deadman_left_ms;		/* {unit ms; out} */
	__u32 reset_left_ms;		/* for the confirmation, or the start {unit ms; out} */
	__u32 suspended;		/* {out} */
};

struct dsmil_stop_ack {
	struct dsmil_header header;
	__aligned_u64 generation;	/* seen by this file: EPOLLPRI is off until it moves */
};

struct dsmil_reset {
	struct dsmil_header header;
	__aligned_u64 generation;	/* stop epoch that is to be reset */
	__aligned_u64 nonce;		/* out of RESET_REQUEST, in to RESET_CONFIRM */
	__u32 window_ms;		/* for the next step {unit ms; out} */
	__u32 state;			/* {enum dsmil_stop_state; out} */
};

struct dsmil_start {
	struct dsmil_header header;
	__aligned_u64 generation;	/* stop epoch that was reset */
	__u32 state;			/* {enum dsmil_stop_state; out} */
	__u32 reserved;
};

struct dsmil_deadman {
	struct dsmil_header header;
	__u32 period_ms;		/* ARM only {unit ms; range 100..60000; default 1000} */
	__u32 left_ms;			/* {unit ms; out} */
};

struct dsmil_claim {
	struct dsmil_header header;
	__aligned_u64 coordinator_epoch;	/* {out} */
};

struct dsmil_audit_head {
	struct dsmil_header header;
	__aligned_u64 coordinator_epoch;	/* to set it */
	__aligned_u64 set_count;	/* since load; 0 never {out} */
	__aligned_u64 set_ns;		/* {unit ns; out} */
	__u8 head[64];
};

struct dsmil_hold {
	struct dsmil_header header;
	__u16 device;			/* token */
	__u16 reserved0;
	__u32 reserved1;
};

/* One effect of a transaction. */
struct dsmil_operation {
	__u16 device;			/* token */
	__u8 type;			/* WRITE to DEACTIVATE {enum dsmil_operation_type; range 2..6} */
	__u8 register_index;		/* of WRITE and CONFIG, else 0 {range 0..15} */
	__u32 value;			/* of WRITE and CONFIG, else 0 */
	__u32 timeout_ms;		/* 0 is the default {unit ms; range 0..5000; default 100} */
	__u32 flags;			/* none are defined {range 0..0} */
	__u32 snapshot;			/* the register before it {out} */
	__s32 error;			/* 0, or a negative errno {out} */
	__u32 reason;			/* {enum dsmil_reason; out} */
	__u32 firmware_status;		/* {out} */
};

struct dsmil_tx_prepare {
	struct dsmil_header header;
	__aligned_u64 transaction_id;	/* nonzero, chosen by the coordinator */
	__aligned_u64 coordinator_epoch;
	__aligned_u64 stop_epoch;	/* stop generation that it was decided under */
	__u8 digest[32];		/* what was authorized */
	__u32 lease_ms;			/* aborts itself after that {unit ms; range 10..300000} */
	__u32 operation_count;		/* {range 1..84} */
	__u32 failed_operation;		/* which was refused, operation_count when none {out} */
	__u32 outcome;			/* {enum dsmil_tx_outcome; out} */
	struct dsmil_operation operations[84];	/* run in this order */
};

struct dsmil_tx_commit {
	struct dsmil_header header;
	__aligned_u64 transaction_id;
	__aligned_u64 coordinator_epoch;
	__aligned_u64 stop_epoch;
	__u8 digest[32];
	__u32 outcome;			/* {enum dsmil_tx_outcome; out} */
	__u32 failed_operation;		/* not below operation_count when none {out} */
	__aligned_u64 duration_ns;	/* {unit ns; out} */
};

struct dsmil_tx_id {
	struct dsmil_header header;
	__aligned_u64 transaction_id;
	__u32 outcome;			/* {enum dsmil_tx_outcome; out} */
	__u32 reserved;
};

struct dsmil_tx_status {
	struct dsmil_header header;
	__aligned_u64 transaction_id;
	__aligned_u64 coordinator_epoch;	/* {out} */
	__aligned_u64 stop_epoch;	/* {out} */
	__u8 digest[32];		/* {out} */
	__u32 outcome;			/* {enum dsmil_tx_outcome; out} */
	__u32 outcome_reason;		/* {enum dsmil_reason; out} */
	__u32 failed_operation;		/* operation_count when none {out} */
	__u32 operation_count;		/* {out} */
	__u32 lease_left_ms;		/* {unit ms; out} */
	__u32 reserved;
	struct dsmil_operation operations[84];	/* {out} */
};

struct dsmil_tx_entry {
	__aligned_u64 transaction_id;
	__aligned_u64 coordinator_epoch;
	__u32 outcome;			/* {enum dsmil_tx_outcome} */
	__u32 operation_count;
	__u32 lease_left_ms;		/* {unit ms} */
	__u32 outcome_reason;		/* {enum dsmil_reason} */
};

struct dsmil_tx_list {
	struct dsmil_header header;
	__aligned_u64 after;		/* list ids above this one; 0 from the start */
	__u32 count;			/* entries filled {out} */
	__u32 total;			/* transactions kept {out} */
	struct dsmil_tx_entry entries[64];	/* by ascending id {out} */
};

/* ------------------------------------------------------------ the calls */

#define DSMIL_IOC_MAGIC			0xD5

/* Any open file. */
#define DSMIL_IOC_INFO			_IOWR(DSMIL_IOC_MAGIC, 0x01, struct dsmil_info)
#define DSMIL_IOC_GET_STATE		_IOWR(DSMIL_IOC_MAGIC, 0x02, struct dsmil_get_state)
#define DSMIL_IOC_READ			_IOWR(DSMIL_IOC_MAGIC, 0x03, struct dsmil_read)
#define DSMIL_IOC_STATS			_IOWR(DSMIL_IOC_MAGIC, 0x04, struct dsmil_stats)
#define DSMIL_IOC_WAIT			_IOWR(DSMIL_IOC_MAGIC, 0x05, struct dsmil_wait)

/* A file opened read-write; one owner at a time. */
#define DSMIL_IOC_RING_SETUP		_IOWR(DSMIL_IOC_MAGIC, 0x10, struct dsmil_ring_setup)
#define DSMIL_IOC_RING_RESET		_IOWR(DSMIL_IOC_MAGIC, 0x11, struct dsmil_ring_reset)

/* STOP, STATUS and ACK: any open file. STOP latches before it looks at its argument. */
#define DSMIL_IOC_STOP			_IOWR(DSMIL_IOC_MAGIC, 0x20, struct dsmil_stop)
#define DSMIL_IOC_STOP_STATUS		_IOWR(DSMIL_IOC_MAGIC, 0x21, struct dsmil_stop_status)
#define DSMIL_IOC_STOP_ACK		_IOWR(DSMIL_IOC_MAGIC, 0x22, struct dsmil_stop_ack)
/* From here on: a file opened for writing with CAP_SYS_RAWIO, unless noted. */
#define DSMIL_IOC_RESET_REQUEST		_IOWR(DSMIL_IOC_MAGIC, 0x23, struct dsmil_reset)
#define DSMIL_IOC_RESET_CONFIRM		_IOWR(DSMIL_IOC_MAGIC, 0x24, struct dsmil_reset)
#define DSMIL_IOC_START			_IOWR(DSMIL_IOC_MAGIC, 0x25, struct dsmil_start)

#define DSMIL_IOC_DEADMAN_ARM		_IOWR(DSMIL_IOC_MAGIC, 0x30, struct dsmil_deadman)
#define DSMIL_IOC_DEADMAN_BEAT		_IOWR(DSMIL_IOC_MAGIC, 0x31, struct dsmil_deadman)
#define DSMIL_IOC_DEADMAN_DISARM	_IOWR(DSMIL_IOC_MAGIC, 0x32, struct dsmil_deadman)

#define DSMIL_IOC_CLAIM			_IOWR(DSMIL_IOC_MAGIC, 0x40, struct dsmil_claim)
/* GET: any open file. */
#define DSMIL_IOC_AUDIT_HEAD_GET	_IOWR(DSMIL_IOC_MAGIC, 0x41, struct dsmil_audit_head)
#define DSMIL_IOC_AUDIT_HEAD_SET	_IOWR(DSMIL_IOC_MAGIC, 0x42, struct dsmil_audit_head)

#define DSMIL_IOC_TX_PREPARE		_IOWR(DSMIL_IOC_MAGIC, 0x50, struct dsmil_tx_prepare)
#define DSMIL_IOC_TX_COMMIT		_IOWR(DSMIL_IOC_MAGIC, 0x51, struct dsmil_tx_commit)
/* ABORT: any file opened for writing, whatever its epoch. */
#define DSMIL_IOC_TX_ABORT		_IOWR(DSMIL_IOC_MAGIC, 0x52, struct dsmil_tx_id)
/* STATUS and LIST: any open file. */
#define DSMIL_IOC_TX_STATUS		_IOWR(DSMIL_IOC_MAGIC, 0x53, struct dsmil_tx_status)
#define DSMIL_IOC_TX_FORGET		_IOWR(DSMIL_IOC_MAGIC, 0x54, struct dsmil_tx_id)
#define DSMIL_IOC_TX_LIST		_IOWR(DSMIL_IOC_MAGIC, 0x55, struct dsmil_tx_list)

/* SET: any file opened for writing. */
#define DSMIL_IOC_HOLD_SET		_IOWR(DSMIL_IOC_MAGIC, 0x60, struct dsmil_hold)
#define DSMIL_IOC_HOLD_RELEASE		_IOWR(DSMIL_IOC_MAGIC, 0x61, struct dsmil_hold)

/* -------------------------------------------------- the simulated device */

/*
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
#define DSMIL_SIM_PROTOCOL		1
#define DSMIL_SIM_NR_HELLO		0x00
#define DSMIL_SIM_FD_MAX		3

struct dsmil_sim_message {
	__u32 tag;		/* chosen by the client, returned as it is */
	__u16 nr;		/* _IOC_NR of the call, or DSMIL_SIM_NR_ */
	__u16 fd_count;		/* descriptors that come with an answer {out} */
	__s32 error;		/* 0, or a negative errno {out} */
	__u32 reserved;
};

struct dsmil_sim_hello {
	struct dsmil_header header;
	__u32 protocol;		/* DSMIL_SIM_PROTOCOL */
	__u32 mode;		/* as open(2): 0 read-only, 2 read-write {range 0..2} */
	__aligned_u64 instance_id;	/* {out} */
};

/* ---------------------------------------------------------- proof of layout */

#if defined(__cplusplus)
#define DSMIL_STATIC_ASSERT(e)	static_assert(e, #e)
#elif defined(__KERNEL__) || (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L)
#define DSMIL_STATIC_ASSERT(e)	_Static_assert(e, #e)
#endif
#ifdef DSMIL_STATIC_ASSERT
#define DSMIL_SIZE_IS(s, n)	DSMIL_STATIC_ASSERT(sizeof(struct s) == (n))
#define DSMIL_OFFSET_IS(s, f, n) DSMIL_STATIC_ASSERT(__builtin_offsetof(struct s, f) == (n))

DSMIL_SIZE_IS(dsmil_header, 16);
DSMIL_SIZE_IS(dsmil_ring_consumer, 128);
DSMIL_OFFSET_IS(dsmil_ring_consumer, awake, 64);
DSMIL_SIZE_IS(dsmil_ring_producer, 256);
DSMIL_OFFSET_IS(dsmil_ring_producer, prod_pos, 64);
DSMIL_OFFSET_IS(dsmil_ring_producer, next_seq, 128);
DSMIL_OFFSET_IS(dsmil_ring_producer, estop_gen, 192);
DSMIL_SIZE_IS(dsmil_record_header, DSMIL_RECORD_HEADER_SIZE);
DSMIL_OFFSET_IS(dsmil_record_header, type, 24);
DSMIL_SIZE_IS(dsmil_operation_request, 32);
DSMIL_SIZE_IS(dsmil_operation_response, 40);
DSMIL_SIZE_IS(dsmil_event_notification, 32);
DSMIL_SIZE_IS(dsmil_emergency_stop_signal, 56);
DSMIL_SIZE_IS(dsmil_state_change, 96);
DSMIL_SIZE_IS(dsmil_lost, 40);
DSMIL_SIZE_IS(dsmil_device_state, 184);
DSMIL_OFFSET_IS(dsmil_device_state, registers, 32);
DSMIL_OFFSET_IS(dsmil_device_state, sample_ns, 96);
DSMIL_SIZE_IS(dsmil_state_entry, 192);
DSMIL_SIZE_IS(dsmil_state_page, 64 + 84 * 192);
DSMIL_OFFSET_IS(dsmil_state_page, entries, 64);
DSMIL_STATIC_ASSERT(sizeof(struct dsmil_state_page) <= DSMIL_STATE_MAP_SIZE);
DSMIL_SIZE_IS(dsmil_info, 176);
DSMIL_SIZE_IS(dsmil_get_state, 24 + 84 * 184);
DSMIL_SIZE_IS(dsmil_read, 40);
DSMIL_SIZE_IS(dsmil_stats, 160 + 64 * 8);
DSMIL_SIZE_IS(dsmil_wait, 32);
DSMIL_SIZE_IS(dsmil_ring_setup, 40);
DSMIL_SIZE_IS(dsmil_ring_reset, 40);
DSMIL_SIZE_IS(dsmil_stop, 72);
DSMIL_SIZE_IS(dsmil_stop_status, 96);
DSMIL_SIZE_IS(dsmil_stop_ack, 24);
DSMIL_SIZE_IS(dsmil_reset, 40);
DSMIL_SIZE_IS(dsmil_start, 32);
DSMIL_SIZE_IS(dsmil_deadman, 24);
DSMIL_SIZE_IS(dsmil_claim, 24);
DSMIL_SIZE_IS(dsmil_audit_head, 104);
DSMIL_SIZE_IS(dsmil_hold, 24);
DSMIL_SIZE_IS(dsmil_operation, 32);
DSMIL_SIZE_IS(dsmil_tx_prepare, 88 + 84 * 32);
DSMIL_SIZE_IS(dsmil_tx_commit, 88);
DSMIL_SIZE_IS(dsmil_tx_id, 32);
DSMIL_SIZE_IS(dsmil_tx_status, 96 + 84 * 32);
DSMIL_SIZE_IS(dsmil_tx_entry, 32);
DSMIL_SIZE_IS(dsmil_tx_list, 32 + 64 * 32);
DSMIL_SIZE_IS(dsmil_sim_message, 16);
DSMIL_SIZE_IS(dsmil_sim_hello, 32);
#endif

#endif /* _UAPI_DSMIL_H */
