// SPDX-License-Identifier: Apache-2.0
// A small HTTP server for whoever scrapes: two or three pages, read only. A client that is slow, silent, chatty or
// one of many costs a bounded time and a bounded room, and never the loop.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

// An import would read every name of that module, and one of them loads a whole client of the web: 80 ms of
// a start, and memory for good.
const { createServer } = process.getBuiltinModule('node:http');

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** By path; each may be asked by many at once, and answers from one and the same run for a moment. */
export type Pages = ReadonlyMap<string, () => Promise<Answer> | Answer>;

export interface HttpLimits {
  /** Of all listeners together. */
  readonly connections: number;
  /** From connecting to the end of the headers. {unit ms} */
  readonly headersMs: number;
  /** A connection on which nothing moves. {unit ms} */
  readonly idleMs: number;
  /** A page that takes longer is given up. {unit ms} */
  readonly answerMs: number;
  /** For so long an answer is good for others, too. {unit ms} */
  readonly freshMs: number;
}

export const HTTP_LIMITS: HttpLimits = {
  connections: 16,
  headersMs: 5_000,
  idleMs: 5_000,
  answerMs: 5_000,
  freshMs: 500,
};

/** {unit bytes} */
const HEADERS_MAX = 4_096;
const REQUESTS_A_CONNECTION = 100;
const TEXT = 'text/plain; charset=utf-8';

export interface HttpServerOptions {
  readonly pages: Pages;
  readonly limits?: Partial<HttpLimits>;
  /** {unit ms} */
  readonly now: () => number;
  readonly onDefect: (error: unknown) => string;
}

interface Fresh {
  readonly answer: Promise<Answer>;
  readonly until: number;
}

function plain(status: number, text: string): Answer {
  return { status, type: TEXT, body: `${text}\n` };
}

const BUSY = plain(503, 'this page did not come in time: ask again later');
const OUTSIDE = plain(403, 'ask for 127.0.0.1 or localhost by name');

/** A page of another site that a browser was made to think is here has its own name in it. */
function isLocalHost({ headers, socket }: IncomingMessage): boolean {
  if (socket.remoteAddress === undefined) {
    return true;
  }
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(headers.host ?? '');
}

export class HttpServer {
  readonly server: Server;
  readonly #options: HttpServerOptions;
  readonly #limits: HttpLimits;
  readonly #fresh = new Map<string, Fresh>();

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#limits = { ...HTTP_LIMITS, ...options.limits };
    const { headersMs, idleMs, connections } = this.#limits;
    this.server = createServer(
      {
        maxHeaderSize: HEADERS_MAX,
        headersTimeout: headersMs,
        requestTimeout: headersMs,
        keepAliveTimeout: idleMs,
        connectionsCheckingInterval: Math.min(1_000, headersMs),
      },
      (request, response) => this.#serve(request, response),
    );
    this.server.maxConnections = connections;
    this.server.maxRequestsPerSocket = REQUESTS_A_CONNECTION;
    // A reader that takes nothing is one on which nothing moves: what was written to it is dropped.
    this.server.setTimeout(idleMs, (socket) => socket.destroy());
    this.server.on('clientError', (_, socket) => socket.destroy());
    // Whoever stays connected to it does not keep the process alive.
    this.server.unref();
  }

  /** Listens on 127.0.0.1; rejects with what the system says. 0: any port that is free. */
  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const { server } = this;
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port }, () => {
        server.off('error', reject);
        this.listens();
        resolve();
      });
    });
  }

  /** Somebody else has made it listen: what goes wrong from now on is told. */
  listens(): void {
    this.server.on('error', (error) => this.#options.onDefect(error));
  }

  /** At once: nobody has anything to lose here. Idempotent. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { onDefect } = this.#options;
    this.#answer(request)
      .catch((error: unknown) => plain(500, `a defect; the log has it as ${onDefect(error)}`))
      .then(({ status, type, body }) => {
        const length = Buffer.byteLength(body);
        const headers = {
          'content-type': type,
          'content-length': length,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          ...(status === 405 && { allow: 'GET, HEAD' }),
          // What it still wants to send us is of no interest.
          ...(status !== 200 && status !== 503 && { connection: 'close' }),
        };
        response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
      })
      .catch((error: unknown) => {
        onDefect(error);
        response.destroy();
      });
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    if (!isLocalHost(request)) {
      return OUTSIDE;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return plain(405, 'GET and HEAD alone');
    }
    const [path = ''] = (request.url ?? '').split('?', 1);
    const page = this.#options.pages.get(path);
    if (page === undefined) {
      return plain(404, `there are ${[...this.#options.pages.keys()].join(', ')}`);
    }
    return await this.#page(path, page);
  }

  /** One run for all who ask within a moment. */
  #page(path: string, make: () => Promise<Answer> | Answer): Promise<Answer> {
    const { now } = this.#options;
    const known = this.#fresh.get(path);
    if (known !== undefined && now() < known.until) {
      return known.answer;
    }
    const { answerMs, freshMs } = this.#limits;
    const late = Promise.withResolvers<Answer>();
    const timer = setTimeout(() => late.resolve(BUSY), answerMs);
    timer.unref();
    const made = (async () => await make())();
    const answer = Promise.race([made, late.promise]).finally(() => clearTimeout(timer));
    // One that is under way is nobody's else to begin again.
    const entry = { answer, until: Number.POSITIVE_INFINITY };
    this.#fresh.set(path, entry);
    const settle = (): void => {
      this.#fresh.set(path, { answer, until: now() + freshMs });
    };
    answer.then(settle, settle);
    return answer;
  }
}
