// SPDX-License-Identifier: Apache-2.0
import { TX_ABI_VERSION } from '../../abi/generated/constants.ts';
import { DeviceError } from '../../device/errors.ts';

/** Module and daemon are of different builds, and an answer to a commit would not mean what it seems to. */
export class TransactionVersionError extends DeviceError {
  constructor(version: number) {
    super(
      'ERR_DSMIL_TX_ABI',
      `the device speaks version ${version} of the transaction calls, and this build knows ${TX_ABI_VERSION}: ` +
        'nothing was claimed; install module and daemon of one build, then load the module anew',
    );
  }
}

/** Throws TransactionVersionError unless the transaction calls are the ones that this build was made for. */
export function checkTransactionVersion(version: number): void {
  if (version !== TX_ABI_VERSION) {
    throw new TransactionVersionError(version);
  }
}
