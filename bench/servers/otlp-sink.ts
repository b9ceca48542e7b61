import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes whatever is sent to it over OTLP and forgets it: what telemetry costs its sender is measured, not a collector. */
export interface OtlpSink {
  readonly endpoint: string;
  /** Bytes that have come, by path. */
  bytesOn(path: string): number;
  close(): Promise<void>;
}

export async function openOtlpSink(): Promise<OtlpSink> {
  const bytes = new Map<string, number>();
  const server = createServer((request, response) => {
    const { url = '' } = request;
    request.on('data', (chunk: Buffer) => bytes.set(url, (bytes.get(url) ?? 0) + chunk.length));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytesOn: (path) => bytes.get(path) ?? 0,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
