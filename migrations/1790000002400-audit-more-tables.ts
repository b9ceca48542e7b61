import type { MigrationInterface, QueryRunner } from 'typeorm';
import { triggerOn, type Audited } from './1790000002110-create-audit';

/** What people change besides: templates of e-mail, actions of remediation, actions on many orders. */
const AUDITED: readonly Audited[] = [
  { table: 'email_templates', resource: 'email_template' },
  { table: 'remediation_runs', resource: 'remediation_run', on: 'insert' },
  { table: 'bulk_actions', resource: 'bulk_action', on: 'insert' },
];

export class AuditMoreTables1790000002400 implements MigrationInterface {
  name = 'AuditMoreTables1790000002400';

  async up(runner: QueryRunner): Promise<void> {
    for (const audited of AUDITED) await runner.query(triggerOn(audited));
    // Its orders are told one by one as well, by whichever process works on them.
    await runner.query(`alter table bulk_actions add column command jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table bulk_actions drop column command`);
    for (const { table } of AUDITED) await runner.query(`drop trigger audit on ${table}`);
  }
}
