// SPDX-License-Identifier: Apache-2.0
// How a host gets its first persons and its first policy: by whoever runs it, once. Everything after that
// takes signatures of two persons, whoever runs it.
import type { LocalCall, LocalMethod } from '../../api/local/connection.ts';
import type { Params } from '../../api/local/wire/params.ts';
import type { Json } from '../../core/canonical/json.ts';
import type { SecurityTrack } from '../../tracks/security/security-track.ts';
import { approvalOf } from './people.ts';

const NAME_MAX = 64;
const ID_MAX = 128;

/** Before there are persons, the host's owner is who may found; nobody else may even look. */
export class NotTheOwnerError extends Error {
  override readonly name = 'NotTheOwnerError';
  readonly code = 'ERR_DSMIL_NOT_THE_OWNER';
  readonly satisfiedBy = 'root, or the user that the daemon runs as, on this host';

  constructor() {
    super('persons and policy are founded by whoever runs this host');
  }
}

export type CharterSource = Pick<
  SecurityTrack,
  | 'charterHead'
  | 'charterFault'
  | 'policyLoaded'
  | 'directory'
  | 'bootstrap'
  | 'propose'
  | 'approve'
>;

function isOwner({ peer }: LocalCall): boolean {
  return peer.uid === 0 || peer.uid === process.geteuid?.();
}

/** With persons but no policy nobody can log in: the owner speaks for the founders, who sign. */
function checkMayChange(security: CharterSource, call: LocalCall, proposer?: string): void {
  const own = call.person !== undefined && (proposer ?? call.person.person) === call.person.person;
  if (!own && (security.policyLoaded || !isOwner(call))) {
    throw new NotTheOwnerError();
  }
}

export function charterMethods(security: CharterSource): Record<string, LocalMethod> {
  return {
    'charter.show': {
      call: (params, call) => {
        params.end();
        if (!isOwner(call) && call.person === undefined) {
          throw new NotTheOwnerError();
        }
        const { persons, keys } = security.directory();
        return {
          ...security.charterHead,
          policy: security.policyLoaded,
          fault: security.charterFault?.message ?? null,
          persons: persons.map(({ person }) => person),
          keys: keys.map(({ keyId, person, publicKey }) => ({
            key_id: keyId,
            person,
            public_key: Buffer.from(publicKey).toString('hex'),
          })),
        };
      },
    },
    'charter.bootstrap': {
      call: async (params, call) => {
        const founders = params.json('founders');
        params.end();
        if (!isOwner(call)) {
          throw new NotTheOwnerError();
        }
        // What it must be is told by whoever reads it.
        await security.bootstrap(founders as readonly Json[]);
        return { ...security.charterHead };
      },
    },
    'charter.propose': {
      call: (params, call) => {
        const proposer = params.text('proposer', 1, NAME_MAX);
        const change = params.json('change') ?? null;
        params.end();
        checkMayChange(security, call, proposer);
        const { id, statement, digest, role } = security.propose(proposer, change);
        return { id, statement: { ...statement }, digest, role };
      },
    },
    'charter.approve': { call: (params, call) => approve(security, params, call) },
  };
}

async function approve(security: CharterSource, params: Params, call: LocalCall): Promise<Json> {
  const id = params.text('proposal', 1, ID_MAX);
  const approval = approvalOf(params);
  params.end();
  checkMayChange(security, call);
  const { revision } = await security.approve(id, approval);
  return { revision };
}
