// SPDX-License-Identifier: Apache-2.0
import type { Info, Stats } from '../../abi/generated/arguments.ts';
import { TX_ABI_VERSION } from '../../abi/generated/constants.ts';
import { DEVICES } from '../../abi/generated/devices.ts';
import { BackendNames, OperationTypeNames, ReasonNames } from '../../abi/generated/enums.ts';
import { registerName } from '../arguments.ts';
import type { Style } from '../style.ts';
import { renderFacts } from '../table.ts';
import { bytes, duration, grouped, hex, plural, temperature } from '../text.ts';
import { featureNames, featureWords, named, spoken } from '../words.ts';
import { renderStop, type StopView, stopJson } from './stop.ts';

export interface InfoView {
  readonly path: string;
  readonly because: string;
  readonly info: Info;
  readonly stats: Stats;
  readonly stop: StopView;
}

const QUARANTINED_COUNT = DEVICES.filter(({ quarantined }) => quarantined).length;

const FILE_WRITE = 1;
const FILE_RAWIO = 2;

function bits(mask: number): number[] {
  return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (mask & (1 << bit)) !== 0);
}

function registers(mask: number, backend: number): string {
  return (
    bits(mask)
      .map((register) => registerName(backend, register))
      .join(', ') || 'none'
  );
}

function operations(mask: number): string {
  return (
    bits(mask)
      .map((type) => named(OperationTypeNames, type, 'operation'))
      .join(', ') || 'none'
  );
}

function openedAs(flags: number): string {
  return [
    (flags & FILE_WRITE) === 0 ? 'read-only' : 'for writing',
    (flags & FILE_RAWIO) === 0 ? 'without CAP_SYS_RAWIO' : 'with CAP_SYS_RAWIO',
  ].join(', ');
}

function refusals(stats: Stats): [name: string, count: number][] {
  return stats.refusals
    .map((count, reason): [string, number] => [
      ReasonNames[reason] ?? `REASON_${reason}`,
      Number(count),
    ])
    .filter(([, count]) => count > 0);
}

function statistics(stats: Stats, room: number, style: Style): string[] {
  const loss =
    stats.recordsLost === 0n
      ? 'none lost'
      : style.paint(
          'alarm',
          ` ${plural(stats.recordsLost, 'record')} LOST, ${bytes(stats.bytesLost)}, ${grouped(stats.criticalLost)} critical `,
        );
  const faults =
    stats.consumerFaults === 0n ? '' : `, ${plural(stats.consumerFaults, 'consumer fault')}`;
  const refused = refusals(stats);
  return renderFacts(
    [
      [
        'ring',
        `${plural(stats.recordsPublished, 'record')} published, ${loss}, ${plural(stats.wakeups, 'wakeup')}${faults}`,
      ],
      [
        'hardware',
        `${plural(stats.reads, 'read')}, ${plural(stats.effects, 'effect')}, ${plural(stats.samples, 'sample')}, ${plural(stats.timeouts, 'timeout')}`,
      ],
      [
        'transactions',
        `${grouped(stats.txPrepared)} prepared, ${grouped(stats.txCommitted)} committed, ${grouped(stats.txAborted)} aborted, ${grouped(stats.txRolledBack)} rolled back, ${grouped(stats.txUncertain)} uncertain`,
      ],
      ['stops', `${plural(stats.stops, 'stop')}, ${plural(stats.deadmanBeats, 'deadman beat')}`],
      [
        'refused',
        refused.map(([name, count]) => `${grouped(count)} ${spoken(name)}`).join(', ') || 'nothing',
      ],
      ['open files', grouped(stats.openFiles)],
    ],
    room,
    style,
  );
}

/** Frozen: what a version means changes no more. One that this build does not know is not coordinated by it. */
function transactions(version: number): string {
  return version === TX_ABI_VERSION
    ? `${version} (frozen)`
    : `${version} (this build knows ${TX_ABI_VERSION}, and does not coordinate here)`;
}

export function renderInfo(view: InfoView, room: number, style: Style): string[] {
  const { info, stats, path, because, stop } = view;
  const micro = style.glyphs.micro;
  return [
    style.paint('bold', 'Device'),
    ...renderFacts(
      [
        ['path', `${path} (${because})`],
        ['version', info.version],
        [
          'interface',
          `ABI ${info.abiVersion}, transactions ${transactions(info.txAbiVersion)}, record schema ${info.recordSchema}, state schema ${info.stateSchema}`,
        ],
        [
          'instance',
          `${hex(info.instanceId, 16)}, up ${duration(stop.nowNs - info.loadNs, micro)}`,
        ],
        ['backend', named(BackendNames, info.backend, 'backend')],
        [
          'devices',
          `${info.presentCount} of ${info.deviceCount} can be reached, ${QUARANTINED_COUNT} are quarantined, ${plural(info.registerCount, 'register')} each`,
        ],
        ['operations', operations(info.operationMask)],
        [
          'writable',
          `write: ${registers(info.writableMask, info.backend)}; config: ${registers(info.configMask, info.backend)}`,
        ],
        ['features', featureWords(info.features).join('; ')],
        ['opened', openedAs(info.fileFlags)],
      ],
      room,
      style,
    ),
    '',
    style.paint('bold', 'Limits'),
    ...renderFacts(
      [
        [
          'thermal',
          `effects are refused from ${temperature(info.thermalLimitMc, style.glyphs.degree)}`,
        ],
        ['spacing', `${grouped(info.spacingUs)} ${micro}s between effects on one device`],
        ['sampling', info.pollMs === 0 ? 'off' : `every ${grouped(info.pollMs)} ms`],
        ['ring', `${bytes(info.ringSizeMax)} at most`],
        ['transactions', `${info.txTableMax} kept at most`],
      ],
      room,
      style,
    ),
    '',
    style.paint('bold', 'Emergency stop'),
    ...renderStop(stop, room, style),
    '',
    style.paint('bold', 'Since it was loaded'),
    ...statistics(stats, room, style),
  ];
}

export function infoJson(view: InfoView): Record<string, unknown> {
  const { info, stats, path, because, stop } = view;
  const { header: _header, refusals: _refusals, ...counters } = stats;
  return {
    path,
    because,
    version: info.version,
    abi_version: info.abiVersion,
    tx_abi_version: info.txAbiVersion,
    record_schema: info.recordSchema,
    state_schema: info.stateSchema,
    instance_id: hex(info.instanceId, 16),
    up_ms: Number(stop.nowNs - info.loadNs) / 1e6,
    backend: BackendNames[info.backend] ?? info.backend,
    device_count: info.deviceCount,
    present_count: info.presentCount,
    register_count: info.registerCount,
    operations: bits(info.operationMask).map((type) => OperationTypeNames[type] ?? type),
    writable_registers: bits(info.writableMask),
    config_registers: bits(info.configMask),
    features: featureNames(info.features),
    opened_for_writing: (info.fileFlags & FILE_WRITE) !== 0,
    opened_with_rawio: (info.fileFlags & FILE_RAWIO) !== 0,
    limits: {
      thermal_limit_mc: info.thermalLimitMc,
      spacing_us: info.spacingUs,
      poll_ms: info.pollMs,
      ring_size_max: info.ringSizeMax,
      tx_table_max: info.txTableMax,
    },
    stop: stopJson(stop),
    statistics: {
      ...Object.fromEntries(
        Object.entries(counters).map(([name, value]) => [
          name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          Number(value),
        ]),
      ),
      refusals: Object.fromEntries(refusals(stats)),
    },
  };
}
