import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The reader's page. Everything it loads comes from this origin, and nothing in it is inline. */
export const READER_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Linehaul API</title>
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png">
    <link rel="stylesheet" href="docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

export const READER_START = `window.ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
});
`;

/** The files of Swagger UI that the page loads, with their types; no other file of the package is served. */
export const READER_FILES = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

export type ReaderFile = keyof typeof READER_FILES;

export function isReaderFile(name: string): name is ReaderFile {
  return Object.hasOwn(READER_FILES, name);
}

const contents = new Map<ReaderFile, Promise<Buffer>>();

/** One copy for all readers, however many there are and however slow. */
export function readReaderFile(name: ReaderFile): Promise<Buffer> {
  const known = contents.get(name);
  if (known !== undefined) return known;
  const content = readFile(join(readerFolder(), name));
  contents.set(name, content);
  return content;
}

/** Swagger UI comes with @nestjs/swagger, whose code is not loaded for it. */
function readerFolder(): string {
  const fromSwagger = createRequire(createRequire(__filename).resolve('@nestjs/swagger'));
  return dirname(fromSwagger.resolve('swagger-ui-dist/package.json'));
}
