import { describe, expect, it } from 'vitest';
import { EnvError, parseEnv } from './env';

const REQUIRED = { DATABASE_URL: 'postgresql://u:p@127.0.0.1:5432/db', REDIS_URL: 'redis://127.0.0.1:6379/0' };
const ENDPOINT = 'http://collector:4318';
const parse = (more: Record<string, string>) => parseEnv({ ...REQUIRED, ...more }).otel;

describe('what the environment says of OpenTelemetry', () => {
  it('is nothing without a receiver', () => {
    expect(parse({})).toBeUndefined();
    expect(parse({ OTEL_SERVICE_NAME: 'x', OTEL_TRACES_SAMPLER_ARG: '1' })).toBeUndefined();
    expect(parse({ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
  });

  it('needs only the receiver', () => {
    expect(parse({ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT })).toEqual({
      endpoint: ENDPOINT,
      headers: {},
      timeoutMs: 10_000,
      ratio: 0.1,
      serviceName: 'linehaul',
    });
  });

  it('takes the standard variables', () => {
    expect(
      parse({
        OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT,
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc, x-tenant=a=b',
        OTEL_EXPORTER_OTLP_TIMEOUT: '2500',
        OTEL_TRACES_SAMPLER_ARG: '0.5',
        OTEL_SERVICE_NAME: 'linehaul-eu',
      }),
    ).toMatchObject({
      headers: { authorization: 'Bearer abc', 'x-tenant': 'a=b' },
      timeoutMs: 2500,
      ratio: 0.5,
      serviceName: 'linehaul-eu',
    });
  });

  it.each([
    ['parentbased_always_on', 1],
    ['parentbased_always_off', 0],
    ['parentbased_traceidratio', 0.3],
  ])('reads the sampler %s', (sampler, ratio) => {
    const more = { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: '0.3' };
    expect(parse({ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, ...more })?.ratio).toBe(ratio);
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', '0'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'no-value'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=x%0Ay'],
    ['OTEL_SDK_DISABLED', 'yes'],
    ['OTEL_TRACES_SAMPLER', 'always'],
    ['OTEL_TRACES_SAMPLER_ARG', '10'],
    ['OTEL_TRACES_SAMPLER_ARG', 'few'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => parse({ [name]: value })).toThrow(EnvError);
    expect(() => parse({ [name]: value })).toThrow(new RegExp(`- ${name}: must|- ${name}: Too`));
  });

  it('repeats no header in its fault', () => {
    const more = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization: s3cret' };
    expect(() => parse(more)).toThrow(/OTEL_EXPORTER_OTLP_HEADERS/);
    expect(() => parse(more)).not.toThrow(/s3cret/);
  });
});
