/**
 * Audit: who of the staff changed what, when, and from where. The module is the HTTP face of `libs/audit`; every module writes
 * its own rows, in the transaction of the change.
 *
 * Invariants: rows are never changed, only forgotten after the time that a setting says; they hold neither secrets nor
 * personal data.
 */
export { AUDIT_ENTRIES } from './audit-entries.table';
export { AuditModule } from './audit.module';
