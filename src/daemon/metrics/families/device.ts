// SPDX-License-Identifier: Apache-2.0
// The ring and the kernel: what was published, what arrived, what was lost, and what the core counts.
import { ReasonNames } from '../../../abi/generated/enums.ts';
import type { DevicePath } from '../../../device/device-path.ts';
import type { MetricsRegistry } from '../registry.ts';

/** A kernel that has not answered by then does not, as far as this answer is concerned. {unit ms} */
const STATS_LIMIT_MS = 1_000;

export type DeviceSource = Pick<DevicePath, 'counters' | 'stats' | 'state'>;

export function deviceFamilies(registry: MetricsRegistry, device: DeviceSource): void {
  const own = (
    name: string,
    help: string,
    pick: (c: ReturnType<DeviceSource['counters']>) => number,
  ) =>
    registry.read({
      kind: 'counter',
      name,
      help,
      read: () => [{ value: pick(device.counters()) }],
    });
  own('dsmil_ring_records_drained_total', 'Records that this process took.', (c) => c.records);
  own('dsmil_ring_drained_bytes_total', 'Bytes of records that it took.', (c) => c.bytes);
  own('dsmil_ring_records_missed_total', 'Records that did not arrive here.', (c) => c.lost);
  own('dsmil_ring_corrupt_total', 'Records whose checksum was wrong.', (c) => c.corrupt);
  own('dsmil_ring_wakes_total', 'Times that this process was woken for records.', (c) => c.wakes);
  registry.read({
    kind: 'gauge',
    name: 'dsmil_device_calls_in_flight',
    help: 'Calls to the kernel under way.',
    read: () => [{ value: device.counters().callsUnderWay }],
  });
  registry.read({
    kind: 'gauge',
    name: 'dsmil_ring_backlog_bytes',
    help: 'Bytes published that this process has not taken yet.',
    read: () => [{ value: device.counters().unread }],
  });
  registry.read({
    kind: 'gauge',
    name: 'dsmil_device_open',
    help: '1 while the device is open, 0 when it has vanished or was closed.',
    read: () => [{ value: device.state === 'open' ? 1 : 0 }],
  });
  kernelFamilies(registry, device);
}

/** One question to the kernel for all families of one answer. */
function kernelFamilies(registry: MetricsRegistry, device: DeviceSource): void {
  type Stats = Awaited<ReturnType<DeviceSource['stats']>>;
  let asked: Promise<Stats> | undefined;
  const ask = (): Promise<Stats> => {
    asked ??= device.stats({ signal: AbortSignal.timeout(STATS_LIMIT_MS) }).finally(() => {
      asked = undefined;
    });
    return asked;
  };
  const counters: readonly (readonly [name: string, help: string, pick: (s: Stats) => bigint])[] = [
    ['dsmil_ring_records_published_total', 'Records published.', (s) => s.recordsPublished],
    ['dsmil_ring_records_lost_total', 'Records dropped: the ring was full.', (s) => s.recordsLost],
    ['dsmil_ring_lost_bytes_total', 'Bytes of records dropped.', (s) => BigInt(s.bytesLost)],
    ['dsmil_ring_critical_lost_total', 'Critical records dropped.', (s) => s.criticalLost],
    ['dsmil_ring_consumer_faults_total', 'Positions that were refused.', (s) => s.consumerFaults],
    ['dsmil_kernel_reads_total', 'Register reads.', (s) => s.reads],
    ['dsmil_kernel_effects_total', 'Register writes that reached the hardware.', (s) => s.effects],
    ['dsmil_kernel_timeouts_total', 'Accesses the hardware did not answer.', (s) => s.timeouts],
    ['dsmil_kernel_stops_total', 'Times that the stop was latched.', (s) => s.stops],
    ['dsmil_kernel_deadman_beats_total', 'Beats of the deadman.', (s) => s.deadmanBeats],
  ];
  for (const [name, help, pick] of counters) {
    const read = async () => [{ value: Number(pick(await ask())) }];
    registry.read({ kind: 'counter', name, help, read });
  }
  registry.read({
    kind: 'counter',
    name: 'dsmil_kernel_transactions_total',
    help: 'Transactions in the kernel, by what became of them.',
    labels: ['outcome'],
    read: async () => {
      const { txPrepared, txCommitted, txAborted, txRolledBack, txUncertain } = await ask();
      const outcomes = {
        prepared: txPrepared,
        committed: txCommitted,
        aborted: txAborted,
        rolled_back: txRolledBack,
        uncertain: txUncertain,
      };
      return Object.entries(outcomes).map(([outcome, count]) => ({
        labels: { outcome },
        value: Number(count),
      }));
    },
  });
  registry.read({
    kind: 'counter',
    name: 'dsmil_kernel_refusals_total',
    help: 'What the kernel refused, by its reason.',
    labels: ['reason'],
    read: async () =>
      (await ask()).refusals.flatMap((count, reason) =>
        count === 0n
          ? []
          : [
              {
                labels: { reason: ReasonNames[reason] ?? `UNKNOWN_${reason}` },
                value: Number(count),
              },
            ],
      ),
  });
}
