// SPDX-License-Identifier: Apache-2.0
// watch and top: live records, losses, stops, and every way they come to an end.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DevicePath } from '../../src/device/device-path.ts';
import { CLI, type Ended, jsonLines, NODE, Program, startCli } from './cli-program.ts';
import { Sim } from './device-sim.ts';

let sim: Sim;
let running: Program[] = [];

beforeEach(async () => {
  sim = await Sim.start({ args: ['--poll-ms', '50'] });
});

afterEach(async () => {
  for (const { child } of running) {
    child.kill('SIGKILL');
  }
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
  await sim[Symbol.asyncDispose]();
});

function start(...args: string[]): Program {
  const program = startCli(args, { env: { DSMIL_DEVICE: sim.socket } });
  running.push(program);
  return program;
}

/** Does it over and over until it is disposed of; the last one has been answered then. */
function repeated(action: string, everyMs: number): AsyncDisposable {
  const end = new AbortController();
  const acting = (async () => {
    while (!end.signal.aborted) {
      await sim.act(action);
      await sleep(everyMs, undefined, { signal: end.signal }).catch(() => undefined);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      end.abort();
      await acting;
    },
  };
}

/** A watch that reads the ring by now: something of 0x8060 came through. */
async function watching(...args: string[]): Promise<Program> {
  const program = start('watch', ...args);
  {
    await using _ = repeated('toggle 0x8060 control 0x1', 150);
    await program.says(/0x8060/);
  }
  // The last nudge is answered, and sampled.
  await sleep(300);
  return program;
}

function expectClean({ err }: Ended): void {
  expect(err).not.toMatch(/\n\s+at |EPIPE|defect/);
}

describe('dsmilctl watch', () => {
  it('shows records in words, and ends after --count', async () => {
    const program = start('watch', '--device', '0x8003', '--count', '2');
    await using _ = repeated('toggle 0x8003 control 0x1', 120);
    const ended = await program.ended;
    expect(ended.code).toBe(0);
    const lines = ended.out.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatch(
        /^\d\d:\d\d:\d\d\.\d{3} state {5}0x8003 Audit Log Controller +(idle → active|active → idle), control 0x0020000[01]/,
      );
    }
    expect(ended.err).toMatch(/\d+ records in .* 2 shown, none lost/);
  });

  it('gives a JSON object a line', async () => {
    const program = start('watch', '--json', '--type', 'event', '--count', '3');
    // Again and again: what came before it listened, it does not show.
    await using _ = repeated('burst 10 event rate 100', 400);
    const { code, out } = await program.ended;
    expect(code).toBe(0);
    const records = jsonLines(out);
    expect(records).toHaveLength(3);
    const [first, second] = records;
    expect(first).toMatchObject({ record: 'EVENT', payload: { severity: 'INFO' } });
    expect(second?.['sequence']).toBeGreaterThan(Number(first?.['sequence']));
    const age = Date.now() - Date.parse(String(first?.['time']));
    expect(Math.abs(age)).toBeLessThan(60_000);
  });

  // A gap that no record follows is told after a second at the latest: what explains it comes later then.
  it.each([
    ['at once', 0],
    ['after the gap was told', 2500],
  ])(
    'shows losses, once, with their count, explained %s, and reports them at the end',
    async (_when, pause) => {
      const program = await watching();
      // A reader that is held up: the ring fills, and what does not fit is lost.
      program.child.kill('SIGSTOP');
      await sim.act('fault ring-overrun 500');
      await sleep(500);
      program.child.kill('SIGCONT');
      await sleep(pause);
      // Some are announced by the next record, the last ones by none.
      await sim.act('toggle 0x8061 control 0x1');
      await program.says(/LOST/);
      program.child.kill('SIGSTOP');
      await sim.act('fault ring-overrun 300');
      await sleep(300);
      program.child.kill('SIGCONT');
      const told = (): number =>
        [...program.out.matchAll(/([\d,]+) records? LOST /g)].reduce(
          (sum, [, count]) => sum + Number(count?.replaceAll(',', '')),
          0,
        );
      while (told() < 800) {
        await sleep(50);
      }
      program.child.kill('SIGINT');
      const { code, out, err } = await program.ended;
      expect(code).toBe(0);
      const total = Number(/([\d,]+) LOST/.exec(err)?.[1]?.replaceAll(',', ''));
      expect(total).toBeGreaterThanOrEqual(800);
      // The last ones, which no record announced.
      expect(out).toMatch(/LOST.*: the ring was full/);
      // What was told line by line is what is told in the end: nothing twice, nothing left out.
      expect(told()).toBe(total);
    },
  );

  it('shows a stop at once, with who and why', async () => {
    const program = await watching('--device', '0x8060');
    const stopped = await startCli(['stop', '--reason', 'a test'], {
      env: { DSMIL_DEVICE: sim.socket },
    }).ended;
    expect(stopped.code).toBe(0);
    await program.says(/EMERGENCY STOP LATCHED, generation 2: request "\w+: a test"/);
  });

  it('ends with 4 when the device vanishes, and says so', async () => {
    const program = await watching();
    await sim.kill();
    const ended = await program.ended;
    expect(ended.code).toBe(4);
    expect(ended.err).toContain('the device is gone');
    expect(ended.err).toContain('dsmilctl doctor');
    expectClean(ended);
  });

  it('goes on when a record comes damaged, and says so', async () => {
    const program = await watching();
    await sim.act('fault corrupt-record');
    await program.says(/FAULT .*damaged: the ring was reset/);
    const before = program.out.length;
    await sim.act('toggle 0x8061 control 0x1');
    await program.says(/0x8061/);
    expect(program.out.length).toBeGreaterThan(before);
  });

  it('looks at the state page when another process reads the ring, and says so', async () => {
    await watching();
    const second = start('watch', '--device', '0x8004', '--count', '1');
    await second.says(/RING_OWNED.*state page every 200 ms/, 'err');
    await sim.act('toggle 0x8004 control 0x1');
    const { code, out, err } = await second.ended;
    expect(code).toBe(0);
    expect(out).toMatch(/0x8004 Event Logger +idle → active/);
    expect(err).toContain('looked up: what came and went in between is not known');
    const third = start('watch', '--json');
    await third.says(/"notice":"polling"/);
    await startCli(['stop'], { env: { DSMIL_DEVICE: sim.socket } }).ended;
    await third.says(/"notice":"STOP"/);
    third.child.kill('SIGINT');
    const records = jsonLines((await third.ended).out);
    expect(records.map((record) => record['notice'])).toContain('STOP');
  });

  it.each([
    ['SIGINT', 0],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends on %s with %d and a summary', async (signal, code) => {
    const program = await watching();
    program.child.kill(signal);
    const ended = await program.ended;
    expect(ended.code).toBe(code);
    expect(ended.err).toMatch(/\d+ records? in .* shown, none lost/);
    expectClean(ended);
  });

  it('ends quietly when nobody reads on', async () => {
    await using _ = repeated('burst 20 event rate max', 50);
    const script = 'set -o pipefail; "$0" "$1" watch | head -n 2';
    const piped = new Program('bash', ['-c', script, NODE, CLI], {
      env: { DSMIL_DEVICE: sim.socket },
    });
    running.push(piped);
    const ended = await piped.ended;
    expect(ended.code).toBe(0);
    expect(ended.out.trimEnd().split('\n')).toHaveLength(2);
    expectClean(ended);
  });

  it('keeps up with a crowd, or says what it did not show', async () => {
    const program = await watching();
    await sim.act('burst 20000 raw 64 rate max');
    const device = await DevicePath.open({ path: sim.socket });
    for (let over = 0n; over < 20_000n; await sleep(50)) {
      const { recordsPublished, recordsLost } = await device.stats();
      over = recordsPublished + recordsLost;
    }
    device.close();
    // What comes after them is shown: they were all read.
    {
      await using _ = repeated('toggle 0x8061 control 0x1', 200);
      await program.says(/0x8061/);
    }
    program.child.kill('SIGINT');
    const { code, out, err } = await program.ended;
    expect(code).toBe(0);
    const number = (pattern: RegExp, text: string): number =>
      [...text.matchAll(pattern)].reduce((sum, [, n]) => sum + Number(n?.replaceAll(',', '')), 0);
    const came = number(/([\d,]+) records in /g, err);
    const shown = number(/, ([\d,]+) shown/g, err);
    const lost = number(/([\d,]+) LOST/g, err);
    const skipped = number(/([\d,]+) records? not shown/g, out);
    expect(came + lost).toBeGreaterThanOrEqual(20_000);
    expect(shown + skipped).toBe(came);
  });
});

