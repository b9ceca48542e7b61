import type { Worker } from 'node:worker_threads';

/** What a thread answers to each request, one by one. */
export type ThreadAnswer<Result> =
  { readonly kind: 'done'; readonly result: Result } | { readonly kind: 'failed'; readonly message: string };

/** Why a request was not done: too many wait, its deadline is over, or the pool is closing. */
export type Refusal = 'full' | 'late' | 'closed';

export interface ThreadPoolOptions {
  /** Starts a thread that answers every message that it gets with one `ThreadAnswer`. */
  readonly start: () => Worker;
  readonly maxThreads: number;
  /** Requests that may wait while every thread is busy. */
  readonly queueLimit: number;
  /** From the request to its answer. The thread may still end what it is at, and be warm for the next. */
  readonly deadlineMs: number;
  /** A thread that takes so long for one request never comes back, and is ended. */
  readonly hungMs: number;
  /** A thread that had nothing to do for so long ends, and its memory with it. */
  readonly idleMs: number;
  readonly refuse: (why: Refusal) => Error;
}

interface Task<Request, Result> {
  readonly request: Request;
  readonly deadline: NodeJS.Timeout;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

interface Thread<Request, Result> {
  readonly worker: Worker;
  task: Task<Request, Result> | undefined;
  /** Ends it when it is idle, or at work, for too long. */
  limit: NodeJS.Timeout | undefined;
}

/** Work that would block the event loop, on a few threads that are started when they are needed. */
export class ThreadPool<Request, Result> {
  private readonly threads = new Set<Thread<Request, Result>>();
  private readonly waiting: Task<Request, Result>[] = [];
  private closed = false;

  constructor(private readonly options: ThreadPoolOptions) {}

  /** The threads that live now. */
  get size(): number {
    return this.threads.size;
  }

  async run(request: Request): Promise<Result> {
    const { queueLimit, deadlineMs, refuse } = this.options;
    if (this.closed) throw refuse('closed');
    if (this.freeThread() === undefined && this.waiting.length >= queueLimit) throw refuse('full');
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => this.giveUp(task), deadlineMs);
      const task: Task<Request, Result> = { request, deadline, resolve, reject };
      this.waiting.push(task);
      this.pump();
    });
  }

  /** Refuses whatever is not done, and ends all threads. */
  async close(): Promise<void> {
    this.closed = true;
    const open = [...this.waiting.splice(0), ...[...this.threads].flatMap(({ task }) => task ?? [])];
    for (const task of open) settle(task, () => task.reject(this.options.refuse('closed')));
    await Promise.all([...this.threads].map((thread) => this.end(thread)));
  }

  private pump(): void {
    while (!this.closed && this.waiting.length > 0) {
      const thread = this.freeThread();
      const task = thread && this.waiting.shift();
      if (thread === undefined || task === undefined) return;
      thread.task = task;
      this.endAfter(thread, this.options.hungMs);
      thread.worker.ref();
      thread.worker.postMessage(task.request);
    }
  }

  private freeThread(): Thread<Request, Result> | undefined {
    for (const thread of this.threads) if (thread.task === undefined) return thread;
    return this.threads.size < this.options.maxThreads ? this.startThread() : undefined;
  }

  private startThread(): Thread<Request, Result> {
    const worker = this.options.start();
    const thread: Thread<Request, Result> = { worker, task: undefined, limit: undefined };
    this.threads.add(thread);
    worker.on('message', (answer: ThreadAnswer<Result>) => this.answered(thread, answer));
    worker.on('error', (error) => this.lost(thread, error));
    worker.on('exit', (code) => this.lost(thread, new Error(`A thread ended with code ${code} while it was at work`)));
    worker.unref();
    return thread;
  }

  private answered(thread: Thread<Request, Result>, answer: ThreadAnswer<Result>): void {
    const { task } = thread;
    thread.task = undefined;
    thread.worker.unref();
    if (task !== undefined) {
      if (answer.kind === 'done') settle(task, () => task.resolve(answer.result));
      else settle(task, () => task.reject(new Error(answer.message)));
    }
    this.endAfter(thread, this.options.idleMs);
    this.pump();
  }

  private giveUp(task: Task<Request, Result>): void {
    const at = this.waiting.indexOf(task);
    if (at !== -1) this.waiting.splice(at, 1);
    task.reject(this.options.refuse('late'));
  }

  private endAfter(thread: Thread<Request, Result>, ms: number): void {
    clearTimeout(thread.limit);
    thread.limit = setTimeout(() => {
      const { task } = thread;
      if (task !== undefined) settle(task, () => task.reject(this.options.refuse('late')));
      void this.end(thread);
      this.pump();
    }, ms).unref();
  }

  private lost(thread: Thread<Request, Result>, error: Error): void {
    this.threads.delete(thread);
    clearTimeout(thread.limit);
    const { task } = thread;
    thread.task = undefined;
    if (task !== undefined) settle(task, () => task.reject(error));
    this.pump();
  }

  private async end(thread: Thread<Request, Result>): Promise<void> {
    thread.task = undefined;
    this.threads.delete(thread);
    clearTimeout(thread.limit);
    await thread.worker.terminate();
  }
}

function settle(task: { readonly deadline: NodeJS.Timeout }, how: () => void): void {
  clearTimeout(task.deadline);
  how();
}
