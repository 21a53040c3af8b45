// SPDX-License-Identifier: Apache-2.0
// The stop, its reset and the deadman put together, in the order in which they must begin and end.
import type { Directory } from '../../core/canonical/approval.ts';
import type { ResetDemand } from '../../core/canonical/reset-decision.ts';
import type { Coordinator } from '../../core/ports/commit.ts';
import { type BeatState, type Deadman, type HealthCheck, Heartbeat } from './heartbeat.ts';
import { ResetDesk, type ResetOptions } from './reset-desk.ts';
import { type StopOptions, StopOrchestrator } from './stop-orchestrator.ts';

export interface OpenStopOptions extends StopOptions {
  readonly deadman: Deadman;
  readonly periodMs: number;
  readonly beatMs: number;
  /** Beside those of the stop itself: what must be well for a beat. */
  readonly checks: readonly HealthCheck[];
  readonly onBeat: (state: BeatState) => void;
  readonly directory: () => Directory;
  readonly resetDemand: ResetDemand;
  readonly onResetRefused?: ResetOptions['onRefused'];
  readonly random?: (count: number) => Uint8Array;
}

export interface StopParts {
  readonly stop: StopOrchestrator;
  readonly reset: ResetDesk;
  readonly heartbeat: Heartbeat;
  /**
   * When everything else has ended in order: the deadman is disarmed, so that a clean restart changes
   * nothing. With transactions in flight or a stop that the kernel has not taken it stays armed, and
   * closing the device latches. Whether it was disarmed.
   */
  end(coordinator: Pick<Coordinator, 'inFlight'>): boolean;
}

/** Arms the deadman: throws what that does, and what is wrong with its times. */
export function openStop(options: OpenStopOptions): StopParts {
  const { kernel, deadman, periodMs, beatMs, checks, onBeat, directory, resetDemand } = options;
  const { timers, random, audit, clock } = options;
  const injected = {
    ...(timers !== undefined && { timers }),
    ...(random !== undefined && { random }),
  };
  const stop = new StopOrchestrator(options);
  const heartbeat = new Heartbeat({
    deadman,
    periodMs,
    beatMs,
    ...injected,
    checks: [
      {
        name: 'stop',
        problem: () => {
          stop.look();
          return stop.unlatched ? 'a stop that the kernel has not taken' : null;
        },
      },
      ...checks,
    ],
    onChange: onBeat,
  });
  const reset = new ResetDesk({
    stop,
    kernel,
    directory,
    demand: resetDemand,
    labelOf: options.labelOf,
    audit,
    clock,
    ...(options.onResetRefused !== undefined && { onRefused: options.onResetRefused }),
    ...injected,
  });
  try {
    heartbeat.start();
  } catch (error) {
    stop.close();
    throw error;
  }
  return {
    stop,
    reset,
    heartbeat,
    end: ({ inFlight }) => {
      const inOrder = inFlight === 0 && !stop.unlatched;
      stop.close();
      try {
        heartbeat.end(inOrder);
        return inOrder;
      } catch (error) {
        // The kernel's deadman ran out before, or the kernel has gone: it has latched.
        options.onProblem(error);
        return false;
      }
    },
  };
}
