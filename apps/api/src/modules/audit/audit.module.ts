import { Module } from '@nestjs/common';
import { AuditController } from './http/audit.controller';
import { ReadAudit } from './use-cases/read-audit';

/** Needs the global `Database` and `GatewayFacade`. */
@Module({ controllers: [AuditController], providers: [ReadAudit] })
export class AuditModule {}
