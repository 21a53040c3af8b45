// SPDX-License-Identifier: Apache-2.0
/** Which field of an argument is at an offset, by the header's own layout. */
import { readFileSync } from 'node:fs';
import { parseHeader } from '../../../scripts/codegen/header.ts';
import { placeStructs } from '../../../scripts/codegen/layout.ts';

const structs = placeStructs(
  parseHeader(
    readFileSync(new URL('../../../kernel/include/uapi/dsmil.h', import.meta.url), 'utf8'),
  ),
);

export function fieldAt(struct: string, offset: number): string | undefined {
  return structs.get(struct)?.fields.findLast((field) => field.offset <= offset)?.name;
}
