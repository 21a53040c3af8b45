// SPDX-License-Identifier: Apache-2.0
// The daemon's parts over a dsmil-sim, with the demo persons, and dsmil.control.v1 over them.
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { controlMethods } from '../../../src/api/grpc/control/methods.ts';
import * as wire from '../../../src/api/grpc/wire/generated/dsmil-control-v1.ts';
import { domainDigest } from '../../../src/core/canonical/digest.ts';
import { parseCanonicalJson } from '../../../src/core/canonical/json.ts';
import type { ApprovalRole } from '../../../src/core/canonical/signature.ts';
import { approvalBytes } from '../../../src/core/canonical/signature.ts';
import { Guest, Loopback } from '../../unit/api/grpc/control/loopback.ts';
import { ROOT } from '../device-sim.ts';
import { type CoreWorld, faultsOf, openCoreWorld } from './core-world.ts';

/** Of an Ed25519 key in PKCS #8, before its 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

interface DemoKey {
  readonly key_id: string;
  readonly private_key: string;
}

const DEMO = JSON.parse(
  readFileSync(join(ROOT, 'native/sim/principals/demo-keys.json'), 'utf8'),
) as { readonly keys: Readonly<Record<string, DemoKey>> };

/** @person's signature over what the document says, by what the .proto file says of it. */
export function signed(person: string, document: wire.SignedDocument | null): wire.ISignature {
  const { key_id: keyId, private_key: hex } = DEMO.keys[person] as DemoKey;
  const { domain = '', document: text = '', role = '' } = document ?? {};
  const digest = domainDigest(domain, parseCanonicalJson(text));
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8, Buffer.from(hex, 'hex')]),
    format: 'der',
    type: 'pkcs8',
  });
  return { keyId, signature: sign(null, approvalBytes(digest, role as ApprovalRole), key) };
}

export class ControlWorld {
  readonly loopback: Loopback;
  readonly #core: CoreWorld;

  private constructor(core: CoreWorld) {
    this.#core = core;
    this.loopback = new Loopback(controlMethods(core.control));
  }

  static async open(): Promise<ControlWorld> {
    return new ControlWorld(await openCoreWorld());
  }

  get faults(): readonly unknown[] {
    return faultsOf(this.#core);
  }

  /** A new connection of a demo person or service. */
  guest(name: string): Guest {
    return new Guest(`demo:${name}`, (principal) =>
      this.#core.decision.security.identify(principal),
    );
  }

  /** Takes the next step of the way back from the stop, as @person. */
  async step(person: string): Promise<wire.StopStatus | null> {
    const call = this.guest(person).call();
    const { document } = await this.loopback.unary(
      'StopService/OfferStopStep',
      [wire.OfferStopStepRequest, {}],
      wire.OfferStopStepResponse,
      call,
    );
    const { nonce } = JSON.parse(document?.document ?? '{}') as { readonly nonce: string };
    const { status } = await this.loopback.unary(
      'StopService/TakeStopStep',
      [wire.TakeStopStepRequest, { nonce, signature: signed(person, document) }],
      wire.TakeStopStepResponse,
      call,
    );
    return status;
  }

  /** Every track is asked for what it knows of every device. */
  async pass(): Promise<void> {
    await this.#core.decision.core.sync.syncAll();
  }

  async close(): Promise<void> {
    await this.#core.close();
  }
}
