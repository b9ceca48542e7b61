import { join } from 'node:path';
import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { protoFolder, SERVICES } from '#lib/grpc';
import { ClientProxyFactory, Transport, type ClientGrpcProxy } from '@nestjs/microservices';
import { Root, type IMapField } from 'protobufjs';

/** Nest's own client of every service at this address. */
export function grpcClient(address: string): ClientGrpcProxy {
  const folder = protoFolder();
  return ClientProxyFactory.create({
    transport: Transport.GRPC,
    options: {
      url: address,
      package: Object.keys(SERVICES),
      protoPath: Object.values(SERVICES).map((file) => join(folder, file)),
      credentials: credentials.createInsecure(),
      loader: { includeDirs: [folder], keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true },
    },
  });
}

/** Metadata with this access token. */
export function bearer(token = ''): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  return metadata;
}

const { root } = Root.fromJSON({
  nested: {
    Status: {
      fields: {
        code: { type: 'int32', id: 1 },
        message: { type: 'string', id: 2 },
        details: { rule: 'repeated', type: 'Any', id: 3 },
      },
    },
    Any: { fields: { type_url: { type: 'string', id: 1 }, value: { type: 'bytes', id: 2 } } },
    ErrorInfo: {
      fields: {
        reason: { type: 'string', id: 1 },
        domain: { type: 'string', id: 2 },
        metadata: { keyType: 'string', type: 'string', id: 3 } as IMapField,
      },
    },
    BadRequest: { fields: { field_violations: { rule: 'repeated', type: 'FieldViolation', id: 1 } } },
    FieldViolation: { fields: { field: { type: 'string', id: 1 }, description: { type: 'string', id: 2 } } },
    RetryInfo: { fields: { retry_delay: { type: 'Duration', id: 1 } } },
    Duration: { fields: { seconds: { type: 'int64', id: 1 } } },
  },
});

export interface RichStatus {
  readonly code: number;
  readonly ErrorInfo?: { readonly reason: string; readonly domain: string; readonly metadata: Record<string, string> };
  readonly BadRequest?: {
    readonly field_violations: readonly { readonly field: string; readonly description: string }[];
  };
  readonly RetryInfo?: { readonly retry_delay: { readonly seconds: number } };
}

/** The details of a status as any client of google.rpc reads them. */
export function richStatusOf(error: unknown): RichStatus {
  const { code, metadata } = error as ServiceError;
  const [bytes] = metadata.get('grpc-status-details-bin');
  if (!Buffer.isBuffer(bytes)) throw new Error(`No details in ${String(error)}`);
  const decode = (type: string, value: Uint8Array): Record<string, unknown> => {
    const message = root.lookupType(type);
    return message.toObject(message.decode(value), { longs: Number, defaults: true });
  };
  const details = decode('Status', bytes)['details'] as { type_url: string; value: Uint8Array }[];
  const named = details.map(({ type_url, value }) => {
    const type = type_url.replace('type.googleapis.com/google.rpc.', '');
    return [type, decode(type, value)] as const;
  });
  return { code, ...Object.fromEntries(named) };
}
