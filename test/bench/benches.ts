// SPDX-License-Identifier: Apache-2.0
import { auditCases } from './cases/audit.ts';
import { commitPath, commitThroughput } from './cases/commit.ts';
import { commitSyncs } from './cases/commit-syncs.ts';
import { coreCases } from './cases/core.ts';
import { costCases } from './cases/cost.ts';
import { drain } from './cases/drain.ts';
import { eventsCases } from './cases/events.ts';
import { grpcCases } from './cases/grpc.ts';
import { grpcStreams } from './cases/grpc-streams.ts';
import { grpcWrite } from './cases/grpc-write.ts';
import { recoveryCases } from './cases/recovery.ts';
import { riskCase } from './cases/risk.ts';
import { rollback } from './cases/rollback.ts';
import { snapshotCase } from './cases/snapshot.ts';
import { stateCases } from './cases/state.ts';
import { scaleCase } from './cases/state-scale.ts';
import { latch } from './cases/stop.ts';
import { stopTracks } from './cases/stop-tracks.ts';
import { wakeCases } from './cases/wake.ts';
import type { Case } from './lib/context.ts';

export const BENCHES: ReadonlyMap<string, readonly Case[]> = new Map([
  ['ring', [...coreCases, drain, ...wakeCases, snapshotCase, ...costCases]],
  ['stop', [latch, stopTracks]],
  ['commit', [commitPath, commitThroughput, commitSyncs, rollback]],
  ['recovery', recoveryCases],
  ['state', [...stateCases, scaleCase]],
  ['risk', [riskCase]],
  ['events', eventsCases],
  ['audit', auditCases],
  ['grpc', [...grpcCases, grpcWrite, grpcStreams]],
]);
