// SPDX-License-Identifier: Apache-2.0
// Metrics and probes, for whoever watches the daemon. Off unless somebody says where.
import { integer, path, text } from '../key.ts';

export const metrics = {
  socket: path({
    about:
      'A Unix socket that answers GET /metrics (Prometheus), /livez and /readyz over HTTP. Empty: none. Its folder must not be writable by others.',
    fallback: '',
    optional: true,
  }),
  socket_group: text({
    about:
      'Whose members may connect to it, beside root and the daemon’s user. Empty: nobody else.',
    fallback: '',
    pattern: /^([a-z_][a-z0-9_-]{0,31})?$/,
    allowed: 'the name of a group, or "" for none',
  }),
  port: integer({
    about:
      'The same on this port of 127.0.0.1, for everybody on this host: numbers of the whole, of no device and nobody. 0: none. The packaged unit gives the daemon no network; network.conf in its documentation does.',
    min: 0,
    max: 65_535,
    fallback: 0,
  }),
};
