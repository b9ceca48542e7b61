import type { Socket } from 'node:net';

/** What happens to the bytes of one direction. Times in milliseconds. */
export type Passage =
  | { readonly kind: 'open' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** They stay in the sender's and the kernel's buffers, and come through when it opens again. */
  | { readonly kind: 'hold' }
  /** They are taken and lost. */
  | { readonly kind: 'drop' };

export interface PumpWatch {
  /** Sees each chunk before it goes on; may change the passage. */
  chunk(chunk: Buffer): void;
  /** Bytes were dropped just now. */
  lost?(): void;
}

interface LateChunk {
  readonly chunk: Buffer;
  readonly dueMs: number;
}

/** Delayed bytes of one direction; beyond it the sender waits. */
const LATE_BYTES_LIMIT = 1 << 20;

/** One direction of a proxied connection: hands bytes from one socket to the other, or does not. */
export class Pump {
  private passage: Passage = { kind: 'open' };
  private readonly late: LateChunk[] = [];
  private lateBytes = 0;
  private timer: NodeJS.Timeout | undefined;
  private blocked = false;
  private ended = false;
  private hasLostBytes = false;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly watch: PumpWatch,
  ) {
    from.on('data', (chunk: Buffer) => this.take(chunk));
    from.on('end', () => {
      this.ended = true;
      this.drain();
    });
    to.on('drain', () => {
      this.blocked = false;
      this.regulate();
    });
  }

  /** True when bytes were dropped: what comes after them would make no sense to the receiver. */
  get hasLost(): boolean {
    return this.hasLostBytes;
  }

  set(passage: Passage): void {
    this.passage = passage;
    this.regulate();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.late.length = 0;
  }

  private take(chunk: Buffer): void {
    this.watch.chunk(chunk);
    if (this.passage.kind === 'drop') {
      this.hasLostBytes = true;
      this.watch.lost?.();
      return;
    }
    const delayMs = this.passage.kind === 'delay' ? this.passage.ms : 0;
    this.late.push({ chunk, dueMs: performance.now() + delayMs });
    this.lateBytes += chunk.length;
    this.drain();
  }

  /** Writes what is due, in order: a chunk never overtakes one that was delayed before it. */
  private drain(): void {
    clearTimeout(this.timer);
    for (let first = this.late[0]; first !== undefined; first = this.late[0]) {
      const waitMs = first.dueMs - performance.now();
      if (waitMs > 0) {
        this.timer = setTimeout(() => this.drain(), Math.ceil(waitMs));
        break;
      }
      this.late.shift();
      this.lateBytes -= first.chunk.length;
      if (!this.to.write(first.chunk)) this.blocked = true;
    }
    if (this.ended && this.late.length === 0) this.to.end();
    this.regulate();
  }

  private regulate(): void {
    if (this.passage.kind === 'hold' || this.blocked || this.lateBytes > LATE_BYTES_LIMIT) this.from.pause();
    else this.from.resume();
  }
}
