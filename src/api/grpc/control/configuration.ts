// SPDX-License-Identifier: Apache-2.0
// ConfigurationService: the configuration in force, and where each value is from.
import type { GrpcCall } from '../method.ts';
import type {
  IConfigurationValue,
  IGetConfigurationResponse,
} from '../wire/generated/dsmil-control-v1.ts';
import { personCalling } from './caller.ts';
import { bytesOf } from './fields.ts';
import type { ConfigurationPort, ControlParts } from './parts.ts';

const ORIGINS = { default: 1, file: 2, environment: 3 } as const;

type Origin = ConfigurationPort['origins'] extends ReadonlyMap<string, infer O> ? O : never;

function placeOf(origin: Origin): string {
  switch (origin.from) {
    case 'default':
      return '';
    case 'file':
      return origin.line === null ? origin.file : `${origin.file}:${origin.line}`;
    case 'environment':
      return origin.variable;
  }
}

function wireValue(name: string, value: unknown, origin: Origin): IConfigurationValue {
  return {
    name,
    value: JSON.stringify(value),
    origin: ORIGINS[origin.from],
    place: placeOf(origin),
  };
}

export type ConfigurationParts = Pick<ControlParts, 'configuration'>;

export function configurationService({ configuration }: ConfigurationParts) {
  return {
    GetConfiguration(_: object, { caller }: GrpcCall): IGetConfigurationResponse {
      personCalling(caller);
      const { revision, file, values, origins } = configuration;
      return {
        revision: bytesOf(revision),
        file: file ?? '',
        values: [...values]
          .map(([name, value]) => wireValue(name, value, origins.get(name) ?? { from: 'default' }))
          .sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)),
      };
    },
  };
}
