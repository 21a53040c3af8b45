// SPDX-License-Identifier: Apache-2.0
// Founds a host: keys, persons, policy, certificates, in this order, each left as it is when it is there.

import { SpiffeKind } from '../../api/identity/wire/spiffe.ts';
import { readPlainText } from '../../audit/plain-file.ts';
import type { Json } from '../../core/canonical/json.ts';
import { ClearanceLevel } from '../../core/model/enums.ts';
import { CanonicalFormError, InvalidArgumentError } from '../../core/model/errors.ts';
import { policyFromFile } from '../../tracks/security/policy/file.ts';
import { compartmentsOf, personName, policyOf } from '../../tracks/security/policy/policy.ts';
import { memberOf } from '../../tracks/security/policy/shape.ts';
import { found } from '../bootstrap/found.ts';
import { type Founder, founderDocument, founderWithKey } from '../bootstrap/founder.ts';
import { type Account, startingPolicy } from '../bootstrap/policy.ts';
import type { Context } from '../context.ts';
import { ExitCode, Failure, usageFailure } from '../failure.ts';
import { agreed } from '../local/ask.ts';
import { socketPath, withDaemon } from '../local/daemon.ts';
import { certify, checkStanding } from '../pki/certify.ts';
import { PkiFolder } from '../pki/folder.ts';
import { principalFor } from '../pki/issue.ts';
import { issuedJson } from '../views/pki.ts';
import type { BootstrapOptions } from './bootstrap.ts';

function usage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InvalidArgumentError || error instanceof CanonicalFormError) {
      throw new Failure(ExitCode.USAGE, error.message, [], error.code, { cause: error });
    }
    throw error;
  }
}

function personsOf({ person }: BootstrapOptions): readonly [string, string] {
  const [first, second, ...others] = person.map((name) =>
    usage(() => personName(name, '--person')),
  );
  if (first === undefined || second === undefined || others.length > 0 || first === second) {
    throw usageFailure('--person', person.join(' '), 'two different names');
  }
  return [first, second];
}

function accountsOf(persons: readonly string[], options: BootstrapOptions): Account[] {
  const own = persons.flatMap((person) => [
    { id: person, person },
    { id: principalFor(SpiffeKind.PERSON, person, options.trustDomain), person },
  ]);
  const more = (options.account ?? []).map((pair) => {
    const [, person = '', id = ''] = /^([^=]+)=(unix:\d{1,10})$/.exec(pair) ?? [];
    if (!persons.includes(person)) {
      throw usageFailure('--account', pair, `NAME=unix:UID, with ${persons.join(' or ')} as NAME`);
    }
    return { id, person };
  });
  return [...own, ...more];
}

function policyFor(accounts: readonly Account[], { policy: path }: BootstrapOptions): Json {
  return usage(() => {
    const document =
      path === undefined
        ? startingPolicy(accounts)
        : (JSON.parse(policyFromFile(readPlainText(path), path).source) as Json);
    policyOf(document);
    return document;
  });
}

function keyWords({ person, keyFile, keyMade }: Founder): string {
  return `  ${person}: key ${keyFile}${keyMade ? '' : ' (it was there)'}`;
}

export async function bootstrap(context: Context, options: BootstrapOptions): Promise<ExitCode> {
  const { terminal, json } = context;
  const persons = personsOf(options);
  const policy = policyFor(accountsOf(persons, options), options);
  const compartments = usage(() => compartmentsOf(options.compartment ?? [], '--compartment'));
  usage(() => memberOf(options.clearance, '--clearance', ClearanceLevel));
  const folder = options.pki === undefined ? undefined : new PkiFolder(options.pki);
  // Fails now, and not when half of it is done.
  if (folder !== undefined) {
    folder.signer();
    checkStanding(folder, persons, options.trustDomain);
  }
  const question = `Found this host with ${persons.join(' and ')}, both cleared for ${options.clearance}?`;
  if (!(await agreed(context, question, options.yes === true))) {
    terminal.note('Nothing was done.');
    return ExitCode.REFUSED;
  }
  // By the socket of this host, wherever other commands go: only its owner may found it.
  const socket = socketPath(context, options);
  return await withDaemon(context, { socket }, async ({ client }) => {
    const [first, second] = persons.map((person) => founderWithKey(person, options.keys)) as [
      Founder,
      Founder,
    ];
    const founders = [first, second] as const;
    const documents = founders.map((one) => founderDocument(one, options.clearance, compartments));
    const { revision, hash, resumed } = await found(client, { founders, documents, policy });
    const certificates =
      folder === undefined
        ? []
        : (await certify(folder, persons, options.trustDomain)).map((one) =>
            issuedJson(folder, one),
          );
    if (json) {
      const keys = founders.map(({ person, keyFile, key }) => ({
        person,
        key_id: key.keyId,
        key_file: keyFile,
      }));
      terminal.json({ revision, hash, resumed, persons: keys, certificates });
      return ExitCode.OK;
    }
    terminal.line(`founded: revision ${revision}, hash ${hash}`);
    terminal.lines(founders.map(keyWords));
    for (const { certificate_file } of certificates) {
      terminal.line(`  certificate ${certificate_file}`);
    }
    terminal.line('Give each person their key, keep none here, and write the hash down elsewhere.');
    return ExitCode.OK;
  });
}
