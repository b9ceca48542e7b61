import type { LoggerService } from '@nestjs/common';
import type { Log } from './log';

/** Nest's own lines (boot, unhandled errors of hooks) in our format. Its last parameter names the part that speaks. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}

  /** What Nest calls `log` are its steps while booting: of interest to whoever debugs the boot. */
  log(message: unknown, ...rest: unknown[]): void {
    this.target.debug(textOf(message), fieldsOf(rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.target.debug(textOf(message), fieldsOf(rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.target.debug(textOf(message), fieldsOf(rest));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.target.warn(textOf(message), fieldsOf(rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.target.error(textOf(message), message instanceof Error ? message : undefined, fieldsOf(rest));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}

function fieldsOf(rest: readonly unknown[]): Record<string, unknown> {
  const texts = rest.filter((part) => typeof part === 'string');
  const context = texts.at(-1);
  const stack = texts.length > 1 ? texts[0] : undefined;
  return { ...(context !== undefined && { part: context }), ...(stack !== undefined && { stack }) };
}
