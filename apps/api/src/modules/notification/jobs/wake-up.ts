import { Injectable } from '@nestjs/common';

/** Wakes this process's senders when it has written messages. Others find them at their next look. */
@Injectable()
export class WakeUp {
  private readonly listeners: (() => void)[] = [];

  on(listener: () => void): void {
    this.listeners.push(listener);
  }

  messagesWritten(): void {
    for (const listener of this.listeners) listener();
  }
}
