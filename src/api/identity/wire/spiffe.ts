// SPDX-License-Identifier: Apache-2.0
// Whose a client certificate is: one URI in the form of SPIFFE, which is also the account's name in the policy.

export const SpiffeKind = { PERSON: 'person', SERVICE: 'service' } as const;
export type SpiffeKind = (typeof SpiffeKind)[keyof typeof SpiffeKind];

export interface SpiffeId {
  readonly trustDomain: string;
  readonly kind: SpiffeKind;
  readonly name: string;
}

/** As long as a name of an account may be in the policy. {unit characters} */
export const SPIFFE_LENGTH_MAX = 64;

const FORM =
  /^spiffe:\/\/([a-z0-9][a-z0-9._-]{0,31})\/(person|service)\/([a-z0-9][a-z0-9._-]{0,63})$/;

/** Undefined when @uri is none: it has one spelling, and nothing is mended. */
export function parseSpiffe(uri: string): SpiffeId | undefined {
  const [, trustDomain, kind, name] = FORM.exec(uri) ?? [];
  return uri.length > SPIFFE_LENGTH_MAX || trustDomain === undefined || name === undefined
    ? undefined
    : { trustDomain, kind: kind as SpiffeKind, name };
}

export function spiffeUri({ trustDomain, kind, name }: SpiffeId): string {
  return `spiffe://${trustDomain}/${kind}/${name}`;
}
