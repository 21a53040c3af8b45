// SPDX-License-Identifier: Apache-2.0
// The conversation with the daemon: first the persons, then the policy that both sign. Begun again after an
// interruption it goes on where it was.
import { canonicalJson, type Json } from '../../core/canonical/json.ts';
import { ApprovalRole } from '../../core/canonical/signature.ts';
import { statementDigest } from '../../tracks/security/charter/revision.ts';
import { ExitCode, Failure } from '../failure.ts';
import type { DaemonTransport } from '../local/transport.ts';
import type { Founder } from './founder.ts';

type Caller = Pick<DaemonTransport, 'call'>;

interface Shown {
  readonly revision: number;
  readonly policy: boolean;
  readonly fault: string | null;
  readonly keys: readonly { readonly person: string; readonly public_key: string }[];
}

interface Proposed {
  readonly id: string;
  readonly statement: { readonly change: Json };
  readonly digest: string;
  readonly role: string;
}

export interface Founding {
  readonly founders: readonly [Founder, Founder];
  /** Of founderDocument(). */
  readonly documents: readonly Json[];
  readonly policy: Json;
}

export interface Founded {
  readonly revision: number;
  readonly hash: string;
  /** The persons were there already, from a call that was interrupted. */
  readonly resumed: boolean;
}

async function show(client: Caller): Promise<Shown & { readonly hash: string }> {
  const shown = await client.call('charter.show', {});
  return shown as unknown as Shown & { readonly hash: string };
}

function refuse(message: string, advice: readonly string[]): Failure {
  return new Failure(ExitCode.REFUSED, message, advice, 'ALREADY_BOOTSTRAPPED');
}

/** Whether only the policy is missing, and the founders are these. */
function isInterrupted({ keys, policy }: Shown, founders: Founding['founders']): boolean {
  const ours = founders.map(({ person, publicKey }) => `${person} ${publicKey}`).sort();
  const theirs = keys.map(({ person, public_key }) => `${person} ${public_key}`).sort();
  return !policy && ours.join() === theirs.join();
}

/** Throws a Failure, or what the call does. */
export async function found(client: Caller, founding: Founding): Promise<Founded> {
  const { founders, documents, policy } = founding;
  const before = await show(client);
  if (before.fault !== null) {
    throw refuse(`what is stored of persons and policy is not believed: ${before.fault}`, []);
  }
  const resumed = before.revision > 0;
  if (resumed && !isInterrupted(before, founders)) {
    throw refuse(`this host has its persons already (revision ${before.revision})`, [
      'They add others, two of them signing: nobody founds a second time.',
    ]);
  }
  if (!resumed) {
    await client.call('charter.bootstrap', { founders: [...documents] });
  }
  const [first] = founders;
  const change = { change: 'set_policy', policy };
  const proposed = (await client.call('charter.propose', {
    proposer: first.person,
    change,
  })) as unknown as Proposed;
  // What is signed is what was asked for, and not what somebody says that it is.
  const same = canonicalJson(proposed.statement.change) === canonicalJson(change);
  const digest = statementDigest(ApprovalRole.POLICY_CHANGE, proposed.statement as unknown as Json);
  if (!same || proposed.role !== ApprovalRole.POLICY_CHANGE || proposed.digest !== digest) {
    throw new Failure(ExitCode.FAILED, 'the daemon proposes another policy than it was given', [
      'Nothing was signed. Whatever answers on that socket is not to be trusted.',
    ]);
  }
  for (const { key } of founders) {
    const signature = key.sign(digest, ApprovalRole.POLICY_CHANGE);
    await client.call('charter.approve', { proposal: proposed.id, key_id: key.keyId, signature });
  }
  const { revision, hash } = await show(client);
  return { revision, hash, resumed };
}
