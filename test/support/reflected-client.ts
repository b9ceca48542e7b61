import { dirname, join } from 'node:path';
import { credentials, loadPackageDefinition, makeGenericClientConstructor, type Metadata } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { Root, type Message, type Type } from 'protobufjs';
import { FileDescriptorProto } from 'protobufjs/ext/descriptor';

interface ReflectionAnswer {
  readonly file_descriptor_response?: { readonly file_descriptor_proto: readonly Uint8Array[] };
  readonly list_services_response?: { readonly service: readonly { readonly name: string }[] };
}

const PROTO = join(
  dirname(require.resolve('@grpc/reflection')),
  '..',
  'proto',
  'grpc',
  'reflection',
  'v1',
  'reflection.proto',
);

/** A client that knows nothing but an address: it asks the server what there is. */
export class ReflectedClient {
  private readonly reflection;

  constructor(private readonly address: string) {
    const definition = loadPackageDefinition(loadSync(PROTO, { keepCase: true })) as never;
    const { ServerReflection } = (definition as ReflectionPackage).grpc.reflection.v1;
    this.reflection = new ServerReflection(address, credentials.createInsecure());
  }

  async services(): Promise<string[]> {
    const answer = await this.ask({ list_services: '' });
    return (answer.list_services_response?.service ?? []).map(({ name }) => name);
  }

  /** All answers of one call of `service/method`, whether they are a stream or one. */
  async call(service: string, method: string, request: object, metadata: Metadata): Promise<object[]> {
    const answer = await this.ask({ file_containing_symbol: service });
    const root = rootOf(answer.file_descriptor_response?.file_descriptor_proto ?? []);
    const { requestType, responseType } = root.lookupService(service).methods[method] ?? {};
    const types = { request: root.lookupType(requestType ?? ''), response: root.lookupType(responseType ?? '') };
    const Client = makeGenericClientConstructor({ [method]: definitionOf(`/${service}/${method}`, types) }, service);
    const client = new Client(this.address, credentials.createInsecure());
    const stream = (client as unknown as Record<string, StreamMethod>)[method]?.call(client, request, metadata);
    const answers: object[] = [];
    for await (const message of stream ?? []) answers.push(message as object);
    client.close();
    return answers;
  }

  close(): void {
    this.reflection.close();
  }

  private async ask(question: object): Promise<ReflectionAnswer> {
    const stream = this.reflection.ServerReflectionInfo();
    stream.write(question);
    stream.end();
    const next = await stream[Symbol.asyncIterator]().next();
    return next.value as ReflectionAnswer;
  }
}

type StreamMethod = (request: object, metadata: Metadata) => AsyncIterable<unknown>;
interface ReflectionStream extends AsyncIterable<unknown> {
  write(question: object): void;
  end(): void;
}
interface ReflectionPackage {
  readonly grpc: {
    readonly reflection: {
      readonly v1: {
        readonly ServerReflection: new (...to: [string, ReturnType<typeof credentials.createInsecure>]) => {
          ServerReflectionInfo(): ReflectionStream;
          close(): void;
        };
      };
    };
  };
}

function rootOf(files: readonly Uint8Array[]): Root {
  const file = files.map((bytes) => FileDescriptorProto.decode(bytes));
  const root = (Root as unknown as { fromDescriptor(set: { file: Message[] }): Root }).fromDescriptor({ file });
  root.resolveAll();
  return root;
}

function definitionOf(path: string, { request, response }: Record<'request' | 'response', Type>) {
  return {
    path,
    requestStream: false,
    responseStream: true,
    requestSerialize: (message: object) => Buffer.from(request.encode(request.fromObject(message)).finish()),
    requestDeserialize: (bytes: Buffer) => request.decode(bytes),
    responseSerialize: (message: object) => Buffer.from(response.encode(response.fromObject(message)).finish()),
    responseDeserialize: (bytes: Buffer) =>
      response.toObject(response.decode(bytes), { longs: Number, defaults: true }),
  };
}
