/** A server that this process has started and owns. */
export interface EmbeddedServer {
  /** Connection string with user and password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server is gone, whoever ended it; `expected` tells whether that was `stop()` or `kill()`. */
  readonly exited: Promise<{ readonly expected: boolean }>;
  /** Ends it in good order; resolves when it is gone. Calling it again is harmless. */
  stop(): Promise<void>;
  /** Ends it at once, synchronously, for the last moment of a process that can await nothing any more. */
  kill(): void;
}
