// SPDX-License-Identifier: Apache-2.0
// The daemon's core over a real simulator, with a charter of its own, and after somebody has written
// the database: it starts, knows nobody, denies everything, and stops all the same.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { resolveConfiguration } from '../../src/config/load.ts';
import { OperationType, RiskLevel } from '../../src/core/model/enums.ts';
import { DecisionCore } from '../../src/daemon/decision-core.ts';
import { placesIn } from '../../src/daemon/places.ts';
import { DevicePath } from '../../src/device/device-path.ts';
import { ANN, BOB, CID, personDocument, policyDocument } from '../unit/tracks/security/people.ts';
import { decide, subject } from '../unit/tracks/security/world.ts';
import { Sim } from './device-sim.ts';
import { PATIENCE } from './patience.ts';
import { answered } from './patient-call.ts';

const TOKEN = 0x8003;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

interface Host {
  readonly device: DevicePath;
  readonly folder: string;
  readonly problems: unknown[];
}

/** As the daemon, from opening to closing. */
async function running<T>(
  { device, folder, problems }: Host,
  body: (decision: DecisionCore) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  await using decision = await DecisionCore.open({
    device,
    configuration: resolveConfiguration(undefined, { ...PATIENCE, ...env }),
    places: placesIn(folder, 'host.example/dsmil/audit'),
    fixtureFile: '',
    witness: undefined,
    authorize: () => false,
    onProblem: (problem) => problems.push(problem),
  });
  return await body(decision);
}

function planned(decision: DecisionCore, operation: OperationType) {
  const { request } = subject(decision.security, 'unix:1000', TOKEN, operation);
  return decision.core.plan({
    request: { ...request, justification: 'calibration' },
    principal: 'unix:1000',
    approvedBy: [],
    confirmed: false,
  });
}

async function founded(host: Host): Promise<void> {
  await running(host, async ({ security }) => {
    await security.bootstrap([personDocument(ANN), personDocument(BOB)]);
    await decide(security, { change: 'enrol_person', ...personDocument(CID) });
    await decide(security, { change: 'set_policy', policy: policyDocument() });
  });
}

async function withHost(body: (host: Host) => Promise<void>): Promise<void> {
  await using sim = await Sim.start({ args: ['--poll-ms', '20'] });
  const folder = mkdtempSync(join(tmpdir(), 'dsmil-charter-'));
  folders.push(folder);
  const device = await DevicePath.open({ path: sim.socket, mode: 'read-write' });
  try {
    await body({ device, folder, problems: [] });
  } finally {
    device.close();
  }
}

it('S1 a charter that somebody wrote is nobody’s: everything is denied but a stop', () =>
  withHost(async (host) => {
    await founded(host);
    await running(host, async (decision) => {
      expect(decision.security.charterFault).toBeNull();
      const { plan } = await planned(decision, OperationType.READ);
      const identity = plan.needs.filter(({ rule }) => rule === 'policy' || rule === 'identity');
      expect(identity.every(({ satisfied }) => satisfied)).toBe(true);
      expect(plan.risk).toBeLessThan(RiskLevel.QUARANTINED);
    });
    expect(host.problems).toEqual([]);
    const database = new DatabaseSync(join(host.folder, 'store', 'store.db'));
    database.exec('DROP TRIGGER security_charter_kept');
    database.exec('DELETE FROM security_charter WHERE revision = 3');
    database.close();
    await running(host, async (decision) => {
      expect(decision.security.charterFault).toMatchObject({ fault: 'CUT', revision: 3 });
      for (const operation of [OperationType.READ, OperationType.WRITE]) {
        const { plan } = await planned(decision, operation);
        expect(plan.allowed).toBe(false);
        expect(plan.risk).toBe(RiskLevel.QUARANTINED);
      }
      await answered(host.device, () =>
        host.device.stopControl.stop('somebody presses the button'),
      );
      expect(host.device.snapshot().stopped).toBe(true);
    });
    expect(host.problems.map(String).join()).toContain('CharterTamperedError: revision 3');
  }));

it('S2 CRITICAL takes the configuration and two persons', () =>
  withHost(async (host) => {
    await founded(host);
    const consent = async (decision: DecisionCore) =>
      (await planned(decision, OperationType.WRITE)).input.policy;
    const allowed = { DSMIL_RISK_ALLOW_CRITICAL: 'true' };
    await running(
      host,
      async (decision) => {
        const configured = { allowCritical: true, policyAllowsCritical: false };
        expect(await consent(decision)).toEqual(configured);
        const policy = policyDocument({ allow_critical: true });
        await decide(decision.security, { change: 'set_policy', policy });
        expect(await consent(decision)).toEqual({
          allowCritical: true,
          policyAllowsCritical: true,
        });
      },
      allowed,
    );
    await running(host, async (decision) => {
      expect(await consent(decision)).toEqual({ allowCritical: false, policyAllowsCritical: true });
    });
  }));
