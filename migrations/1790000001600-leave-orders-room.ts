import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Room in a page for every order of it to move three times, which is what a flight's orders do together and before any of
 * their old versions can be swept: then no move writes index entries (HOT). With less than half of a page free two thirds of the moves
 * went to other pages, which took as much space, two thirds more WAL and a third more time.
 */
export class LeaveOrdersRoom1790000001600 implements MigrationInterface {
  readonly name = 'LeaveOrdersRoom1790000001600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table orders set (fillfactor = 35)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table orders set (fillfactor = 70)`);
  }
}
