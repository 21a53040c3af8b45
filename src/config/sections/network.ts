// SPDX-License-Identifier: Apache-2.0
// Where the gRPC service listens, and for whom.
import { flag, integer, path, text } from '../key.ts';

/** HOST:PORT, the host a name, an IPv4 address, or an IPv6 address in brackets. */
const LISTEN = /^(|(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253}):[0-9]{1,5})$/;

export const network = {
  local: flag({
    about:
      'Whether the gRPC service listens on a Unix socket, where who connects is known by the user, unix:UID.',
    fallback: true,
  }),
  socket: path({
    about:
      'That socket. Its folder must not be writable by others. Empty: grpc.sock beside daemon.socket.',
    fallback: '',
    optional: true,
  }),
  socket_group: text({
    about:
      'Whose members may connect to it, beside root and the daemon’s user; what they may do there is the policy’s. Empty: nobody else.',
    fallback: '',
    pattern: /^([a-z_][a-z0-9_-]{0,31})?$/,
    allowed: 'the name of a group, or "" for none',
  }),
  listen: text({
    about:
      'Where the gRPC service listens for TLS 1.3 with client certificates. Empty: nowhere. Port 0 takes a free one, which the log names.',
    fallback: '',
    pattern: LISTEN,
    allowed: 'HOST:PORT such as "127.0.0.1:7443" or "[::]:7443", or ""',
  }),
  trust_domain: text({
    about:
      'The trust domain of client certificates: they name their account as spiffe://DOMAIN/person/NAME or spiffe://DOMAIN/service/NAME, and others are refused.',
    fallback: 'dsmil.internal',
    pattern: /^[a-z0-9][a-z0-9._-]{0,31}$/,
    allowed: '1..32 of a-z 0-9 . _ -, a letter or digit first',
  }),
  certificate_file: path({
    about:
      'The server’s certificate, PEM, with what leads to its authority. It, the key, the authorities and the revocation list are read again when they change.',
    fallback: '',
    optional: true,
  }),
  key_file: path({
    about: 'The server’s private key, PEM: mode 0600, of root or the daemon’s user.',
    fallback: '',
    optional: true,
  }),
  client_ca_file: path({
    about: 'The authorities that client certificates must come from, PEM, one or more.',
    fallback: '',
    optional: true,
  }),
  revocation_file: path({
    about:
      'Certificates and accounts that are let in no more (dsmilctl pki revoke). One that is missing or damaged ends all connections over TLS.',
    fallback: '',
    optional: true,
  }),
  connections: integer({
    about: 'Connections at once. Beyond them one may be let in, and ended for a later one.',
    min: 1,
    max: 65_536,
    fallback: 1_024,
  }),
  connections_of_one: integer({
    about: 'Of them, those of one account, over the Unix socket and TLS together.',
    min: 1,
    max: 65_536,
    fallback: 64,
  }),
  handshakes: integer({
    about:
      'TLS handshakes under way at once. Beyond them the oldest of the most crowded address is ended.',
    min: 1,
    max: 65_536,
    fallback: 256,
  }),
  handshakes_of_address: integer({
    about: 'Of them, those of one IPv4 address or IPv6 network of 64 bits.',
    min: 1,
    max: 65_536,
    fallback: 32,
  }),
  handshake_ms: integer({
    about: 'A handshake that takes longer is ended.',
    unit: 'ms',
    min: 100,
    max: 60_000,
    fallback: 5_000,
  }),
};
