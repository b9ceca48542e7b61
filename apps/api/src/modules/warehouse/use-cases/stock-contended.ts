/**
 * Others took or hold the stock that this transaction was about to take, and waiting for it here could deadlock. Carries
 * the SQLSTATE of a serialization failure, which it is: `Database.transaction` runs the transaction again.
 */
export class StockContended extends Error {
  override readonly name = 'StockContended';
  readonly code = '40001';

  constructor(orders: number) {
    super(`The stock of ${orders} orders changed hands while it was being reserved`);
  }
}
