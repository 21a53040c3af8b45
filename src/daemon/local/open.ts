// SPDX-License-Identifier: Apache-2.0
// Opens a core in this process to look and to plan with: read-only, without the ring, recording
// nothing. Test principals come from security.fixture_file, and only with the simulated backend.
import { readPlainText } from '../../audit/plain-file.ts';
import type { Configuration } from '../../config/load.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { DevicePath } from '../../device/device-path.ts';
import { fixtureStorage } from '../../tracks/security/fixture.ts';
import { openSecurityTrack } from '../../tracks/security/open.ts';
import type { SecurityTrack } from '../../tracks/security/security-track.ts';
import { LocalCore } from './local-core.ts';
import { SystemClock } from './system-clock.ts';
import { NotRecordedError, unheardEvents, unrecordedAudit } from './unrecorded.ts';
import { volatileStorage } from './volatile-storage.ts';

export interface OpenLocalOptions {
  /** The device node, or a simulator's socket. */
  readonly path: string;
  readonly configuration: Configuration;
  /** Ends the opening; a core that is open is closed by close(). */
  readonly signal?: AbortSignal;
  /** What goes wrong beside: nothing stops because of it. */
  readonly onProblem: (error: unknown) => void;
}

/** The device is open as long as the core is. */
export class OwnedCore implements AsyncDisposable {
  readonly core: LocalCore;
  readonly #device: DevicePath;

  constructor(core: LocalCore, device: DevicePath) {
    this.core = core;
    this.#device = device;
  }

  /** Idempotent. */
  close(): void {
    this.core.close();
    this.#device.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }
}

/** Throws FixtureRefusedError, InvalidArgumentError, or what reading the file throws. */
async function openSecurity(
  device: DevicePath,
  { configuration, onProblem }: OpenLocalOptions,
  clock: Clock,
): Promise<SecurityTrack | undefined> {
  const { fixtureFile } = configuration.config.security;
  if (fixtureFile === '') {
    return undefined;
  }
  return await openSecurityTrack({
    storage: fixtureStorage({
      text: readPlainText(fixtureFile),
      path: fixtureFile,
      backend: device.info.backend,
      storage: volatileStorage,
    }),
    mark: undefined,
    audit: unrecordedAudit,
    events: unheardEvents,
    clock,
    stop: (reason) => device.stopControl.stop(reason),
    fault: unlessUnrecorded(onProblem),
  });
}

/** That nothing is recorded here is known. */
function unlessUnrecorded(tell: (error: unknown) => void): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof NotRecordedError)) {
      tell(error);
    }
  };
}

/** Rejects with what opening the device, the fixture or the tracks does. */
export async function openLocalCore(options: OpenLocalOptions): Promise<OwnedCore> {
  const { path, configuration, signal, onProblem } = options;
  const clock = new SystemClock();
  const tell = unlessUnrecorded(onProblem);
  const device = await DevicePath.open({ path, ...(signal !== undefined && { signal }) });
  try {
    const core = await LocalCore.open({
      device,
      configuration,
      clock,
      audit: unrecordedAudit,
      events: unheardEvents,
      security: await openSecurity(device, options, clock),
      onProblem: (problem) => tell('error' in problem ? problem.error : problem),
    });
    return new OwnedCore(core, device);
  } catch (error) {
    device.close();
    throw error;
  }
}
