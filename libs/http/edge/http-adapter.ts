import type { Server } from 'node:http';
import { nextTraceparent, tracestateOf, type TraceSampler } from '#lib/kernel';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyHttpOptions, FastifyInstance, FastifyReply } from 'fastify';
import { MEDIA_TYPES, type RawBody } from '../body';
import type { BodyFormat } from '../endpoint';
import type { Admission } from '../admission/admission';
import { priorityOf, turnAway } from '../admission/turn-away';
import {
  ANSWER_TIMEOUT_MS,
  BODY_LIMIT_BYTES,
  CONNECTION_LIMIT,
  HEADER_LIMIT_BYTES,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  PATH_PARAMETER_LIMIT,
  REQUEST_TIMEOUT_MS,
  TIMEOUT_CHECK_MS,
} from '../limits';
import { sendProblem } from '../problem/problem.filter';
import { problemOf } from '../problem/problem-of';
import { HttpReply } from '../reply';
import { writeReply } from '../write-reply';
import { answerClientError } from './client-errors';
import { RouteTable } from './route-table';
import { SECURITY_HEADERS } from './security-headers';
import { dropUnreadAnswers } from './unread-answers';

export interface HttpAdapterOptions {
  /** Whose `X-Forwarded-For` is believed: CIDRs, or how many proxies stand in front. Never everybody's. */
  readonly trustProxy?: readonly string[] | number;
  readonly bodyLimitBytes?: number;
  /** Shorter waits, for tests of the limits themselves. */
  readonly timeouts?: Partial<Timeouts>;
  /** Paces requests and refuses some under overload; without it, everything begins at once. */
  readonly admission?: Admission;
  /** Which of the traces that begin here are recorded; none without it. */
  readonly samplesTrace?: TraceSampler;
}

interface Timeouts {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly answerMs: number;
  readonly checkMs: number;
}

const TIMEOUTS: Timeouts = {
  headersMs: HEADERS_TIMEOUT_MS,
  requestMs: REQUEST_TIMEOUT_MS,
  answerMs: ANSWER_TIMEOUT_MS,
  checkMs: TIMEOUT_CHECK_MS,
};

/** Fastify under Nest, with every limit set and our own manners; made by `createHttpAdapter`. */
export class HttpAdapter extends FastifyAdapter {
  readonly routes: RouteTable;

  constructor(options: HttpAdapterOptions) {
    const timeouts = { ...TIMEOUTS, ...options.timeouts };
    super(serverOptions(options, timeouts));
    const instance = this.getInstance<FastifyInstance>();
    this.routes = new RouteTable(instance);
    instance.server.maxConnections = CONNECTION_LIMIT;
    dropUnreadAnswers(instance.server, { timeoutMs: timeouts.answerMs, checkMs: timeouts.checkMs });
    takeBodiesUnparsed(instance);
    instance.decorateRequest('context');
    instance.decorateRequest('traceparent', '');
    instance.decorateRequest('tracestate');
    const { admission } = options;
    if (admission !== undefined) {
      instance.addHook('onRequest', (request, response, done) => {
        admission.enter(priorityOf(request), {
          begin: done,
          refuse: () => turnAway(request, response),
          isGone: () => request.raw.socket.destroyed,
        });
      });
    }
    instance.addHook('onRequest', (request, response, done) => {
      const { traceparent, tracestate } = request.headers;
      request.traceparent = nextTraceparent(traceparent, options.samplesTrace);
      if (tracestate !== undefined) request.tracestate = tracestateOf(traceparent, tracestate);
      response.headers(SECURITY_HEADERS).header('traceparent', request.traceparent);
      done();
    });
  }

  /** Nest would register parsers of its own, which know nothing of our limits. */
  override registerParserMiddleware(): void {
    // `takeBodiesUnparsed` has registered ours.
  }

  override reply(...[response, body, status]: Parameters<FastifyAdapter['reply']>): FastifyReply {
    if (body instanceof HttpReply && 'request' in response) return writeReply(response, body);
    return super.reply(response, body, status);
  }
}

function serverOptions(options: HttpAdapterOptions, timeouts: Timeouts): FastifyHttpOptions<Server> {
  return {
    logger: false,
    trustProxy: trustedProxies(options.trustProxy),
    bodyLimit: options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    requestTimeout: timeouts.requestMs,
    http: {
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.checkMs,
      maxHeaderSize: HEADER_LIMIT_BYTES,
    },
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, maxParamLength: PATH_PARAMETER_LIMIT },
    frameworkErrors: (error, request, response) => {
      // No hook has run yet, and nothing would catch what is thrown here.
      request.traceparent = nextTraceparent(request.headers.traceparent);
      response.headers(SECURITY_HEADERS).header('traceparent', request.traceparent);
      sendProblem(request, response, problemOf(error));
    },
    clientErrorHandler: answerClientError,
  };
}

function trustedProxies(trust: HttpAdapterOptions['trustProxy']): FastifyHttpOptions<Server>['trustProxy'] {
  if (typeof trust === 'number') return trust > 0 ? (_address, hop) => hop < trust : false;
  return trust !== undefined && trust.length > 0 && [...trust];
}

/** Bodies are kept as bytes until the guards have let the request pass; any other media type is 415. */
function takeBodiesUnparsed(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  for (const format of Object.keys(MEDIA_TYPES) as BodyFormat[]) {
    instance.addContentTypeParser(MEDIA_TYPES[format], { parseAs: 'buffer' }, (_request, bytes, done) => {
      const body: RawBody = { format, bytes: bytes as Buffer };
      done(null, body);
    });
  }
}

export function createHttpAdapter(options: HttpAdapterOptions = {}): HttpAdapter {
  return new HttpAdapter(options);
}
