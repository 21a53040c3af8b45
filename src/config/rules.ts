// SPDX-License-Identifier: Apache-2.0
// What keys must be to each other.
import { type ConfigProblem, contradiction } from './problem.ts';
import type { Config } from './schema.ts';

/** Places that must not be one another: who breaks one must not have broken both. */
function samePaths(config: Config, whereOf: (name: string) => string): ConfigProblem[] {
  const paths: readonly (readonly [name: string, path: string])[] = [
    ['store.directory', config.store.directory],
    ['audit.keys_directory', config.audit.keysDirectory],
    ['audit.leaf_file', config.audit.leafFile],
    ['audit.head_file', config.audit.headFile],
    ['events.keys_file', config.events.keysFile],
  ];
  return paths.flatMap(([name, path], index, rest) => {
    const [other] = rest.slice(0, index).find(([, before]) => before === path) ?? [];
    return other === undefined
      ? []
      : [contradiction(name, whereOf(name), `is the same as ${other}: give it a place of its own`)];
  });
}

/** TLS takes all of its files, and a port that there is. */
function networkProblems(
  { network }: Config,
  whereOf: (name: string) => string,
): readonly ConfigProblem[] {
  if (network.listen === '') {
    return [];
  }
  const files = [
    ['network.certificate_file', network.certificateFile],
    ['network.key_file', network.keyFile],
    ['network.client_ca_file', network.clientCaFile],
    ['network.revocation_file', network.revocationFile],
  ] as const;
  const problems = files
    .filter(([, path]) => path === '')
    .map(([name]) =>
      contradiction(name, whereOf(name), 'is empty: network.listen takes it (dsmilctl pki init)'),
    );
  const port = Number(network.listen.slice(network.listen.lastIndexOf(':') + 1));
  if (port > 65_535) {
    const name = 'network.listen';
    problems.push(contradiction(name, whereOf(name), `has port ${port}: at most 65535`));
  }
  return problems;
}

export function contradictions(
  config: Config,
  whereOf: (name: string) => string,
): readonly ConfigProblem[] {
  const { deadman, sync } = config;
  const problems = [...samePaths(config, whereOf), ...networkProblems(config, whereOf)];
  if (deadman.beatMs * 3 > deadman.periodMs) {
    const most = Math.floor(deadman.periodMs / 3);
    problems.push(
      contradiction(
        'deadman.beat_ms',
        whereOf('deadman.beat_ms'),
        `is ${deadman.beatMs} ms: at most a third of deadman.period_ms (${most} ms of ${deadman.periodMs})`,
      ),
    );
  }
  if (sync.fullPassMs < sync.reportDeadlineMs) {
    problems.push(
      contradiction(
        'sync.full_pass_ms',
        whereOf('sync.full_pass_ms'),
        `is ${sync.fullPassMs} ms: at least sync.report_deadline_ms (${sync.reportDeadlineMs} ms), or one pass would begin before the last has ended`,
      ),
    );
  }
  return problems;
}
