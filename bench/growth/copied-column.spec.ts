import { describe, expect, it } from 'vitest';
import { copyStatement } from './copied-column';

const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('copyStatement', () => {
  it('gives every row the new order, and leaves alone what does not name it', () => {
    expect(flat(copyStatement('order_events', ['order_id', 'sequence']))).toBe(
      'insert into "order_events" ("order_id", "sequence") select c.id, o."sequence" from copies c join sample_order_events o on o."order_id" = c.old_id order by c.n',
    );
  });

  it('makes anew what must be unique', () => {
    expect(copyStatement('orders', ['id', 'reference', 'status'])).toContain(`c.id, 'copy-' || c.n, o."status"`);
    expect(copyStatement('idempotency_keys', ['key', 'resource_id'])).toContain('o."resource_id" = c.old_id');
  });
});
