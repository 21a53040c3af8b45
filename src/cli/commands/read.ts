// SPDX-License-Identifier: Apache-2.0
import { describeDevice, formatToken } from '../../abi/devices.ts';
import { OPERATION_TIMEOUT_MAX_MS, OPERATION_TIMEOUT_MS } from '../../abi/generated/constants.ts';
import { Backend } from '../../abi/generated/enums.ts';
import { parseRegister, parseToken, registerName } from '../arguments.ts';
import type { Context } from '../context.ts';
import { about } from '../errors.ts';
import { ExitCode, parseWhole } from '../failure.ts';
import { withSession } from '../session.ts';
import { hex, temperature } from '../text.ts';
import { moment, wallTime } from '../time.ts';

const TEMPERATURE_REGISTER = 2;

export function read(
  context: Context,
  _options: unknown,
  [tokenText = '', registerText = '']: string[],
): Promise<ExitCode> {
  const token = parseToken(tokenText);
  // Here it is the hardware's own deadline.
  const timeoutMs =
    context.options.timeout === undefined
      ? OPERATION_TIMEOUT_MS
      : parseWhole('--timeout', context.options.timeout, 1, OPERATION_TIMEOUT_MAX_MS);
  const { terminal } = context;
  return withSession(context, async (session) => {
    const { backend } = session.info;
    const register = parseRegister(registerText, backend);
    const { name } = describeDevice(token);
    const subject = `${formatToken(token)} ${name}, ${registerName(backend, register)}`;
    const answer = await about(subject, session.read(token, register, timeoutMs));
    const at = wallTime(answer.sampleNs, moment());
    if (context.json) {
      terminal.json({
        token: formatToken(token),
        name,
        register,
        register_name: registerName(backend, register),
        value: answer.value,
        value_hex: hex(answer.value),
        firmware_status: answer.firmwareStatus,
        sampled_at: at.toISOString(),
        sample_ns: answer.sampleNs.toString(),
      });
      return ExitCode.OK;
    }
    const words =
      backend === Backend.SIM && register === TEMPERATURE_REGISTER
        ? ` (${temperature(answer.value | 0, terminal.style.glyphs.degree)})`
        : ` (${answer.value})`;
    terminal.line(
      `${formatToken(token)} ${name}: ${registerName(backend, register)} = ${terminal.style.paint('bold', hex(answer.value))}${words}`,
    );
    if (answer.firmwareStatus !== 0) {
      terminal.line(`firmware status ${hex(answer.firmwareStatus)}`);
    }
    return ExitCode.OK;
  });
}
