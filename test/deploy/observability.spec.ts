import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly image: string;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly networks?: { readonly default: { readonly aliases: readonly string[] } };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

interface Collector {
  readonly receivers: Readonly<Record<string, unknown>>;
  readonly processors: Readonly<Record<string, unknown>>;
  readonly exporters: Readonly<Record<string, { readonly endpoint: string }>>;
  readonly service: {
    readonly pipelines: Readonly<Record<string, Record<'receivers' | 'processors' | 'exporters', string[]>>>;
  };
}

const read = (file: string): string => readFileSync(join(process.cwd(), file), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const collector = parse(read('deploy/otel-collector/config.yaml')) as Collector;
const observability = Object.entries(compose.services).filter(([, { profiles }]) =>
  profiles?.includes('observability'),
);

/** Where the images of the profile listen, by their own documentation; Linehaul by its Dockerfile. */
const LISTENS: Readonly<Record<string, readonly number[]>> = {
  linehaul: [3000, 3001],
  'otel-collector': [4317, 4318, 8888, 8889],
  jaeger: [4317, 16_686],
  loki: [3100],
  prometheus: [9090],
  alertmanager: [9093],
  grafana: [3000],
};

/** Every `host:port` in a text, as far as the host is one of ours. */
function addressesIn(text: string): [string, number][] {
  return [...text.matchAll(/\b([a-z][a-z-]+):(\d{4,5})\b/g)].map(([, host = '', port]) => [host, Number(port)]);
}

describe('the profile observability', () => {
  it('has collector, Prometheus, Alertmanager, Jaeger, Loki and Grafana, which a start without it leaves out', () => {
    const names = observability.map(([name]) => name).sort();
    expect(names).toEqual(['alertmanager', 'grafana', 'jaeger', 'loki', 'otel-collector', 'prometheus']);
    const others = Object.keys(compose.services).filter((name) => !names.includes(name));
    expect(others).toEqual(['postgres', 'redis', 'migrate', 'api']);
  });

  it.each(observability)('%s is of a fixed version', (_name, { image }) => {
    expect(image).toMatch(/^[a-z/-]+:v?\d+\.\d+\.\d+$/);
  });

  it('publishes Grafana alone, on the loopback', () => {
    const published = observability.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(published).toEqual([['grafana', expect.stringMatching(/^127\.0\.0\.1:\$\{GRAFANA_PORT:-\d+\}:3000$/)]]);
  });

  it.each(observability)('what %s mounts is there', (_name, { volumes = [], secrets = [] }) => {
    for (const volume of volumes) {
      const [source = '', , mode] = volume.split(':');
      if (source.startsWith('./'))
        expect([source, existsSync(join(process.cwd(), source)), mode]).toEqual([source, true, 'ro']);
      else expect(compose.volumes).toHaveProperty(source);
    }
    for (const secret of secrets) expect(compose.secrets).toHaveProperty(secret);
  });

  it('demands nothing of those who do not use it', () => {
    const text = JSON.stringify(observability);
    expect(text).not.toContain(':?');
  });
});

describe('the files of the profile', () => {
  const FILES = [
    'deploy/otel-collector/config.yaml',
    'deploy/prometheus/prometheus.yml',
    'deploy/alertmanager/alertmanager.yml',
    'deploy/grafana/provisioning/datasources/datasources.yml',
  ];

  it.each(FILES)('%s names only services and ports that there are', (file) => {
    const text = JSON.stringify(parse(read(file)));
    const addresses = addressesIn(text);
    expect(addresses.length).toBeGreaterThan(0);
    for (const [host, port] of addresses) expect(LISTENS[host] ?? `no service ${host}`).toContain(port);
  });

  it('know Linehaul by a name that its service has, on the ports of its image', () => {
    expect(compose.services['api']?.networks?.default.aliases).toEqual(['linehaul']);
    expect(read('Dockerfile')).toContain('PORT=3000 MANAGEMENT_PORT=3001');
    expect(Object.keys(LISTENS).filter((name) => name !== 'linehaul' && !(name in compose.services))).toEqual([]);
  });

  it('the collector’s pipelines hold what is declared, and nothing is declared for nobody', () => {
    const pipelines = Object.entries(collector.service.pipelines);
    expect(pipelines.map(([signal]) => signal)).toEqual(['traces', 'logs', 'metrics']);
    for (const kind of ['receivers', 'processors', 'exporters'] as const) {
      const used = new Set(pipelines.flatMap(([, pipeline]) => pipeline[kind]));
      expect([...used].sort()).toEqual(Object.keys(collector[kind]).sort());
    }
    expect(collector.service.pipelines['traces']?.exporters).toEqual(['otlp/jaeger']);
    expect(collector.service.pipelines['logs']?.exporters).toEqual(['otlphttp/loki']);
  });

  it('the collector asks nobody for anything, and knows no secret', () => {
    expect(Object.keys(collector.receivers)).toEqual(['otlp']);
    expect(read('deploy/otel-collector/config.yaml')).not.toMatch(/password|secret|token|authorization/i);
  });

  it('Prometheus finds its rules beside it, and Grafana its dashboard where it looks', () => {
    const { rule_files: rules } = parse(read('deploy/prometheus/prometheus.yml')) as { rule_files: string[] };
    expect(compose.services['prometheus']?.volumes).toContain(
      `./deploy/prometheus/${String(rules[0])}:/etc/prometheus/${String(rules[0])}:ro`,
    );
    const { providers } = parse(read('deploy/grafana/provisioning/dashboards/dashboards.yml')) as {
      providers: { options: { path: string } }[];
    };
    const folder = String(providers[0]?.options.path);
    expect(compose.services['grafana']?.volumes).toContain(`./deploy/grafana/linehaul.json:${folder}/linehaul.json:ro`);
  });

  it('Linehaul is told of the collector by the variable that it reads', () => {
    expect(read('docker-compose.yml')).toContain('http://otel-collector:4318');
    expect(read('apps/api/src/config/otel-env.ts')).toContain('OTEL_EXPORTER_OTLP_ENDPOINT');
  });
});
