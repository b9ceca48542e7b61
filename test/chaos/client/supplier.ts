import type { FollowUp } from './follow-up';
import type { Supply } from './history';
import type { SenderParts } from './order-sender';

const EVERY_MS = 1_500;
const TOP_UP_MINOR = 30_000;

/** The operator: brings a little of what is scarce now and then, so that waiting orders wake up in the middle of faults. */
export class Supplier {
  private serial = 0;

  constructor(
    private readonly parts: Omit<SenderParts, 'onPlaced'>,
    private readonly followUp: FollowUp,
  ) {}

  start(): () => void {
    const timer = setInterval(() => this.parts.errands.now(() => this.bring()), EVERY_MS);
    return () => clearInterval(timer);
  }

  private async bring(): Promise<void> {
    const { history, plan } = this.parts;
    const supply = this.nextSupply();
    history.note({ do: 'supply_sent', at: Date.now(), supply });
    await history.synced();
    const { path, body } = this.requestOf(supply);
    const request = { method: 'POST', path, body, idempotencyKey: supply.key } as const;
    const answer = await this.followUp.insist(plan.world.operator, request);
    if (answer === undefined) return;
    history.note({ do: 'supply_answered', at: Date.now(), key: supply.key, status: answer.status });
  }

  private nextSupply(): Supply {
    const { random, plan } = this.parts;
    const serial = ++this.serial;
    const key = `s-${plan.seed}-${serial}`;
    const { merchants, poorMerchants, scarceSkus } = plan.world;
    if (serial % 2 === 0) {
      const poor = random.pick(merchants.slice(-poorMerchants));
      return { key, kind: 'top_up', to: poor.merchantId, amount: TOP_UP_MINOR + serial };
    }
    return { key, kind: 'receipt', to: random.pick(scarceSkus), amount: serial };
  }

  private requestOf({ kind, to, amount }: Supply): { path: string; body: object } {
    const { currency, warehouseId } = this.parts.plan.world;
    if (kind === 'top_up') return { path: `/v1/accounts/${to}/top-ups`, body: { amount_minor: amount, currency } };
    const lines = [{ sku: to, quantity: amount }];
    return { path: '/v1/stock/receipts', body: { warehouse_id: warehouseId, reason: 'supply', lines } };
  }
}
