import { expect, it } from 'vitest';
import { enumerateRoutes, problemStatusesOf } from '#lib/http';
import { startApp } from '../support/start-app';
import { World } from '../support/world';
it('dump', async () => {
  const app = await startApp();
  for (const r of enumerateRoutes(app.nest)) { if (r.method==='HEAD') continue; const s = r.declaration?.spec; console.log(r.method, r.path, r.declaration?.handler, s ? (s.auth==='public'?'public':s.auth.roles.join('|')+(s.auth.scopes??'')) : 'NONE', s && problemStatusesOf(s).join(',')); }
  const admin = await app.admin();
  const world = await World.build(admin);
  console.log(world.ids);
  await app.stop();
  expect(1).toBe(1);
}, 120000);
