import { Ctx, Endpoint, endpoint, type HttpReply, Input, type InputOf, itemProblem, reply, validate } from '#lib/http';
import { type Context, DomainError } from '#lib/kernel';
import { Controller, Inject, Post } from '@nestjs/common';
import type { Scan } from '../domain/scan';
import { refusalOf } from '../use-cases/delivery-refusals';
import { RecordScans, type ScanOutcome } from '../use-cases/record-scans';
import { receiptView } from './receipt.dto';
import { ScanBatch, ScanItem, scanOf, ScanResults } from './scan.dto';

const reportScans = endpoint({
  tag: 'scans',
  summary: 'Report up to 500 scans',
  description:
    'Each scan gets its own result, in order; a bad one does not touch its neighbours. A scan that was reported before (same event_id) changes nothing and is answered as then. Late scans are kept, but never move a parcel back.',
  auth: { roles: ['scanner', 'operator'] },
  body: ScanBatch,
  success: { status: 200, body: ScanResults },
  example: [
    {
      event_id: '0199f0c2-6d0c-7f0e-9a51-1f0b7a3f6f5e',
      waybill: 'LH000000000001X',
      code: 'arrived',
      facility_id: '0199f0c2-0000-7000-8000-000000000001',
      occurred_at: '2026-11-23T06:00:00Z',
    },
  ],
});

/** Where a problem of one item is said to have happened. */
const PATH = '/v1/scans';

@Controller('v1/scans')
export class ScansController {
  constructor(@Inject(RecordScans) private readonly recordScans: RecordScans) {}

  @Post()
  @Endpoint(reportScans)
  async record(@Ctx() ctx: Context, @Input() input: InputOf<typeof reportScans>): Promise<HttpReply> {
    const items = input.body.map(readItem);
    const scans = items.filter((item): item is Scan => !(item instanceof DomainError));
    const outcomes = await this.recordScans.execute(ctx, scans);
    const outcomeOf = new Map(scans.map((scan, index) => [scan, outcomes[index]]));
    return reply.ok({
      data: items.map((item) => resultView(ctx, item instanceof DomainError ? item : outcomeOf.get(item))),
    });
  }
}

function readItem(item: unknown): Scan | DomainError {
  const result = validate(ScanItem, item);
  if (result.ok) return scanOf(result.value);
  return new DomainError('invalid_input', 'request.invalid', 'The scan is not valid', { errors: result.errors });
}

function resultView(ctx: Context, outcome: ScanOutcome | undefined): object {
  if (outcome !== undefined && !(outcome instanceof DomainError) && outcome.kind === 'accepted') {
    const scan = receiptView(outcome.receipt);
    return outcome.replayed ? { status: 200, scan, replayed: true } : { status: 200, scan };
  }
  const error = outcome === undefined || outcome instanceof DomainError ? outcome : refusalOf(outcome);
  const { status, problem } = itemProblem(error, ctx, PATH);
  return { status, problem };
}
