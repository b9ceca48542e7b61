import AltRouteIcon from '@mui/icons-material/AltRoute';
import CampaignIcon from '@mui/icons-material/Campaign';
import CategoryIcon from '@mui/icons-material/Category';
import DashboardIcon from '@mui/icons-material/Dashboard';
import DeliveryDiningIcon from '@mui/icons-material/DeliveryDining';
import DepartureBoardIcon from '@mui/icons-material/DepartureBoard';
import GroupIcon from '@mui/icons-material/Group';
import HistoryIcon from '@mui/icons-material/History';
import HubIcon from '@mui/icons-material/Hub';
import KeyIcon from '@mui/icons-material/Key';
import LocalShippingIcon from '@mui/icons-material/LocalShipping';
import MailIcon from '@mui/icons-material/MailOutlined';
import MapIcon from '@mui/icons-material/Map';
import NotificationsActiveIcon from '@mui/icons-material/NotificationsActive';
import PlaceIcon from '@mui/icons-material/Place';
import ReceiptLongIcon from '@mui/icons-material/ReceiptLong';
import ReportIcon from '@mui/icons-material/Report';
import QueueIcon from '@mui/icons-material/Queue';
import ScheduleIcon from '@mui/icons-material/Schedule';
import StorefrontIcon from '@mui/icons-material/Storefront';
import TuneIcon from '@mui/icons-material/Tune';
import WarehouseIcon from '@mui/icons-material/Warehouse';
import WebhookIcon from '@mui/icons-material/Webhook';
import { lazy } from 'react';
import type { Area } from './layout/area';
import { kitPages } from './resource-kit/kit-pages';

/** Every area of the console, in the order of the menu. Pages are loaded when somebody opens them. */
export const AREAS: readonly Area[] = [
  {
    name: 'overview',
    path: '/',
    group: 'operate',
    icon: DashboardIcon,
    page: lazy(() => import('./overview/overview-page')),
  },
  {
    resource: 'orders',
    group: 'operate',
    icon: ReceiptLongIcon,
    list: lazy(() => import('./orders/order-list')),
    show: lazy(() => import('./orders/order-page')),
  },
  {
    name: 'dispatch',
    path: '/dispatch',
    group: 'operate',
    icon: DeliveryDiningIcon,
    page: lazy(() => import('./dispatch/dispatch-page')),
  },
  {
    name: 'queues',
    path: '/queues',
    group: 'operate',
    icon: QueueIcon,
    page: lazy(() => import('./queues/queues-page')),
  },
  {
    resource: 'incidents',
    group: 'operate',
    icon: ReportIcon,
    list: lazy(() => import('./alerts/incident-list')),
    show: lazy(() => import('./alerts/incident-page')),
  },
  {
    resource: 'alerts',
    group: 'operate',
    icon: NotificationsActiveIcon,
    list: lazy(() => import('./alerts/alert-list')),
  },
  {
    name: 'network',
    path: '/network',
    group: 'network',
    icon: MapIcon,
    page: lazy(() => import('./network/network-page')),
  },
  {
    resource: 'facilities',
    group: 'network',
    icon: PlaceIcon,
    ...kitPages(async () => (await import('./resources/facilities.definition')).facilities),
  },
  {
    resource: 'links',
    group: 'network',
    icon: AltRouteIcon,
    ...kitPages(async () => (await import('./resources/links.definition')).links),
  },
  {
    resource: 'zones',
    group: 'network',
    icon: HubIcon,
    ...kitPages(async () => (await import('./resources/zones.definition')).zones),
  },
  {
    resource: 'timetables',
    group: 'network',
    icon: ScheduleIcon,
    ...kitPages(async () => (await import('./resources/timetables.definition')).timetables),
  },
  {
    resource: 'trips',
    group: 'network',
    icon: DepartureBoardIcon,
    ...readOnly(kitPages(async () => (await import('./resources/trips.definition')).trips)),
  },
  {
    resource: 'couriers',
    group: 'people',
    icon: LocalShippingIcon,
    ...kitPages(async () => (await import('./resources/couriers.definition')).couriers, {
      show: () => import('./resources/courier-shifts'),
    }),
  },
  {
    resource: 'warehouses',
    group: 'people',
    icon: WarehouseIcon,
    ...kitPages(async () => (await import('./resources/warehouses.definition')).warehouses, {
      show: () => import('./resources/warehouse-stock'),
    }),
  },
  {
    resource: 'skus',
    group: 'people',
    icon: CategoryIcon,
    ...kitPages(async () => (await import('./resources/skus.definition')).skus),
  },
  {
    resource: 'merchants',
    group: 'people',
    icon: StorefrontIcon,
    ...kitPages(async () => (await import('./resources/merchants.definition')).merchants, {
      show: () => import('./resources/merchant-account'),
    }),
  },
  {
    resource: 'webhook-endpoints',
    group: 'system',
    icon: WebhookIcon,
    list: lazy(() => import('./webhooks/webhook-list')),
    show: lazy(() => import('./webhooks/webhook-page')),
  },
  {
    resource: 'email-templates',
    group: 'system',
    icon: MailIcon,
    ...kitPages(async () => (await import('./resources/email-templates.definition')).emailTemplates, {
      show: () => import('./mail/mail-preview'),
    }),
  },
  {
    name: 'settings',
    path: '/settings',
    group: 'system',
    icon: TuneIcon,
    page: lazy(() => import('./settings/settings-page')),
  },
  {
    resource: 'channels',
    group: 'system',
    icon: CampaignIcon,
    ...kitPages(async () => (await import('./resources/channels.definition')).channels),
  },
  {
    resource: 'clients',
    group: 'system',
    icon: KeyIcon,
    ...kitPages(async () => (await import('./resources/clients.definition')).clients, {
      show: () => import('./resources/client-access'),
    }),
  },
  {
    resource: 'users',
    group: 'system',
    icon: GroupIcon,
    ...kitPages(async () => (await import('./resources/users.definition')).users, {
      show: () => import('./resources/user-access'),
    }),
  },
  {
    resource: 'audit',
    group: 'system',
    icon: HistoryIcon,
    list: lazy(() => import('./audit/audit-list')),
  },
];

/** Without the pages that change: trips follow their timetables. */
function readOnly({ list, show }: ReturnType<typeof kitPages>) {
  return { list, show };
}
