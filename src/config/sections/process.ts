// SPDX-License-Identifier: Apache-2.0
// The daemon as a process of this host.
import { choice, path, text } from '../key.ts';

export const daemon = {
  socket: path({
    about:
      'The daemon’s own socket, for dsmilctl on this host. Its folder must not be writable by others.',
    fallback: '/run/dsmil/dsmild.sock',
    variable: 'DSMIL_DAEMON_SOCKET',
  }),
  socket_group: text({
    about:
      'Whose members may connect to it, beside root and the daemon’s user; what they may do there is the policy’s. Empty: nobody else.',
    fallback: '',
    pattern: /^([a-z_][a-z0-9_-]{0,31})?$/,
    allowed: 'the name of a group, or "" for none',
  }),
  log_level: choice({
    about: 'What is written to the log, which is standard error, a JSON object a line.',
    of: { DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' },
    fallback: 'info',
  }),
};
