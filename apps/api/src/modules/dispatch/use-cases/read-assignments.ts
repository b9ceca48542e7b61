import { Database } from '#lib/database';
import { type Context, DomainError } from '#lib/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Assignment } from '../domain/assignment';
import { AssignmentRepository } from '../persistence/assignment.repository';

/** Active assignments, to look at. What was before stands in the order's events. */
@Injectable()
export class ReadAssignments {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AssignmentRepository) private readonly assignments: AssignmentRepository,
  ) {}

  /** @throws DomainError `dispatch.assignment_not_found` */
  async one(ctx: Context, orderId: string): Promise<Assignment> {
    const [assignment] = await this.assignments.find(this.database.statements(ctx), [orderId]);
    if (assignment !== undefined) return assignment;
    throw new DomainError('not_found', 'dispatch.assignment_not_found', `Order ${orderId} has no courier at present`);
  }

  /** Up to `limit` + 1, by order id. */
  async list(
    ctx: Context,
    filter: { courierId?: string; orderId?: string; afterOrderId?: string; limit: number },
  ): Promise<Assignment[]> {
    const db = this.database.statements(ctx);
    const { orderId, courierId, afterOrderId } = filter;
    if (orderId === undefined) return this.assignments.list(db, { ...filter, limit: filter.limit + 1 });
    const found = await this.assignments.find(db, [orderId]);
    return found.filter(
      (one) =>
        (courierId === undefined || one.courierId === courierId) &&
        (afterOrderId === undefined || one.orderId > afterOrderId),
    );
  }
}
