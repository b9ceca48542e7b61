import { actorName, traceIdOf, type Context } from '#lib/kernel';
import { pino, destination as standardOutput, type DestinationStream, type Logger } from 'pino';
import { redact, redactText } from './redact';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Facts beside the message, snake_case: `order_id`, `stage`, `duration_ms`. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface LogOptions {
  readonly level: LogLevel;
  /** Facts of every line, such as the process's roles. */
  readonly fields?: LogFields;
  /** Standard output where nothing is said. */
  readonly destination?: DestinationStream;
  /** Is given every line as well, as it was written; never throws. */
  readonly onLine?: ((this: void, line: string) => void) | undefined;
}

/**
 * One JSON object a line. Whatever is handed in is redacted first: a secret or a telephone number never reaches the
 * output, also when it hides in an error, a message or a nested object.
 */
export class Log {
  private constructor(private readonly logger: Logger) {}

  static create({ level, fields = {}, destination, onLine }: LogOptions): Log {
    const options = {
      level,
      base: redact(fields) as Record<string, unknown>,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
    };
    if (onLine !== undefined) return new Log(pino(options, tapped(destination ?? standardOutput(1), onLine)));
    return new Log(destination === undefined ? pino(options) : pino(options, destination));
  }

  /**
   * An `info` line whose writer vouches that neither message nor fields can hold a secret. The access log is most of
   * all lines, and looking through each of them costs more than writing it.
   */
  plain(message: string, fields: Readonly<Record<string, string | number | undefined>>): void {
    this.logger.info(fields, message);
  }

  debug(message: string, fields?: LogFields): void {
    this.write('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.write('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.write('warn', message, fields);
  }

  error(message: string, error?: unknown, fields?: LogFields): void {
    this.write('error', message, error === undefined ? fields : { ...fields, error });
  }

  /** The same log with more facts on each line. */
  with(fields: LogFields): Log {
    return new Log(this.logger.child(redact(fields) as Record<string, unknown>));
  }

  /** The same log with the trace, lane, tenant and actor of a context. */
  of(ctx: Context): Log {
    const traceId = traceIdOf(ctx.traceparent);
    return this.with({
      ...(traceId !== '' && { trace_id: traceId }),
      lane: ctx.lane,
      ...(ctx.merchantId !== undefined && { merchant_id: ctx.merchantId }),
      actor: actorName(ctx),
    });
  }

  private write(level: Exclude<LogLevel, 'silent'>, message: string, fields: LogFields = {}): void {
    if (!this.logger.isLevelEnabled(level)) return;
    this.logger[level](redact(fields) as Record<string, unknown>, redactText(message));
  }
}

function tapped(destination: DestinationStream, onLine: (line: string) => void): DestinationStream {
  return {
    write: (line) => {
      destination.write(line);
      onLine(line);
    },
  };
}
