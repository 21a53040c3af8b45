// SPDX-License-Identifier: Apache-2.0
// Who may publish events, of which types and speaking for which track. What the policy does not say is denied.
import type { EventType, Track } from '../../../core/model/enums.ts';
import { PUBLISHABLE_SOURCES, PUBLISHABLE_TYPES } from '../../../core/model/publishing.ts';
import { listOf, memberOf, nameIn, objectOf } from './shape.ts';

export const PUBLICATIONS_MAX = 256;

export interface PublicationGrant {
  readonly id: string;
  readonly principals: ReadonlySet<string>;
  readonly types: ReadonlySet<EventType>;
  readonly sources: ReadonlySet<Track>;
}

/** @principalsOf reads a list of principals that the policy knows. Throws InvalidArgumentError. */
export function publicationGrantOf(
  value: unknown,
  field: string,
  principalsOf: (value: unknown, field: string) => readonly string[],
): PublicationGrant {
  const fields = objectOf(value, field, ['id', 'principals', 'types', 'sources']);
  const members = <T extends number>(name: string, known: Readonly<Record<string, T>>): Set<T> =>
    new Set(
      listOf(fields[name], `${field}.${name}`, 1, Object.keys(known).length, (one, at) =>
        memberOf(one, at, known),
      ),
    );
  return {
    id: nameIn(fields['id'], `${field}.id`),
    principals: new Set(principalsOf(fields['principals'], `${field}.principals`)),
    types: members<EventType>('types', PUBLISHABLE_TYPES),
    sources: members<Track>('sources', PUBLISHABLE_SOURCES),
  };
}
