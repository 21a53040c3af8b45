// SPDX-License-Identifier: Apache-2.0
// dsmilctl op and tx: asks the daemon for operations, waits for what people must add, and says how they
// ended.
import { randomUUID } from 'node:crypto';
import type { WireOperation, WireStatus } from '../../../api/local/wire/answers.ts';
import type { Json } from '../../../core/canonical/json.ts';
import { OperationType } from '../../../core/model/enums.ts';
import { parseRegister, parseToken } from '../../arguments.ts';
import type { Context } from '../../context.ts';
import { ExitCode, parseSeconds } from '../../failure.ts';
import { type DaemonOptions, type DaemonSession, withDaemon } from '../../local/daemon.ts';
import { operationName, parseOperation, parseStep, parseValue } from '../../operation.ts';
import { renderOperation, renderOperations } from '../../views/daemon/operation.ts';

export interface OperationOptions extends DaemonOptions {
  readonly register?: string;
  readonly value?: string;
  readonly justification?: string;
  readonly id?: string;
  readonly wait?: string;
}

const WAIT_DEFAULT_S = 10;
const WAIT_MAX_S = 300;

interface Step {
  readonly operation: OperationType;
  readonly token: string;
  readonly register: string | undefined;
  readonly value: string | undefined;
}

const WITHOUT_REGISTER: ReadonlySet<OperationType> = new Set([
  OperationType.RESET,
  OperationType.ACTIVATE,
  OperationType.DEACTIVATE,
  OperationType.EMERGENCY_STOP,
]);

function stepJson(step: Step, backend: number): Record<string, Json> {
  const { operation, token, register, value } = step;
  const bare = WITHOUT_REGISTER.has(operation) && register === undefined;
  return {
    device: parseToken(token),
    operation: operationName(operation),
    register: bare || register === undefined ? null : parseRegister(register, backend),
    value: value === undefined ? null : parseValue('VALUE', value),
  };
}

async function backendOf({ client }: DaemonSession): Promise<number> {
  const { backend } = (await client.call('status', {})) as unknown as WireStatus;
  return backend;
}

/** What an operation that has not ended waits for, told while it waits. */
function progressTeller(context: Context): (data: Json) => void {
  let told = '';
  return (data) => {
    const { state, waits } = data as { readonly state?: string; readonly waits?: string };
    const words = `${state ?? ''}${waits === undefined ? '' : `: ${waits}`}`;
    if (words !== told && !context.json) {
      told = words;
      context.terminal.note(words);
    }
  };
}

function tell(context: Context, view: WireOperation): ExitCode {
  const { terminal } = context;
  if (context.json) {
    terminal.json(view as unknown as Record<string, unknown>);
  } else {
    terminal.lines(renderOperation(view, terminal.columns, terminal.style));
  }
  if (view.pending) {
    return ExitCode.PENDING;
  }
  switch (view.state) {
    case 'COMPLETED':
      return ExitCode.OK;
    case 'DENIED':
      return ExitCode.REFUSED;
    default:
      return ExitCode.FAILED;
  }
}

async function run(
  context: Context,
  options: OperationOptions,
  method: 'op.run' | 'tx.run',
  params: (session: DaemonSession) => Promise<Record<string, Json>>,
): Promise<ExitCode> {
  const { id = randomUUID(), justification = '', wait } = options;
  const waitS = wait === undefined ? WAIT_DEFAULT_S : parseSeconds('--wait', wait, WAIT_MAX_S);
  return await withDaemon(context, options, async (session) => {
    const given = {
      ...(await params(session)),
      coordination_id: id,
      justification,
      wait_ms: Math.round(waitS * 1_000),
    };
    const onProgress = progressTeller(context);
    const view = await session.client.call(method, given, { onProgress });
    return tell(context, view as unknown as WireOperation);
  });
}

async function one(
  context: Context,
  options: OperationOptions,
  method: 'op.get' | 'op.cancel',
  id: string,
): Promise<ExitCode> {
  return await withDaemon(context, options, async ({ client }) => {
    const view = await client.call(method, { coordination_id: id });
    return tell(context, view as unknown as WireOperation);
  });
}

async function list(context: Context, options: OperationOptions): Promise<ExitCode> {
  const { terminal } = context;
  return await withDaemon(context, options, async ({ client }) => {
    const views = (await client.call('op.list', {})) as unknown as readonly WireOperation[];
    if (context.json) {
      terminal.json({ operations: views });
    } else {
      terminal.lines(renderOperations(views, terminal.columns, terminal.style));
    }
    return ExitCode.OK;
  });
}

export async function op(
  context: Context,
  options: OperationOptions,
  [action = '', subject = '']: string[],
): Promise<ExitCode> {
  switch (action) {
    case 'list':
      return await list(context, options);
    case 'show':
      return await one(context, options, 'op.get', subject);
    case 'cancel':
      return await one(context, options, 'op.cancel', subject);
    default: {
      const { register, value } = options;
      const step = { operation: parseOperation(action), token: subject, register, value };
      parseToken(subject);
      return await run(context, options, 'op.run', async (session) =>
        stepJson(step, await backendOf(session)),
      );
    }
  }
}

export async function tx(
  context: Context,
  options: OperationOptions,
  steps: string[],
): Promise<ExitCode> {
  const written = steps.map(parseStep);
  return await run(context, options, 'tx.run', async (session) => {
    const backend = await backendOf(session);
    return { operations: written.map((step) => stepJson(step, backend)) };
  });
}
