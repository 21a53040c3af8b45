// SPDX-License-Identifier: Apache-2.0
// A person at the daemon's socket, as dsmilctl would be; with a key that everybody knows.
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DaemonError, LocalClient, type SigningKey } from '../../api/local/client/client.ts';
import type {
  WireClearing,
  WireConfirmation,
  WireOffer,
  WireOperation,
  WireRecovery,
  WireStatus,
  WireStop,
} from '../../api/local/wire/answers.ts';
import { clearingFrom, decisionFrom, resetFrom } from '../../api/local/wire/decisions.ts';
import { decisionDigest } from '../../core/canonical/approval.ts';
import { ClearingKind, clearingDigest } from '../../core/canonical/clearing.ts';
import type { Json } from '../../core/canonical/json.ts';
import { resetDigest, resetRole } from '../../core/canonical/reset-decision.ts';
import { approvalBytes } from '../../core/canonical/signature.ts';

/** Far more than a daemon that answers takes on a busy machine. {unit ms} */
const CONNECT_MS = 120_000;

const PKCS8_HEAD = '302e020100300506032b657004220420';

/** Of the demonstration's persons: @file has them all. */
function keyOf(file: string, person: string): SigningKey {
  const { keys } = JSON.parse(readFileSync(file, 'utf8')) as {
    keys: Record<string, { key_id: string; private_key: string }>;
  };
  const { key_id: keyId, private_key: seed } = keys[person] ?? { key_id: '', private_key: '' };
  const der = Buffer.from(`${PKCS8_HEAD}${seed}`, 'hex');
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return {
    keyId,
    sign: (digest, role) => sign(null, approvalBytes(digest, role), key).toString('hex'),
  };
}

export interface WireStep {
  readonly device: number;
  readonly operation: string;
  readonly register?: number;
  readonly value?: number;
}

export class AtSocket {
  readonly client: LocalClient;
  readonly #key: SigningKey;

  private constructor(client: LocalClient, key: SigningKey) {
    this.client = client;
    this.#key = key;
  }

  static async connect(socket: string, keys: string, person: string): Promise<AtSocket> {
    const client = await LocalClient.connect(socket, AbortSignal.timeout(CONNECT_MS));
    const key = keyOf(keys, person);
    await client.login(`demo:${person}`, key);
    return new AtSocket(client, key);
  }

  async call<T>(method: string, params: Record<string, Json> = {}): Promise<T> {
    return (await this.client.call(method, params)) as unknown as T;
  }

  status(): Promise<WireStatus> {
    return this.call('status');
  }

  /** The next step of a reset, whichever it is. */
  async step(): Promise<string> {
    const decision = resetFrom(await this.call('stop.offer'));
    const signature = this.#key.sign(resetDigest(decision), resetRole(decision.step));
    const { state } = await this.call<{ state: string }>('stop.take', {
      nonce: decision.nonce,
      key_id: this.#key.keyId,
      signature,
    });
    return state;
  }

  transact(
    id: string,
    operations: readonly WireStep[],
    more: Record<string, Json> = {},
  ): Promise<WireOperation> {
    return this.call('tx.run', {
      coordination_id: id,
      operations: operations.map((one) => ({ ...one })),
      justification: 'a test',
      ...more,
    });
  }

  read(device: number, register: number): Promise<WireOperation> {
    const id = `read-${randomUUID()}`;
    return this.call('op.run', { coordination_id: id, device, operation: 'READ', register });
  }

  stop(reason: string): Promise<WireStop> {
    return this.call('stop', { reason });
  }

  /** Those that nobody has signed. */
  async offers(): Promise<readonly WireOffer[]> {
    const offers = await this.call<readonly WireOffer[]>('offers.list');
    return offers.filter((one) => one.left_ms > 0 && one.approved_by === null);
  }

  async approve({ offer, decision }: WireOffer): Promise<void> {
    const signature = this.#key.sign(decisionDigest(decisionFrom(decision)), 'OPERATION');
    await this.call('offers.approve', { offer, key_id: this.#key.keyId, signature });
  }

  async deny({ offer }: WireOffer): Promise<void> {
    await this.call('offers.deny', { offer });
  }

  /**
   * Says yes to what waits for one; with @to to that operation's offers, with @saying to confirmations whose
   * summary has it. What has moved since it was listed is asked for again.
   */
  async agree(to?: string, saying = ''): Promise<void> {
    const asked = await this.call<readonly WireConfirmation[]>('confirmations.list');
    for (const { id } of asked.filter(({ summary }) => summary.includes(saying))) {
      await unlessMoved(async () => {
        const { digest } = await this.call<WireConfirmation>('confirmations.show', { id });
        await this.call('confirmations.answer', { id, seen: digest, yes: true });
      });
    }
    for (const offer of await this.offers()) {
      if (to === undefined || offer.coordination_id === to) {
        await unlessMoved(() => this.approve(offer));
      }
    }
  }

  recovery(): Promise<WireRecovery> {
    return this.call('recover.list');
  }

  /** Proposes that the flagged @transaction is cleared, and signs it. */
  async clear(transaction: string, note: string): Promise<WireClearing> {
    const given = { kind: ClearingKind.HEURISTIC, transaction, note };
    const clearing = await this.call<WireClearing>('recover.offer', given);
    await this.sign(clearing);
    return clearing;
  }

  async sign({ decision: given }: WireClearing): Promise<void> {
    const decision = clearingFrom(given);
    const signature = this.#key.sign(clearingDigest(decision), 'CLEARING');
    const { nonce } = decision;
    await this.call('recover.sign', { nonce, key_id: this.#key.keyId, signature });
  }

  close(): void {
    this.client.close();
  }
}

/** A daemon's no is an answer; anything else is not. */
async function unlessMoved(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof DaemonError) || error.wire.code === 'ERR_DSMIL_INTERNAL') {
      throw error;
    }
  }
}
