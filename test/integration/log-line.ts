// SPDX-License-Identifier: Apache-2.0
// Lines that another process prints, each of them to be JSON: one that is none is told as it is.

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [fact: string]: unknown;
}

/** @who printed it, in words. */
export function jsonLine(line: string, who: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`${who} printed what is no JSON: ${line}`, { cause: error });
  }
}

/** Throws where a line is none of the log's: everything that the daemon prints is. */
export function logLine(line: string): LogLine {
  return jsonLine(line, 'the daemon') as LogLine;
}
