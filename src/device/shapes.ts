// SPDX-License-Identifier: Apache-2.0
// Each call with its codec. A call without input has only a header.
import {
  readAuditHead,
  readClaim,
  readDeadman,
  readGetState,
  readHold,
  readInfo,
  readRead,
  readReset,
  readRingReset,
  readStart,
  readStats,
  readStop,
  readStopStatus,
  readTxCommit,
  readTxId,
  readTxList,
  readTxPrepare,
  readTxStatus,
  writeAuditHead,
  writeDeadman,
  writeGetState,
  writeHold,
  writeRead,
  writeReset,
  writeStart,
  writeStop,
  writeTxCommit,
  writeTxId,
  writeTxList,
  writeTxPrepare,
  writeTxStatus,
} from '../abi/generated/arguments.ts';
import { CALLS, type CallDescription } from '../abi/generated/calls.ts';
import type { CallShape } from './calls.ts';

function headerOnly<O>(call: CallDescription, read: (view: DataView) => O): CallShape<void, O> {
  return { call, read, write: (view, at) => view.setUint32(at, call.size, true) };
}

export const INFO = headerOnly(CALLS.INFO, readInfo);
export const STATS = headerOnly(CALLS.STATS, readStats);
export const GET_STATE = { call: CALLS.GET_STATE, write: writeGetState, read: readGetState };
export const READ = { call: CALLS.READ, write: writeRead, read: readRead };
export const RING_RESET = headerOnly(CALLS.RING_RESET, readRingReset);

export const STOP = { call: CALLS.STOP, write: writeStop, read: readStop };
export const STOP_STATUS = headerOnly(CALLS.STOP_STATUS, readStopStatus);
export const RESET_REQUEST = { call: CALLS.RESET_REQUEST, write: writeReset, read: readReset };
export const RESET_CONFIRM = { call: CALLS.RESET_CONFIRM, write: writeReset, read: readReset };
export const START = { call: CALLS.START, write: writeStart, read: readStart, effect: true };

export const DEADMAN_ARM = { call: CALLS.DEADMAN_ARM, write: writeDeadman, read: readDeadman };
export const DEADMAN_BEAT = headerOnly(CALLS.DEADMAN_BEAT, readDeadman);
export const DEADMAN_DISARM = headerOnly(CALLS.DEADMAN_DISARM, readDeadman);

export const CLAIM = { ...headerOnly(CALLS.CLAIM, readClaim), effect: true };
export const AUDIT_HEAD_GET = headerOnly(CALLS.AUDIT_HEAD_GET, readAuditHead);
export const AUDIT_HEAD_SET = {
  call: CALLS.AUDIT_HEAD_SET,
  write: writeAuditHead,
  read: readAuditHead,
  effect: true,
};

export const TX_PREPARE = {
  call: CALLS.TX_PREPARE,
  write: writeTxPrepare,
  read: readTxPrepare,
  effect: true,
};
export const TX_COMMIT = {
  call: CALLS.TX_COMMIT,
  write: writeTxCommit,
  read: readTxCommit,
  effect: true,
};
export const TX_ABORT = { call: CALLS.TX_ABORT, write: writeTxId, read: readTxId, effect: true };
export const TX_STATUS = { call: CALLS.TX_STATUS, write: writeTxStatus, read: readTxStatus };
export const TX_FORGET = { call: CALLS.TX_FORGET, write: writeTxId, read: readTxId, effect: true };
export const TX_LIST = { call: CALLS.TX_LIST, write: writeTxList, read: readTxList };

export const HOLD_SET = { call: CALLS.HOLD_SET, write: writeHold, read: readHold, effect: true };
export const HOLD_RELEASE = {
  call: CALLS.HOLD_RELEASE,
  write: writeHold,
  read: readHold,
  effect: true,
};
