// SPDX-License-Identifier: Apache-2.0
// A way to a daemon, whichever it is: a command is written once.
import type { CallOptions } from '../../api/local/client/client.ts';
import type { Json } from '../../core/canonical/json.ts';

export interface DaemonTransport extends Disposable {
  /** Rejects with a DaemonError, with DaemonGoneError, or as the signal says. */
  call(
    method: string,
    params: Readonly<Record<string, Json>>,
    options?: CallOptions,
  ): Promise<Json>;
}
