import { CreatePipeline1790000000100 } from './1790000000100-create-pipeline';
import { CreateSettings1790000000200 } from './1790000000200-create-settings';
import { CreateIdempotency1790000000300 } from './1790000000300-create-idempotency';
import { CreateGateway1790000000400 } from './1790000000400-create-gateway';
import { CreateOrders1790000000500 } from './1790000000500-create-orders';
import { CreatePayment1790000000600 } from './1790000000600-create-payment';
import { CreateWarehouse1790000000700 } from './1790000000700-create-warehouse';
import { CreateWaybill1790000000800 } from './1790000000800-create-waybill';
import { CreateRouting1790000000900 } from './1790000000900-create-routing';
import { CreateTransport1790000001000 } from './1790000001000-create-transport';
import { CreateDispatch1790000001100 } from './1790000001100-create-dispatch';
import { CreateDelivery1790000001200 } from './1790000001200-create-delivery';
import { SweepAgeingTables1790000001300 } from './1790000001300-sweep-ageing-tables';
import { CountOrdersOfWork1790000001310 } from './1790000001310-count-orders-of-work';
import { DropCourierSkills1790000001400 } from './1790000001400-drop-courier-skills';
import { HandTasksOver1790000001500 } from './1790000001500-hand-tasks-over';
import { LeaveOrdersRoom1790000001600 } from './1790000001600-leave-orders-room';
import { CreateNotification1790000001700 } from './1790000001700-create-notification';
import { CreateMonitoring1790000001800 } from './1790000001800-create-monitoring';
import { CreateRemediation1790000001900 } from './1790000001900-create-remediation';
import { CreateRecipientMail1790000002000 } from './1790000002000-create-recipient-mail';
import { CreateUsers1790000002100 } from './1790000002100-create-users';
import { CreateAudit1790000002110 } from './1790000002110-create-audit';
import { CreateSavedViews1790000002120 } from './1790000002120-create-saved-views';
import { ServeOperators1790000002200 } from './1790000002200-serve-operators';
import { TraceWebhooks1790000002300 } from './1790000002300-trace-webhooks';
import { AuditMoreTables1790000002400 } from './1790000002400-audit-more-tables';
import { FindWaitingEmails1790000002500 } from './1790000002500-find-waiting-emails';

/** Every migration, oldest first. Listed by hand, so that a build, a bundle and a test run the same ones. */
export const MIGRATIONS = [
  CreatePipeline1790000000100,
  CreateSettings1790000000200,
  CreateIdempotency1790000000300,
  CreateGateway1790000000400,
  CreateOrders1790000000500,
  CreatePayment1790000000600,
  CreateWarehouse1790000000700,
  CreateWaybill1790000000800,
  CreateRouting1790000000900,
  CreateTransport1790000001000,
  CreateDispatch1790000001100,
  CreateDelivery1790000001200,
  SweepAgeingTables1790000001300,
  CountOrdersOfWork1790000001310,
  DropCourierSkills1790000001400,
  HandTasksOver1790000001500,
  LeaveOrdersRoom1790000001600,
  CreateNotification1790000001700,
  CreateMonitoring1790000001800,
  CreateRemediation1790000001900,
  CreateRecipientMail1790000002000,
  CreateUsers1790000002100,
  CreateAudit1790000002110,
  CreateSavedViews1790000002120,
  ServeOperators1790000002200,
  TraceWebhooks1790000002300,
  AuditMoreTables1790000002400,
  FindWaitingEmails1790000002500,
];
