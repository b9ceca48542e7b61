import { z } from 'zod';

/** Where traces and logs are sent. */
export interface OtelEnv {
  /** Of the receiver, without `/v1/traces`. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Of the traces that begin here, from 0 to 1. */
  readonly ratio: number;
  readonly serviceName: string;
}

const DEFAULT_RATIO = 0.1;
const DEFAULT_TIMEOUT_MS = 10_000;
const HEADERS_LIMIT = 32;
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;
const HEADER_VALUE = /^[\x20-\x7e]*$/;
/** The names of the one sampler that there is: a caller's decision counts, of new traces a part is recorded. */
const SAMPLERS = ['parentbased_traceidratio', 'parentbased_always_on', 'parentbased_always_off'] as const;

/** `name=value,name=value`, values percent-encoded (W3C Baggage), as OpenTelemetry has it. */
const headers = z.string().transform((value, context) => {
  const pairs = value
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
  const parsed = pairs.map(headerOf);
  if (pairs.length <= HEADERS_LIMIT && parsed.every((pair) => pair !== undefined)) return Object.fromEntries(parsed);
  // What it holds is not repeated: it is mostly a secret.
  context.addIssue({ code: 'custom', message: `must be name=value,name=value, at most ${HEADERS_LIMIT} of them` });
  return z.NEVER;
});

/** The standard variables of OpenTelemetry that this application reads. */
export const OTEL_SCHEMA = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL, such as http://collector:4318' })
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: headers.default({}),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .literal('http/json', { error: 'must be http/json: nothing else is spoken' })
    .optional(),
  OTEL_EXPORTER_OTLP_TIMEOUT: z.coerce.number().int().min(100).max(60_000).default(DEFAULT_TIMEOUT_MS),
  OTEL_SDK_DISABLED: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
  OTEL_SERVICE_NAME: z.string().min(1).max(100).default('linehaul'),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS, { error: `must be one of ${SAMPLERS.join(', ')}` })
    .default('parentbased_traceidratio'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: 'must be a number from 0 to 1' })
    .min(0, 'must be a number from 0 to 1')
    .max(1, 'must be a number from 0 to 1')
    .default(DEFAULT_RATIO),
};

type OtelVariables = z.output<z.ZodObject<typeof OTEL_SCHEMA>>;

/** Undefined where no receiver is named, or where it is switched off. */
export function otelOf(env: OtelVariables): OtelEnv | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = env;
  if (endpoint === undefined || env.OTEL_SDK_DISABLED === 'true') return undefined;
  return Object.freeze({
    endpoint,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS,
    timeoutMs: env.OTEL_EXPORTER_OTLP_TIMEOUT,
    ratio: ratioOf(env),
    serviceName: env.OTEL_SERVICE_NAME,
  });
}

function ratioOf(env: OtelVariables): number {
  switch (env.OTEL_TRACES_SAMPLER) {
    case 'parentbased_always_on':
      return 1;
    case 'parentbased_always_off':
      return 0;
    case 'parentbased_traceidratio':
      return env.OTEL_TRACES_SAMPLER_ARG;
  }
}

function headerOf(pair: string): readonly [string, string] | undefined {
  const at = pair.indexOf('=');
  const name = pair.slice(0, at).trim();
  const value = decoded(pair.slice(at + 1).trim());
  if (at < 1 || value === undefined || !HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) return undefined;
  return [name, value];
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
