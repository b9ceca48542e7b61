import { randomBytes } from 'node:crypto';
import { Endpoint, Input, reply, type HttpReply, type InputOf } from '#lib/http';
import { DomainError } from '#lib/kernel';
import { Controller, Get, Inject } from '@nestjs/common';
import { CONSOLE_FILES, type ConsoleFiles } from '../console-files';
import { readConsole, readConsoleAsset, readConsolePage } from './console.endpoints';

const NONCE = '__CSP_NONCE__';

/** Styles are made while the application runs, in elements that carry the page's nonce; labels are shown from memory. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    'frame-src blob:',
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** What is in a name of the build is its content: it never changes. */
const FOR_EVER = { 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' };

/** What programs look for beside a page, such as `robots.txt`: no page of ours is called so. */
const NO_PAGE = /^[^/]*\.[^/]*$/;

@Controller('console')
export class ConsoleController {
  constructor(@Inject(CONSOLE_FILES) private readonly files: ConsoleFiles) {}

  @Get()
  @Endpoint(readConsole)
  root(): Promise<HttpReply> {
    return this.page();
  }

  @Get('assets/:file')
  @Endpoint(readConsoleAsset)
  async asset(@Input() { params, headers }: InputOf<typeof readConsoleAsset>): Promise<HttpReply> {
    const takesGzip = /\bgzip\b/.test(headers['accept-encoding'] ?? '');
    const file = await this.files.asset(params.file, takesGzip);
    if (file === undefined) throw new DomainError('not_found', 'console.unknown_file', 'The console has no such file');
    const encoding: Record<string, string> = file.compressed ? { 'content-encoding': 'gzip' } : {};
    return reply.bytes(file.body, file.contentType, { headers: { ...FOR_EVER, ...encoding } });
  }

  @Get('*')
  @Endpoint(readConsolePage)
  async deepLink(@Input() { params }: InputOf<typeof readConsolePage>): Promise<HttpReply> {
    if (NO_PAGE.test(params['*']))
      throw new DomainError('not_found', 'console.unknown_file', 'The console has no such file');
    return this.page();
  }

  private async page(): Promise<HttpReply> {
    const html = await this.files.page();
    if (html === undefined) throw new DomainError('not_found', 'console.not_built', 'This build has no console');
    const nonce = randomBytes(16).toString('base64');
    const headers = { 'content-security-policy': pagePolicy(nonce), 'cache-control': 'no-cache' };
    return reply.bytes(html.toString('utf8').replaceAll(NONCE, nonce), 'text/html; charset=utf-8', { headers });
  }
}
