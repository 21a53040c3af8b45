// SPDX-License-Identifier: Apache-2.0
// Whether a security policy is good, and what it says: for whoever writes one and whoever is to
// approve it. Needs no daemon and no device.
import { createHash } from 'node:crypto';
import { readPlainText } from '../../audit/plain-file.ts';
import { CanonicalFormError, InvalidArgumentError } from '../../core/model/errors.ts';
import type { PolicyFile } from '../../tracks/security/policy/file.ts';
import type { Context } from '../context.ts';
import { ExitCode, Failure, usageFailure } from '../failure.ts';

export const POLICY_HELP = `
ACTION    check: whether it is good, and what in it is probably not meant
          explain: what it says, in words
FILE      TOML or JSON: a policy, or a file of test principals with one in it

Exit code 1: it is not good, and the message names the place. Good means that it can be
proposed; whether the persons that it names are enrolled, the daemon says then.`;

async function load(path: string): Promise<PolicyFile> {
  const { policyFromFile } = await import('../../tracks/security/policy/file.ts');
  let text: string;
  try {
    text = readPlainText(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(ExitCode.FAILED, `the policy cannot be read: ${why}`);
  }
  try {
    return policyFromFile(text, path);
  } catch (error) {
    // The second says how deep a file may be nested.
    if (error instanceof InvalidArgumentError || error instanceof CanonicalFormError) {
      const advice = [
        'What a policy has: README of tracks/security, native/sim/principals/demo.toml',
      ];
      throw new Failure(ExitCode.FAILED, error.message, advice, error.code, { cause: error });
    }
    throw error;
  }
}

export async function policy(
  { terminal, json }: Context,
  _options: unknown,
  [action = '', path = '']: readonly string[],
): Promise<ExitCode> {
  if (action !== 'check' && action !== 'explain') {
    throw usageFailure('ACTION', action, 'check or explain');
  }
  const found = await load(path);
  const { explainPolicy, doubtsAbout } = await import('../../tracks/security/policy/explain.ts');
  const doubts = doubtsAbout(found.policy, Date.now());
  const digest = createHash('sha256').update(found.source, 'utf8').digest('hex');
  const chapters = action === 'explain' ? explainPolicy(found.policy) : [];
  if (json) {
    terminal.json({
      good: true,
      file: path,
      digest,
      doubts,
      ...(action === 'explain' && { chapters }),
    });
    return ExitCode.OK;
  }
  for (const { heading, lines } of chapters) {
    terminal.line(heading);
    terminal.lines((lines.length === 0 ? ['nothing'] : lines).map((line) => `  ${line}`));
  }
  if (action === 'check') {
    const { principals, grants, publications, threats } = found.policy;
    const counts = `${principals.size} principals, ${grants.length} grants, ${publications.length} publications, ${threats.length} threat rules`;
    terminal.line(`good: ${path}, ${counts}`);
    terminal.line(`SHA-256 of its canonical form: ${digest}`);
  }
  terminal.lines(doubts.map((doubt) => `is this meant? ${doubt}`));
  return ExitCode.OK;
}
