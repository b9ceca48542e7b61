import { Controller, Get, Inject } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { DomainError } from '#lib/kernel';
import { z } from 'zod';
import { HttpAdapter } from '../edge/http-adapter';
import { PAGE_SECURITY_POLICY } from '../edge/security-headers';
import { endpoint, type InputOf } from '../endpoint';
import { Endpoint } from '../endpoint.decorator';
import { Input } from '../input';
import { reply, type HttpReply } from '../reply';
import { openApiDocument, type OpenApiInfo } from './document';
import { isReaderFile, READER_FILES, READER_PAGE, READER_START, readReaderFile } from './reader-files';

/** Injection token: what the document says about itself. */
export const OPENAPI_INFO = Symbol('OpenApiInfo');

const documentEndpoint = endpoint({
  tag: 'docs',
  summary: 'This document',
  auth: 'public',
  success: { status: 200, body: z.looseObject({ openapi: z.string() }) },
});

const pageEndpoint = endpoint({
  tag: 'docs',
  summary: 'A reader for this document',
  auth: 'public',
  success: { status: 200, contentTypes: ['text/html'] },
  hidden: true,
});

const fileEndpoint = endpoint({
  tag: 'docs',
  summary: 'What the reader loads',
  auth: 'public',
  params: z.strictObject({ file: z.string() }),
  success: { status: 200, contentTypes: ['*/*'] },
  hidden: true,
});

const DAY = { 'cache-control': 'public, max-age=86400' };

/** The API's description at `/openapi.json`, and a reader for people at `/docs`. */
@Controller()
export class DocsController {
  /** As bytes, so that no answer encodes it anew. */
  private document: Buffer | undefined;

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost<HttpAdapter>,
    @Inject(OPENAPI_INFO) private readonly info: OpenApiInfo,
  ) {}

  @Get('openapi.json')
  @Endpoint(documentEndpoint)
  openApi(): HttpReply {
    this.document ??= Buffer.from(JSON.stringify(openApiDocument(this.host.httpAdapter.routes.list(), this.info)));
    return reply.bytes(this.document, 'application/json; charset=utf-8');
  }

  @Get('docs')
  @Endpoint(pageEndpoint)
  page(): HttpReply {
    const headers = { 'content-security-policy': PAGE_SECURITY_POLICY };
    return reply.bytes(READER_PAGE, 'text/html; charset=utf-8', { headers });
  }

  @Get('docs/:file')
  @Endpoint(fileEndpoint)
  async file(@Input() { params }: InputOf<typeof fileEndpoint>): Promise<HttpReply> {
    const { file } = params;
    if (file === 'start.js') return reply.bytes(READER_START, READER_FILES['swagger-ui-bundle.js']);
    if (!isReaderFile(file)) throw new DomainError('not_found', 'docs.unknown_file', 'The reader has no such file');
    return reply.bytes(await readReaderFile(file), READER_FILES[file], { headers: DAY });
  }
}
