import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOpenApi, enumerateRoutes, problemStatusesOf } from '..';
import { startSampleApp, type SampleApp } from '../testing/sample-app';

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name?: string; readonly in?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Record<string, unknown> }>> };
}

interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let sample: SampleApp;
let document: OpenApiDocument;

beforeAll(async () => {
  sample = await startSampleApp();
  document = (await (await fetch(`${sample.url}/openapi.json`)).json()) as OpenApiDocument;
});
afterAll(() => sample.app.close());

function references(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => (name === '$ref' ? [String(value)] : references(value)));
}

function resolve(reference: string): unknown {
  const steps = reference.slice(2).split('/');
  return steps.reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], document);
}

describe('/openapi.json', () => {
  it('is OpenAPI 3.1, the same as the build writes', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
    expect(document).toEqual(JSON.parse(JSON.stringify(buildOpenApi(sample.app, { version: '1.2.3' }))));
  });

  it('has every route that the server has', () => {
    const routes = enumerateRoutes(sample.app).filter(
      ({ method, declaration }) => method !== 'HEAD' && !declaration?.spec.hidden,
    );
    const expected = routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`).sort();
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(expected);
  });

  it('refers to nothing that is not there', () => {
    const all = references(document);
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter((reference) => resolve(reference) === undefined)).toEqual([]);
    expect(all).toContain('#/components/schemas/Parcel');
    expect(all.filter((reference) => !reference.startsWith('#/components/'))).toEqual([]);
  });

  it('gives each operation a name of its own, its parameters and its problems', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const change = document.paths['/v1/parcels/{id}']?.patch;
    expect(change?.operationId).toBe('parcels.change');
    expect(change?.parameters).toMatchObject([
      { name: 'id', in: 'path', required: true },
      { $ref: '#/components/parameters/IfMatch' },
    ]);
    expect(Object.keys(change?.responses ?? {})).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '412',
      '413',
      '415',
      '428',
      '429',
      '503',
    ]);
    expect(change?.requestBody?.content['application/json']?.schema).toMatchObject({
      additionalProperties: false,
      required: ['name'],
    });
  });

  it('tells what follows from a declaration', () => {
    expect(
      problemStatusesOf({ tag: 'x', summary: 'x', auth: 'public', success: { status: 200 }, problems: [410] }),
    ).toEqual([400, 410, 429, 503]);
  });
});

describe('every route', () => {
  it('carries a declaration, whoever registered it', () => {
    expect(enumerateRoutes(sample.app).filter(({ declaration }) => declaration === undefined)).toEqual([]);
  });
});

describe('/docs', () => {
  it('loads everything from its own origin, with nothing inline', async () => {
    const response = await fetch(`${sample.url}/docs`);
    expect(response.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    const page = await response.text();
    expect(page).not.toMatch(/<script>|<style|style=|https?:/);
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(loaded).toHaveLength(4);
    for (const path of loaded) {
      const file = await fetch(new URL(path, `${sample.url}/docs`));
      expect([path, file.status]).toEqual([path, 200]);
      expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(50);
    }
  });

  it('serves no other file', async () => {
    for (const path of ['package.json', '..%2fpackage.json', 'swagger-ui.js']) {
      expect((await fetch(`${sample.url}/docs/${path}`)).status).toBe(404);
    }
  });
});
