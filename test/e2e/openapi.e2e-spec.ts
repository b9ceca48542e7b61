import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type StartedApp } from '../support/start-app';

const FILE = join(process.cwd(), 'docs', 'openapi.json');

let app: StartedApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

describe('the description of the API', () => {
  it('is what docs/openapi.json says; `npm run openapi` writes it anew', async () => {
    const answer = await request(app.baseUrl).get('/openapi.json').expect(200).expect('content-type', /json/);
    const served = `${JSON.stringify(answer.body, null, 2)}\n`;
    if (process.env.LINEHAUL_WRITE_OPENAPI === 'on') writeFileSync(FILE, served);
    expect(served).toBe(readFileSync(FILE, 'utf8'));
  });

  it('says of every operation who may call it, what it takes and what it answers', async () => {
    const { body } = await request(app.baseUrl).get('/openapi.json').expect(200);
    expect(body.openapi).toMatch(/^3\.1\./);
    const operations = Object.values(body.paths as Record<string, Record<string, Operation>>).flatMap((path) =>
      Object.values(path),
    );
    expect(operations.length).toBeGreaterThan(50);
    for (const operation of operations) {
      expect(operation.summary).toBeTruthy();
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
    }
    const ids = operations.map((operation) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a reader that needs nothing from elsewhere', async () => {
    const page = await request(app.baseUrl).get('/docs').redirects(1).expect(200).expect('content-type', /html/);
    expect(page.text).not.toMatch(/(?:src|href)="https?:/);
  });
});

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly responses: Record<string, unknown>;
}
