// SPDX-License-Identifier: Apache-2.0
// The daemon as a service: what a service manager hears, what a scraper reads, what the log has.
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVICES } from '../../src/abi/generated/devices.ts';
import type { LogLine } from './log-line.ts';
import { MetricsWorld } from './metrics-world.ts';

const run = promisify(execFile);
const LIMIT = 300_000;

describe('dsmild as a service', { timeout: LIMIT }, () => {
  const world = new MetricsWorld();

  function dsmilctl(...args: string[]) {
    const env = {
      ...process.env,
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      DSMIL_DAEMON_SOCKET: world.socket,
      DSMIL_DEVICE: world.device,
    };
    return run(process.execPath, ['src/cli/main.ts', ...args], { env });
  }

  beforeAll(async () => {
    world.writeConfig();
    await world.startSimulator();
    await world.startDaemon({ WATCHDOG_USEC: '400000' });
  }, LIMIT);
  afterAll(() => world.close());

  it('says that it is ready when it has recovered and listens, and beats from then on', async () => {
    const ready = await world.wasTold((text) => text.startsWith('READY=1'));
    expect(ready).toMatch(/^READY=1\nSTATUS=serving; [A-Z_]+$/);
    expect(world.told[0]).toBe('STATUS=recovering what the last run left');
    await world.wasTold((text) => text === 'WATCHDOG=1');
    expect(world.told.indexOf('WATCHDOG=1')).toBeGreaterThan(world.told.indexOf(ready));
    const logged = await world.logged(({ msg }) => msg === 'ready');
    expect(logged['socket']).toBe(world.socket);
  });

  it('is silent while its loop does not turn: the service manager’s watchdog then ends it', async () => {
    await world.wasTold((text) => text === 'WATCHDOG=1');
    world.daemon.kill('SIGSTOP');
    // What it said before may still be on its way; it beats more often than every half second.
    let before = -1;
    for (let tries = 0; tries < 60 && before !== world.told.length; tries++) {
      before = world.told.length;
      await sleep(1_000);
    }
    expect(world.told.length).toBe(before);
    world.daemon.kill('SIGCONT');
    await world.wasTold((text) => text === 'WATCHDOG=1', before);
  });

  it('answers its probes, a latched stop or not', async () => {
    expect(await world.page('/livez')).toMatchObject({ status: 200 });
    // It stood still a moment ago.
    await world.isReady();
    const { status, body } = await world.page('/readyz');
    expect(JSON.parse(body)).toMatchObject({ ready: true, reasons: [] });
    expect(status).toBe(200);
  });

  it('counts calls, refused ones by their code, and its parts', async () => {
    // Counted however it is answered.
    await dsmilctl('status', '--json').catch(() => undefined);
    await expect(dsmilctl('op', 'show', 'no-such-operation')).rejects.toThrow();
    const refused = (name: string): boolean =>
      name.startsWith('dsmil_local_handled_total') && name.includes('grpc_code="ERR_DSMIL_');
    const settled = (numbers: ReadonlyMap<string, number>): boolean =>
      [...numbers.keys()].some(refused) &&
      numbers.get('dsmil_ready') === 1 &&
      numbers.get('dsmil_deadman_state{state="BEATING"}') === 1 &&
      numbers.get('dsmil_component_state{component="kernel-track",state="OK"}') === 1;
    let numbers = await world.numbers();
    // A call is counted behind its answer, and a machine that stands still is seen in the others.
    for (let i = 0; i < 60 && !settled(numbers); i++) {
      await sleep(1_000);
      numbers = await world.numbers();
    }
    const names = [...numbers.keys()];
    expect(names.some(refused)).toBe(true);
    expect(numbers.get('dsmil_device_open')).toBe(1);
    expect(numbers.get('dsmil_ready')).toBe(1);
    expect(numbers.get('dsmil_store_state{state="ready"}')).toBe(1);
    expect(numbers.get('dsmil_audit_durable')).toBe(1);
    expect(numbers.get('dsmil_journal_undecided_transactions')).toBe(0);
    expect(numbers.get('dsmil_kernel_deadman_beats_total')).toBeGreaterThan(0);
    expect(numbers.get('dsmil_store_write_seconds_count')).toBeGreaterThan(0);
    expect(numbers.get('dsmil_deadman_state{state="BEATING"}')).toBe(1);
    expect(numbers.get('dsmil_component_state{component="kernel-track",state="OK"}')).toBe(1);
    for (const name of ['dsmil_ring_backlog_bytes', 'process_open_fds', 'dsmil_stop_epoch']) {
      expect(names).toContain(name);
    }
    expect(names.filter((name) => name.startsWith('dsmil_metrics_read_failures_total'))).toEqual(
      [],
    );
  });

  it('says nothing of one device or one person', async () => {
    const { body } = await world.page('/metrics');
    const hidden = DEVICES.map(({ token }) => `0x${token.toString(16)}`);
    for (const word of [...hidden, 'demo:', 'unix:']) {
      expect(body).not.toContain(word);
    }
  });

  it('counts a stop, and how long it took until all had acknowledged it', async () => {
    const before = (await world.numbers()).get('dsmil_stop_epoch') ?? 0;
    await dsmilctl('stop', '--reason', 'a test');
    // On a slow day it counts as degraded first, which is as good an end of the measurement.
    const settled = (numbers: ReadonlyMap<string, number>): number =>
      (numbers.get('dsmil_stop_settle_seconds_count{result="latched"}') ?? 0) +
      (numbers.get('dsmil_stop_settle_seconds_count{result="degraded"}') ?? 0);
    let numbers = await world.numbers();
    for (let i = 0; i < 60 && settled(numbers) === 0; i++) {
      await sleep(1_000);
      numbers = await world.numbers();
    }
    expect(numbers.get('dsmil_stop_epoch')).toBeGreaterThan(before);
    expect(settled(numbers)).toBeGreaterThan(0);
    await world.isReady();
    expect(await world.page('/readyz')).toMatchObject({ status: 200 });
  });

  it('has one line for a refused call, without what was asked', async () => {
    const line = await world.logged(({ msg, code }) => msg === 'a call ended' && code !== 'OK');
    expect(line).toMatchObject({ level: 'info', transport: 'local', principal: 'unix:0' });
    expect(line['request']).toMatch(/^[0-9a-f]{8}\.\d+$/);
    expect(line['code']).toMatch(/^ERR_DSMIL_/);
    expect(JSON.stringify(line)).not.toContain('no-such-operation');
  });

  it('changes its log level while it runs: by SIGUSR2, and by its configuration', async () => {
    let from = world.log.length;
    world.daemon.kill('SIGUSR2');
    await world.logged(({ msg, log_level }) => msg === 'log level' && log_level === 'debug', from);
    // Its end has a line however it is answered.
    await dsmilctl('op', 'list', '--json').catch(() => undefined);
    await world.logged(({ msg, level }) => msg === 'a call ended' && level === 'debug', from);
    from = world.log.length;
    world.writeConfig('log_level = "warn"\n');
    const told = world.told.length;
    world.daemon.kill('SIGHUP');
    await world.wasTold((text) => /^RELOADING=1\nMONOTONIC_USEC=\d+\n/.test(text), told);
    await world.wasTold((text) => text.startsWith('READY=1'), told);
    // What it said before that may come late: what is between two warnings was said between them.
    const isRefusal = ({ msg }: LogLine): boolean => msg.startsWith('the configuration is refused');
    world.writeConfig('log_level = "loud"\n');
    world.daemon.kill('SIGHUP');
    expect((await world.logged(isRefusal, from)).level).toBe('warn');
    const first = world.log.findIndex((line, at) => at >= from && isRefusal(line));
    await expect(dsmilctl('op', 'show', 'no-such-operation')).rejects.toThrow();
    world.daemon.kill('SIGHUP');
    await world.logged(isRefusal, first + 1);
    const said = world.log.slice(first).map(({ level }) => level);
    expect(said.length).toBeGreaterThanOrEqual(2);
    expect(said).not.toContain('info');
    expect(said).not.toContain('debug');
  });

  it('says that it ends, and ends', async () => {
    expect(await world.end()).toBe(0);
    await world.wasTold((text) => text === 'STOPPING=1\nSTATUS=SIGTERM');
    await expect(world.page('/livez')).rejects.toThrow();
  });
});
