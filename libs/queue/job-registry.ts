import type { JobDefinition, JobHandler } from './job-definition';

/** A job as the registry keeps it: the type of its data is known only where it was defined. */
export type AnyJob = JobDefinition<object>;
export type AnyHandler = JobHandler<object>;

/** Which jobs there are and who handles them. Faults are collected, so that one boot shows them all. */
export class JobRegistry {
  private readonly jobs = new Map<string, AnyJob>();
  private readonly handlers = new Map<string, AnyHandler>();
  private readonly faults: string[] = [];

  declare(job: AnyJob): void {
    const known = this.jobs.get(job.queue);
    if (known === undefined) this.jobs.set(job.queue, job);
    else if (known !== job) {
      this.faults.push(`queue "${job.queue}" is claimed by the jobs "${known.name}" and "${job.name}"`);
    }
  }

  handle(job: AnyJob, handler: AnyHandler): void {
    if (this.handlers.has(job.queue)) this.faults.push(`job "${job.name}" has two handlers`);
    else this.handlers.set(job.queue, handler);
    if (!this.jobs.has(job.queue)) this.faults.push(`job "${job.name}" has a handler, but no module declares it`);
  }

  /** The declared job of a queue; a name that nobody declared is a mistake in the code that asks. */
  job(queue: string): AnyJob {
    const job = this.jobs.get(queue);
    if (job === undefined) throw new Error(`No job is declared for queue "${queue}"`);
    return job;
  }

  /** Every job with its handler. Throws one error that names each job without a handler, with two, or undeclared. */
  bound(): { readonly job: AnyJob; readonly handler: AnyHandler }[] {
    const faults = [...this.faults];
    const bound: { job: AnyJob; handler: AnyHandler }[] = [];
    for (const job of this.jobs.values()) {
      const handler = this.handlers.get(job.queue);
      if (handler === undefined) faults.push(`job "${job.name}" has no handler`);
      else bound.push({ job, handler });
    }
    if (faults.length > 0) throw new Error(`Jobs and handlers do not match: ${faults.join('; ')}`);
    return bound;
  }
}
