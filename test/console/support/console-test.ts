import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchBrowser, Visit } from './console-browser';
import { type Installation, startInstallation } from './installation';

/** What the tests of a file share. */
export interface ConsoleTest {
  readonly installation: Installation;
  readonly browser: Browser;
  /** One person's visit, for each test another. */
  readonly visit: Visit;
}

function there<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('Is there only while tests run');
  return part;
}

/** An installation and a browser for all tests of a file; with `logsIn`, each of them begins logged in as the administrator. */
export function consoleTest({ logsIn }: { readonly logsIn: boolean }): ConsoleTest {
  let installation: Installation | undefined;
  let browser: Browser | undefined;
  let visit: Visit | undefined;
  beforeAll(async () => {
    [installation, browser] = await Promise.all([startInstallation(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await installation?.stop();
  });
  beforeEach(async () => {
    const { baseUrl, admin } = there(installation);
    visit = await Visit.open(there(browser), baseUrl);
    if (logsIn) await visit.logIn(admin);
  });
  afterEach(async () => {
    await visit?.close();
  });
  return {
    get installation() {
      return there(installation);
    },
    get browser() {
      return there(browser);
    },
    get visit() {
      return there(visit);
    },
  };
}
