import { connect, type Socket } from 'node:net';
import { Pump, type Passage } from './pump';

/** What a line does to the connections on it. */
export type LineFault =
  /** Every byte takes this much longer, in both directions. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Connections are accepted and nothing passes, either way; bytes come through after healing, as TCP repeats them. */
  | { readonly kind: 'black_hole' }
  /** Requests pass, answers are kept back until healing: a server that hangs after it has done the work. */
  | { readonly kind: 'hold_answers' }
  /** Requests pass, answers are lost for good; healing resets such a connection. */
  | { readonly kind: 'drop_answers' };

type Directions = readonly [up: Passage, down: Passage];

const OPEN: Directions = [{ kind: 'open' }, { kind: 'open' }];

function directionsOf(fault: LineFault | undefined): Directions {
  switch (fault?.kind) {
    case undefined:
      return OPEN;
    case 'delay':
      return [fault, fault];
    case 'black_hole':
      return [{ kind: 'hold' }, { kind: 'hold' }];
    case 'hold_answers':
      return [{ kind: 'open' }, { kind: 'hold' }];
    case 'drop_answers':
      return [{ kind: 'open' }, { kind: 'drop' }];
  }
}

export interface ConnectionOptions {
  readonly target: { readonly host: string; readonly port: number };
  readonly fault: LineFault | undefined;
  /** Sees each chunk of the client before it goes on. */
  onRequest(connection: ProxiedConnection, chunk: Buffer): void;
  /** Told when an answer, or a piece of one, was lost. */
  onLost(connection: ProxiedConnection): void;
  onClose(connection: ProxiedConnection): void;
}

/** One client's connection and its other half to the server. */
export class ProxiedConnection {
  /** The client's own port: tells whose connection it is. */
  readonly clientPort: number;
  private upstream: Socket | undefined;
  private up: Pump | undefined;
  private down: Pump | undefined;
  private waits = false;

  constructor(
    private readonly client: Socket,
    private readonly options: ConnectionOptions,
  ) {
    this.clientPort = client.remotePort ?? 0;
    client.on('error', () => undefined);
    client.on('close', () => this.end());
    if (options.fault?.kind === 'black_hole') client.pause();
    else this.join(options.fault);
  }

  /** True from a request until the first byte of its answer. */
  get isAwaiting(): boolean {
    return this.waits;
  }

  /** Faulty from now on; `undefined` heals it, or resets it when bytes were lost on it. */
  apply(fault: LineFault | undefined): void {
    if (this.upstream === undefined) {
      if (fault?.kind !== 'black_hole') this.join(fault);
      return;
    }
    if (fault === undefined && this.down?.hasLost === true) {
      this.reset();
      return;
    }
    const [up, down] = directionsOf(fault);
    this.up?.set(up);
    this.down?.set(down);
  }

  /** Both ends see a reset at once (RST), whatever was on its way. */
  reset(): void {
    this.client.resetAndDestroy();
    this.upstream?.resetAndDestroy();
  }

  private join(fault: LineFault | undefined): void {
    const { client, options } = this;
    const upstream = connect({ ...options.target, noDelay: true, allowHalfOpen: true });
    client.setNoDelay(true);
    this.upstream = upstream;
    upstream.on('error', () => client.resetAndDestroy());
    this.up = new Pump(client, upstream, {
      chunk: (chunk) => {
        this.waits = true;
        options.onRequest(this, chunk);
      },
    });
    this.down = new Pump(upstream, client, {
      chunk: () => (this.waits = false),
      lost: () => options.onLost(this),
    });
    const [up, down] = directionsOf(fault);
    this.up.set(up);
    this.down.set(down);
  }

  private end(): void {
    this.waits = false;
    this.up?.stop();
    this.down?.stop();
    this.upstream?.destroy();
    this.options.onClose(this);
  }
}
