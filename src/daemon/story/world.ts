// SPDX-License-Identifier: Apache-2.0
// What the chapters share: who acts on what, and how asking and planning go.
import { describeDevice } from '../../abi/devices.ts';
import type { Json } from '../../core/canonical/json.ts';
import { tokenName } from '../../core/model/device.ts';
import {
  type OperationType,
  OperationTypeNames,
  RiskLevelNames,
  Severity,
} from '../../core/model/enums.ts';
import { nameOf } from '../../core/model/names.ts';
import { NO_REQUIREMENTS } from '../../core/model/safety-requirements.ts';
import { NO_INVOLVEMENT } from '../../core/model/track.ts';
import type { DevicePath } from '../../device/device-path.ts';
import type { DecisionCore } from '../decision-core.ts';
import type { PlannedOperation } from '../local/local-core.ts';
import type { Simulator } from './simulator.ts';
import type { Teller } from './teller.ts';

export interface World {
  readonly decision: DecisionCore;
  readonly device: DevicePath;
  readonly simulator: Simulator;
  readonly teller: Teller;
}

export interface Wish {
  readonly principal: string;
  readonly operation: OperationType;
  readonly token: number;
  readonly register?: number;
  readonly value?: number;
  readonly justification?: string;
  readonly approvedBy?: readonly string[];
  readonly confirmed?: boolean;
}

let asked = 0;

export function wishWords({ principal, operation, token, register }: Wish): string {
  const where = register === undefined ? '' : ` register ${register} of`;
  const what = nameOf(OperationTypeNames, operation).toLowerCase();
  return `${principal} asks to ${what}${where} ${tokenName(token)} (${describeDevice(token).name})`;
}

export function riskWord(level: number): string {
  return nameOf(RiskLevelNames, level);
}

/** What @wish would need; nothing is done. */
export async function planOf({ decision }: World, wish: Wish): Promise<PlannedOperation> {
  asked++;
  return await decision.core.plan({
    request: {
      coordinationId: `story-${asked}`,
      deviceId: wish.token,
      operationType: wish.operation,
      parameters: { register: wish.register ?? null, value: wish.value ?? null },
      trackInvolvement: NO_INVOLVEMENT,
      safetyRequirements: NO_REQUIREMENTS,
      authContext: {},
      justification: wish.justification ?? '',
      requestedAt: decision.clock.wall(),
    },
    principal: wish.principal,
    approvedBy: wish.approvedBy ?? [],
    confirmed: wish.confirmed === true,
  });
}

/** Writes into the audit log what somebody did or was refused. */
export async function record(
  { decision }: World,
  kind: string,
  wish: Wish,
  details: Readonly<Record<string, Json>>,
): Promise<void> {
  await decision.audit.append(
    {
      kind,
      severity: Severity.INFO,
      actor: wish.principal,
      device: wish.token,
      coordinationId: `story-${asked}`,
      clearance: 0,
      compartments: [],
      at: decision.clock.wall(),
      details: { operation: nameOf(OperationTypeNames, wish.operation), ...details },
    },
    'ordinary',
  );
}

/**
 * @wish as far as it may: undefined when it was refused, which was then told with what would
 * satisfy it, counted and recorded.
 */
export async function allowed(world: World, wish: Wish): Promise<PlannedOperation | undefined> {
  const { decision, teller } = world;
  const { principal, token, operation } = wish;
  const admission = await decision.security.admit(principal, token, operation);
  if (!admission.allowed) {
    teller.refused(wishWords(wish), 'refused');
    for (const { rule, reason, satisfiedBy } of admission.refusals) {
      teller.detail(`${rule}: ${reason}; it takes ${satisfiedBy}`);
    }
    return undefined;
  }
  const planned = await planOf(world, wish);
  if (!planned.plan.allowed) {
    const unmet = planned.plan.needs.filter(({ satisfied }) => !satisfied);
    teller.refused(wishWords(wish), planned.plan.possible ? 'not yet' : 'never');
    for (const { rule, because, satisfiedBy } of unmet) {
      teller.detail(`${rule}: ${because}; it takes ${satisfiedBy}`);
    }
    await decision.security.refused(principal, token, operation, unmet[0]?.rule ?? 'plan');
    return undefined;
  }
  return planned;
}
