import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '#lib/testing';
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';
import type { Credentials } from './console-stage';
import { findBrowser } from './find-browser';

const AXE = readFileSync(createRequire(join(process.cwd(), 'package.json')).resolve('axe-core/axe.min.js'), 'utf8');
/** What the browser says of requests that were refused on purpose. */
const REFUSED = /Failed to load resource: the server responded with a status of (401|403|404|409|412|422|428|429)/;

/** Requests that stay open as long as the page. */
const GOES_ON = '/v1/events';
const QUIET_MS = 500;

/** What a page shows when it has been loaded: its heading, a table, a form, or that there is nothing. */
const CONTENT = ['h1', 'table', 'form .MuiInputBase-root', '[role=status]']
  .map((part) => `#main-content ${part}`)
  .join(', ');

export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
  readonly locale?: string;
}

export const DESK: Screen = { width: 1440, height: 900, colorScheme: 'light' };

/** One person's visit to the console in a real browser; notes everything that its console complains about. */
export class Visit {
  /** Errors and exceptions of the page, and what its security policy refused; a sound page has none. */
  readonly complaints: string[] = [];

  private readonly underWay = new Set<Request>();
  private lastEnd = 0;

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly baseUrl: string,
  ) {
    page.on('request', (request) => {
      if (request.url().includes(GOES_ON)) return;
      this.underWay.add(request);
    });
    const ends = (request: Request): void => {
      this.underWay.delete(request);
      this.lastEnd = performance.now();
    };
    page.on('requestfinished', ends);
    page.on('requestfailed', ends);
    page.on('framenavigated', () => (this.lastEnd = performance.now()));
    page.on('pageerror', (error) => this.complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !REFUSED.test(message.text())) this.complaints.push(message.text());
    });
  }

  static async open(browser: Browser, baseUrl: string, screen: Screen = DESK): Promise<Visit> {
    const { width, height, colorScheme, locale = 'en-GB' } = screen;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme,
      locale,
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(15_000);
    return new Visit(context, await context.newPage(), baseUrl);
  }

  /** Opens an address of the console, e.g. `/orders`. */
  async go(path: string): Promise<void> {
    this.underWay.clear();
    await this.page.goto(`${this.baseUrl}/console${path}`);
  }

  async logIn({ username, password }: Credentials): Promise<void> {
    await this.go('/login');
    await this.page.locator('input[name=username]').fill(username);
    await this.page.locator('input[name=password]').fill(password);
    await this.page.locator('button[type=submit]').click();
    await this.page.locator('#main-content').waitFor();
  }

  /** Opens a page and waits until nothing is being loaded any more. */
  async see(path: string): Promise<void> {
    await this.go(path);
    await this.page.locator(CONTENT).first().waitFor();
    await this.isQuiet();
  }

  /** Waits until no request has been under way for a moment, save the stream of live events, which never ends. */
  private async isQuiet(): Promise<void> {
    await eventually(
      () => performance.now() - this.lastEnd,
      (quietMs) => this.underWay.size === 0 && quietMs > QUIET_MS,
      20_000,
    );
  }

  /** What is seriously in the way of people who use a keyboard, a reader or little contrast (axe-core, WCAG 2 A and AA). */
  async barriers(): Promise<string[]> {
    await this.page.evaluate(AXE);
    const found: unknown = await this.page.evaluate(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'], resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target + ' ' + failureSummary)))`,
    );
    return found as string[];
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
