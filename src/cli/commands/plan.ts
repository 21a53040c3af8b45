// SPDX-License-Identifier: Apache-2.0
// What an operation would need, term by term, without doing it. The core is put together here and not
// before: a stop does not wait for its code.
import { resolve } from 'node:path';
import { describeDevice } from '../../abi/devices.ts';
import type { OperationType } from '../../core/model/enums.ts';
import type { OperationRequest } from '../../core/model/operation.ts';
import { NO_REQUIREMENTS } from '../../core/model/safety-requirements.ts';
import { NO_INVOLVEMENT } from '../../core/model/track.ts';
import { parseRegister, parseToken, registerName } from '../arguments.ts';
import { type Context, TIMEOUT_DEFAULT_MS } from '../context.ts';
import { ExitCode, Failure } from '../failure.ts';
import { parseOperation, parseValue } from '../operation.ts';
import { toPlanFailure } from './plan-failure.ts';

export interface PlanOptions {
  readonly register?: string;
  readonly value?: string;
  readonly justification?: string;
  readonly as?: string;
  readonly approvedBy?: readonly string[];
  readonly confirmed?: boolean;
  readonly file?: string;
  readonly principals?: string;
}

function requestFor(
  type: OperationType,
  token: number,
  backend: number,
  { register, value, justification = '' }: PlanOptions,
): OperationRequest {
  return {
    coordinationId: 'plan',
    deviceId: token,
    operationType: type,
    parameters: {
      register: register === undefined ? null : parseRegister(register, backend),
      value: value === undefined ? null : parseValue('--value', value),
    },
    trackInvolvement: NO_INVOLVEMENT,
    safetyRequirements: NO_REQUIREMENTS,
    authContext: {},
    justification,
    requestedAt: 0,
  };
}

async function planOn(
  context: Context,
  options: PlanOptions,
  type: OperationType,
  token: number,
): Promise<ExitCode> {
  const [{ loadConfiguration }, { openLocalCore }, { planJson, renderPlan }] = await Promise.all([
    import('../../config/load.ts'),
    import('../../daemon/local/open.ts'),
    import('../views/plan.ts'),
  ]);
  const { principals } = options;
  const env =
    principals === undefined
      ? context.env
      : { ...context.env, DSMIL_SECURITY_FIXTURE_FILE: resolve(principals) };
  const configuration = loadConfiguration({ env, file: options.file });
  const named = context.options.device ?? configuration.config.device.path;
  const { terminal } = context;
  await using owned = await openLocalCore({
    path: named === '' ? context.locate().path : named,
    configuration,
    signal: AbortSignal.timeout(context.timeoutMs ?? TIMEOUT_DEFAULT_MS),
    onProblem: (error) => {
      terminal.note(`plan: ${error instanceof Error ? error.message : JSON.stringify(error)}`);
    },
  });
  const { backend } = owned.core.device.info;
  const planned = await owned.core.plan({
    request: requestFor(type, token, backend, options),
    principal: options.as,
    approvedBy: options.approvedBy ?? [],
    confirmed: options.confirmed === true,
  });
  const { register } = planned.input.request.parameters;
  const view = {
    ...planned,
    deviceName: describeDevice(token).name,
    registerName: register === null ? undefined : registerName(backend, register),
    configRevision: configuration.revision,
  };
  if (context.json) {
    terminal.json(planJson(view));
  } else {
    terminal.lines(renderPlan(view, terminal.columns, terminal.style));
  }
  return planned.plan.allowed ? ExitCode.OK : ExitCode.REFUSED;
}

export const PLAN_HELP = `
OPERATION  read, write, config, reset, activate, deactivate, emergency_stop
TOKEN      hexadecimal, with or without 0x: 0x8003, 8003

Nothing is done and nothing is recorded. Exit code 0 says that it would be allowed now, 3 that
something is missing: each missing thing says what would satisfy it. Without a daemon nobody
knows whether the audit log can be written, so effects always lack that.

With a simulator, test principals make it complete:
  dsmilctl plan write 0x8003 --register config0 --value 1 --justification "new limit" \\
    --principals native/sim/principals/demo.toml --as demo:ann --approved-by demo:bob --confirmed`;

export async function plan(
  context: Context,
  options: PlanOptions,
  [operation = '', tokenText = '']: string[],
): Promise<ExitCode> {
  const type = parseOperation(operation);
  const token = parseToken(tokenText);
  try {
    return await planOn(context, options, type, token);
  } catch (error) {
    if (error instanceof Failure) {
      throw error;
    }
    throw toPlanFailure(error);
  }
}
