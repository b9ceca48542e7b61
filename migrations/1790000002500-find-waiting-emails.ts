import type { MigrationInterface, QueryRunner } from 'typeorm';

/** After an outage mails wait by the hundred thousand: those under way, and those of one state, are found without reading the rest. */
export class FindWaitingEmails1790000002500 implements MigrationInterface {
  name = 'FindWaitingEmails1790000002500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index email_messages_claimed on email_messages (claimed_until)
        where state = 'waiting' and claimed_until is not null`);
    await runner.query(`create index email_messages_waiting on email_messages (id) where state = 'waiting'`);
    await runner.query(`create index email_messages_failed on email_messages (id) where state = 'failed'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['claimed', 'waiting', 'failed']) await runner.query(`drop index email_messages_${name}`);
  }
}