describe('dsmilctl top', () => {
  it('shows 84 devices, rates and events, until it is ended', async () => {
    const program = start('top', '--seconds', '600', '--as', 'scripts/dsmilctl');
    await program.says(/hottest/);
    {
      await using _ = repeated('burst 50 event rate 100', 2_000);
      await program.says(/\d records, none lost .*event/);
    }
    {
      await using _ = repeated('toggle 0x8003 control 0x1', 300);
      await program.says(/0x8003 Audit Log Controller +idle → active/);
    }
    program.child.kill('SIGINT');
    const ended = await program.ended;
    expect(ended.code).toBe(0);
    const picture = ended.out.slice(ended.out.lastIndexOf('hottest'));
    expect(picture.match(/[○●][SLMHC] /g)).toHaveLength(79);
    expect(picture.match(/✕ {2}/g)).toHaveLength(5);
    expect(ended.out).toContain('STOP: LATCHED  load, generation 1');
    expect(ended.out).toContain(`scripts/dsmilctl --device ${sim.socket} …`);
    expectClean(ended);
  });

  it('ends by itself after its time', async () => {
    const ended = await start('top', '--once', '--seconds', '0.5').ended;
    expect(ended.code).toBe(0);
    expect(ended.out.match(/hottest/g)).toHaveLength(2);
    expectClean(ended);
  });

  it('ends with 4 when the device vanishes', async () => {
    const program = start('top', '--seconds', '600');
    await program.says(/hottest/);
    await sim.kill();
    const ended = await program.ended;
    expect(ended.code).toBe(4);
    expect(ended.err).toContain('the device is gone');
    expectClean(ended);
  });

  it('draws on a terminal, and gives it back as it was', async () => {
    // script(1) gives it a terminal; whoever waits beside it interrupts it when it has been looked at.
    const seen = join(sim.folder, 'seen');
    const waiting = `while kill -0 $$ && [ ! -e '${seen}' ]; do sleep 0.1; done; kill -INT $$`;
    const command = `stty rows 30 cols 100; (${waiting}) & exec '${NODE}' '${CLI}' top`;
    const program = new Program('script', ['-qefc', command, '/dev/null'], {
      env: { DSMIL_DEVICE: sim.socket, TERM: 'xterm' },
    });
    running.push(program);
    await program.says(/q or Ctrl-C ends this/);
    writeFileSync(seen, '');
    const { out } = await program.ended;
    expect(out.indexOf('\u001b[?1049h')).toBeGreaterThanOrEqual(0);
    expect(out.lastIndexOf('\u001b[?25h\u001b[?1049l')).toBeGreaterThan(
      out.lastIndexOf('\u001b[?1049h'),
    );
  });
});
