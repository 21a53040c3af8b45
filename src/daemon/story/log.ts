// SPDX-License-Identifier: Apache-2.0
// The log of all of it, verified as anybody could: from the files alone.
import { readTrustFile } from '../../audit/note/trust-file.ts';
import { openSource } from '../../audit/offline/open-source.ts';
import { type Verdict, verifyLogs } from '../../audit/offline/verify-logs.ts';
import type { Places } from '../places.ts';
import type { Teller } from './teller.ts';

export function verified({ store, audit }: Places): Verdict {
  const { keys, leafPath, headPath } = audit;
  const { policy } = readTrustFile(keys);
  const sources = [openSource(store), openSource(leafPath)];
  return verifyLogs({ sources, policy, headPath, checkpoints: [], shapes: true });
}

/** Whether the log is good. The core is closed. */
export function tellLog(teller: Teller, places: Places): boolean {
  teller.chapter('What happened stays known');
  const { verdict, logs, findings, missing } = verified(places);
  for (const { source, report, signedBy } of logs) {
    const signers = signedBy.length === 0 ? 'nobody' : `${signedBy.length} keys`;
    teller.done(`${source.kind} verified`, `${report.size} entries, signed by ${signers}`);
  }
  for (const problem of [...findings.map(({ message }) => message), ...missing]) {
    teller.refused('the log', problem);
  }
  teller.say(`The audit log is ${verdict}. Verify it yourself, without any of our processes:`);
  return verdict === 'good';
}
