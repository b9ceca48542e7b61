import { Injectable } from '@nestjs/common';
import { statement, type Queryable, type Tx } from '#lib/database';
import type { TaskEvent } from '../domain/task';

const INSERT = statement(
  'delivery.insert-proof',
  `insert into delivery_proofs
     (order_id, event_id, recipient_name, signature_ref, photo_ref, one_time_code, lat, lng, occurred_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (order_id) do nothing`,
);

const FIND = statement(
  'delivery.find-proof',
  `select recipient_name as "recipientName", signature_ref as "signatureRef", photo_ref as "photoRef", lat, lng,
          occurred_at as "occurredAt"
     from delivery_proofs where order_id = $1`,
);

/** What was kept when a parcel was handed over. The one-time code is kept too, but shown to nobody. */
export interface StoredProof {
  readonly recipientName: string;
  readonly signatureRef: string | null;
  readonly photoRef: string | null;
  readonly lat: number | null;
  readonly lng: number | null;
  readonly occurredAt: Date;
}

@Injectable()
export class ProofRepository {
  /** The first proof of an order stands. */
  async insert(tx: Tx, orderId: string, event: TaskEvent): Promise<void> {
    const { proof, position } = event;
    if (proof === undefined) return;
    await tx.execute(INSERT, [
      orderId,
      event.eventId,
      proof.recipientName,
      proof.signatureRef ?? null,
      proof.photoRef ?? null,
      proof.oneTimeCode ?? null,
      position?.lat ?? null,
      position?.lng ?? null,
      event.occurredAt,
    ]);
  }

  async find(db: Queryable, orderId: string): Promise<StoredProof | undefined> {
    return (await db.query<StoredProof>(FIND, [orderId]))[0];
  }
}
