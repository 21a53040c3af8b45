// SPDX-License-Identifier: Apache-2.0
// A policy from a file that somebody wrote: by itself, or inside a file of test principals.
import { parse } from 'smol-toml';
import { canonicalJson, type Json } from '../../../core/canonical/json.ts';
import { InvalidArgumentError } from '../../../core/model/errors.ts';
import { type Policy, policyOf } from './policy.ts';

/** The tables of @text, TOML or JSON; InvalidArgumentError names @what when it is neither. */
export function documentOf(text: string, what: string, path: string): unknown {
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new InvalidArgumentError(what, path, `a TOML or JSON file: ${problem}`);
  }
}

export interface PolicyFile {
  readonly policy: Policy;
  /** As it would be proposed: canonical JSON. */
  readonly source: string;
  /** It stood inside a file of test principals; whether those are good is not looked at. */
  readonly inFixture: boolean;
}

export function policyFromFile(text: string, path: string): PolicyFile {
  const document = documentOf(text, 'policy', path);
  const inFixture =
    typeof document === 'object' &&
    document !== null &&
    'persons' in document &&
    'policy' in document;
  // TOML gives tables of its own kind; what counts is what they say.
  const source = canonicalJson((inFixture ? document.policy : document) as Json);
  return { policy: policyOf(JSON.parse(source)), source, inFixture };
}
