import type { Askable, Order, Report } from './protocol';

export type Answer = Extract<Report, { type: 'answer' }>;

/** What a child is asked; `accept` as in HTTP. */
export interface Question {
  readonly path: Askable;
  readonly accept?: string | undefined;
}

/** What was asked of children and is not answered yet. A child that is silent costs its asker a bounded wait. */
export class Questions {
  private readonly open = new Map<number, (answer: Answer | undefined) => void>();
  private nextId = 1;

  constructor(private readonly timeoutMs: number) {}

  /** The child's answer; undefined when none came in time. */
  ask(question: Question, send: (order: Order) => void): Promise<Answer | undefined> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      const settle = (answer: Answer | undefined): void => {
        clearTimeout(late);
        this.open.delete(id);
        resolve(answer);
      };
      const late = setTimeout(settle, this.timeoutMs, undefined);
      this.open.set(id, settle);
      send({ type: 'ask', id, ...question });
    });
  }

  answered(answer: Answer): void {
    this.open.get(answer.id)?.(answer);
  }
}
