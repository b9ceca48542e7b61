import { actorName, CLOCK, DomainError, traceMark, uuidv7, type Clock, type Context } from '#lib/kernel';
import { VersionWatch, type FlightClass } from '#lib/database';
import { ReplayedRefusal } from '#lib/idempotency';
import { GatewayFacade } from '#module/gateway';
import { RoutingFacade } from '#module/routing';
import { WarehouseFacade } from '#module/warehouse';
import { Inject, Injectable } from '@nestjs/common';
import type { Order, OrderRequest } from '../domain/order';
import { orderFingerprint } from '../intake/order-fingerprint';
import { placedOrder } from '../domain/placed-order';
import { OrderIntake, type IntakeOutcome } from '../intake/order-intake';
import type { Placement } from '../intake/placement';

/** One order to place, under the key that makes it one order however often it is sent. */
export interface PlaceOrderCommand {
  readonly idempotencyKey: string;
  readonly request: OrderRequest;
}

/** The order as it was accepted; `replayed` when this key had placed it before. */
export interface PlacedOrder {
  readonly order: Order;
  readonly replayed: boolean;
}

/** Refusals by what is known from memory, which another process may have changed a moment ago. */
const BY_MEMORY: ReadonlySet<string> = new Set([
  'order.no_merchant',
  'order.currency_mismatch',
  'order.unknown_sku',
  'order.unserviceable_address',
]);

/**
 * Intake: decides from memory whether the order can be served, then hands it to the group commit. Resolves after the
 * commit that holds order, key, first event and work row.
 */
@Injectable()
export class PlaceOrders {
  constructor(
    @Inject(OrderIntake) private readonly intake: OrderIntake,
    @Inject(GatewayFacade) private readonly gateway: GatewayFacade,
    @Inject(WarehouseFacade) private readonly warehouse: WarehouseFacade,
    @Inject(RoutingFacade) private readonly routing: RoutingFacade,
    @Inject(VersionWatch) private readonly versions: VersionWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `order.unknown_sku`, `order.unserviceable_address`, `order.currency_mismatch` (422),
   * `order.reference_taken` (409, names the order), `idempotency.*`, `order.intake_full` (503)
   */
  async place(ctx: Context, command: PlaceOrderCommand, flightClass: FlightClass): Promise<PlacedOrder> {
    const placement = this.preparedFromMemory(ctx, command) ?? (await this.preparedAfresh(ctx, command));
    const outcome = await this.intake.place(placement, flightClass);
    return settle(placement, outcome);
  }

  /** Undefined where newer knowledge may decide otherwise. */
  private preparedFromMemory(ctx: Context, command: PlaceOrderCommand): Placement | undefined {
    try {
      return this.prepare(ctx, command);
    } catch (error) {
      if (error instanceof DomainError && BY_MEMORY.has(error.code)) return undefined;
      throw error;
    }
  }

  /** A merchant, a SKU or a zone that was created through another process is known to its clients before it is to us. */
  private async preparedAfresh(ctx: Context, command: PlaceOrderCommand): Promise<Placement> {
    await this.versions.refresh();
    return this.prepare(ctx, command);
  }

  private prepare(ctx: Context, { idempotencyKey, request }: PlaceOrderCommand): Placement {
    const merchant = ctx.merchantId === undefined ? undefined : this.gateway.merchant(ctx.merchantId);
    if (merchant === undefined) {
      throw new DomainError('forbidden', 'order.no_merchant', 'Only a client that belongs to a merchant places orders');
    }
    if (merchant.requireIssuedKeys && !this.gateway.isIssuedKey(merchant.id, idempotencyKey)) {
      const message = 'This merchant accepts only keys issued by POST /v1/idempotency-keys';
      throw new DomainError('invalid_input', 'idempotency.key_not_issued', message, {
        errors: [{ pointer: 'Idempotency-Key', detail: 'was not issued to this merchant' }],
      });
    }
    this.requireKnownSkus(request);
    if (request.payment.currency !== merchant.currency) {
      throw refusal(
        'order.currency_mismatch',
        `The merchant's account is in ${merchant.currency}`,
        '/payment/currency',
      );
    }
    return {
      id: uuidv7(this.clock.now().getTime()),
      merchantId: merchant.id,
      key: idempotencyKey,
      fingerprint: orderFingerprint(request),
      zoneId: this.zoneOf(request),
      actor: actorName(ctx),
      request,
      trace: traceMark(ctx),
    };
  }

  private requireKnownSkus(request: OrderRequest): void {
    const catalog = this.warehouse.catalog();
    request.lines.forEach(({ sku }, index) => {
      if (catalog.weightG(sku) === undefined) {
        throw refusal('order.unknown_sku', `No warehouse knows the SKU ${sku}`, `/lines/${index}/sku`);
      }
    });
  }

  private zoneOf(request: OrderRequest): string {
    const { lat, lng, country } = request.recipient.address;
    const [place] = this.routing.locate([{ lat, lng, country }]);
    if (place === undefined) {
      const message = `No delivery station serves ${lat}, ${lng} in ${country}`;
      throw refusal('order.unserviceable_address', message, '/recipient/address');
    }
    return place.zoneId;
  }
}

function refusal(code: string, message: string, pointer: string): DomainError {
  return new DomainError('refused', code, message, { errors: [{ pointer, detail: message }] });
}

function settle(placement: Placement, outcome: IntakeOutcome): PlacedOrder {
  switch (outcome.kind) {
    case 'created':
    case 'replayed': {
      const order = placedOrder(outcome.orderId, placement.merchantId, placement.zoneId, placement.request);
      return { order, replayed: outcome.kind === 'replayed' };
    }
    case 'reference_taken': {
      const message = `The reference ${placement.request.reference} belongs to order ${outcome.orderId}`;
      const Refusal = outcome.replayed ? ReplayedRefusal : DomainError;
      throw new Refusal('conflict', 'order.reference_taken', message, {
        context: { order_id: outcome.orderId },
        errors: [{ pointer: '/reference', detail: 'is used by another order of this merchant' }],
      });
    }
    case 'key_reused': {
      const message = 'This Idempotency-Key was used for another request; a new request needs a new key';
      throw new DomainError('refused', 'idempotency.key_reused', message);
    }
    case 'contended':
    case 'in_progress': {
      const message = 'The first request with this Idempotency-Key is still running';
      throw new DomainError('conflict', 'idempotency.in_progress', message, { retryAfterS: 1 });
    }
    case 'queue_full':
    case 'unavailable': {
      const message = 'Intake cannot take this order right now; repeat it with the same Idempotency-Key';
      throw new DomainError('overloaded', 'order.intake_full', message, { retryAfterS: 1 });
    }
    case 'failed':
      throw outcome.error;
  }
}
