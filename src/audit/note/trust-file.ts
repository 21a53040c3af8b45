// SPDX-License-Identifier: Apache-2.0
// Beside the log's private keys stands what they are believed by: a policy with the keys that the log
// began with. A rotation takes it along, so that it stays true for the whole log.
import { join } from 'node:path';
import { createWhole } from '../durable-file.ts';
import { AuditKeyError } from '../errors.ts';
import { readPlainText } from '../plain-file.ts';
import type { PublicKey } from './keys.ts';
import { type Policy, parsePolicy } from './policy.ts';

const FILE = 'trust.policy';

export function trustPath(folder: string): string {
  return join(folder, FILE);
}

/** In the form of C2SP tlog-policy, without witnesses. */
export function policyText(keys: readonly PublicKey[]): string {
  const logs = keys.map(({ vkey }) => `log ${vkey}\n`);
  return `# The keys that this log began with.\n${logs.join('')}quorum none\n`;
}

/** Made once; one that is there is left as it is. */
export function createTrustFile(folder: string, text: string): void {
  try {
    createWhole(trustPath(folder), text, 0o644);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw error;
    }
  }
}

/** AuditKeyError when it is missing, AuditFormatError when it is no policy. */
export function readTrustFile(folder: string): { readonly policy: Policy; readonly text: string } {
  const path = trustPath(folder);
  let text: string;
  try {
    text = readPlainText(path);
  } catch (error) {
    throw new AuditKeyError(path, 'cannot be read: it says which keys this log began with', {
      cause: error,
    });
  }
  return { policy: parsePolicy(text, path), text };
}
