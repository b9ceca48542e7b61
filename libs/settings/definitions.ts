import { isMailAddress, isMailServerUrl } from '#lib/mail';
import { AllowList } from '#lib/outbound';
import { adminOnly, decimal, integer, text, toggle } from './field';
import { REMEDIATION } from './remediation-definitions';
import { RETENTION } from './retention-definitions';

const concurrency = (stage: string, fallback: number) =>
  integer({
    default: fallback,
    min: 1,
    max: 64,
    unit: 'jobs',
    about: `Jobs of the ${stage} stage that one process runs at once`,
  });

/** Every setting that can be changed while the system runs. On the wire and in the table the names are snake_case. */
export const DEFINITIONS = {
  intake: {
    maxFlights: integer({
      default: 2,
      min: 1,
      max: 8,
      unit: 'flights',
      about: 'Batches of new orders that one process commits at the same time',
    }),
    batchSize: integer({
      default: 256,
      min: 1,
      max: 256,
      unit: 'orders',
      about: 'The most orders that one batch carries',
    }),
    queueLimit: integer({
      default: 4096,
      min: 64,
      max: 65_536,
      unit: 'orders',
      about: 'Orders that may wait for a batch; more are turned away with 503',
    }),
    redisClaim: toggle({
      default: true,
      about: 'Claim idempotency keys in Redis first, which spares a round trip when two processes get one key',
    }),
    waitMs: integer({
      default: 1000,
      min: 0,
      max: 5000,
      unit: 'ms',
      about: 'How long a repeated key waits for the outcome of the first request before 409',
    }),
  },
  payment: {
    awaitingExpiryH: integer({
      default: 24,
      min: 1,
      max: 720,
      unit: 'h',
      about: 'How long an order waits for funds before it expires',
    }),
  },
  pipeline: {
    attemptsBeforeBisect: integer({
      default: 3,
      min: 1,
      max: 20,
      unit: 'dispatches',
      about: 'Dispatches of a batch that did not end before it is split',
    }),
    stageDeadlineMs: integer({
      default: 3000,
      min: 500,
      max: 60_000,
      unit: 'ms',
      about: 'After this long a dispatched batch counts as lost and is dispatched again',
    }),
    relayPollMs: integer({
      default: 75,
      min: 10,
      max: 5000,
      unit: 'ms',
      about: 'How often the relay looks for due work when nothing wakes it',
    }),
    paymentConcurrency: concurrency('payment', 2),
    fulfilmentConcurrency: concurrency('fulfilment', 2),
    dispatchConcurrency: concurrency('dispatch', 2),
    expiryConcurrency: concurrency('expiry', 1),
  },
  routing: {
    handlingS: integer({
      default: 1800,
      min: 0,
      max: 172_800,
      unit: 's',
      about: 'From the waybill until the parcel is ready to depart',
    }),
    lastMileSpeedMps: decimal({
      default: 5,
      min: 0.5,
      max: 40,
      unit: 'm/s',
      about: 'Average speed from the delivery station to the door',
    }),
  },
  transport: {
    horizonH: integer({
      default: 48,
      min: 12,
      max: 336,
      unit: 'h',
      about: 'How far ahead departures are made from the timetables',
    }),
    minTransferS: integer({
      default: 1800,
      min: 0,
      max: 86_400,
      unit: 's',
      about: 'The least time between arriving at a hub and departing from it',
    }),
  },
  gateway: {
    ratePerS: integer({
      default: 1000,
      min: 1,
      max: 100_000,
      unit: 'requests/s',
      about: 'Sustained rate of a client that has no limit of its own',
    }),
    burst: integer({
      default: 2000,
      min: 1,
      max: 200_000,
      unit: 'requests',
      about: 'Requests that such a client may send at once after a pause',
    }),
  },
  retention: RETENTION,
  webhooks: {
    concurrency: integer({
      default: 64,
      min: 1,
      max: 512,
      unit: 'requests',
      about: 'Webhook messages that one process sends at the same time',
    }),
    endpointConcurrency: integer({
      default: 8,
      min: 1,
      max: 16,
      unit: 'requests',
      about: 'Webhook messages that are sent to one endpoint at the same time; to one that failed twice in a row, one',
    }),
    pollMs: integer({
      default: 100,
      min: 10,
      max: 5000,
      unit: 'ms',
      about: 'How often events and due webhook messages are looked for when nothing wakes the process',
    }),
    leaseS: integer({
      default: 10,
      min: 6,
      max: 300,
      unit: 's',
      about: 'After this long a message whose sender has died is sent again',
    }),
    allowHttp: adminOnly(toggle({ default: false, about: 'Let webhook endpoints be called without TLS' })),
    allowList: adminOnly(
      text({
        default: '',
        maxLength: 1000,
        unit: 'host names, addresses and networks, separated by commas',
        about: 'Webhook endpoints that may be called although they are not public, at any port and without TLS',
        isValid: (value) => AllowList.parse(value) !== undefined,
      }),
    ),
  },
  email: {
    enabled: adminOnly(
      toggle({
        default: false,
        about: 'Tell recipients of their parcels by e-mail, as their merchants’ templates say',
      }),
    ),
    server: adminOnly(
      text({
        default: '',
        maxLength: 300,
        unit: 'smtp://user@host:port or smtps:, without the password, which is LINEHAUL_SMTP_PASSWORD',
        about: 'The server that takes e-mails to recipients',
        isValid: (value) => value === '' || isMailServerUrl(value),
      }),
    ),
    sender: adminOnly(
      text({
        default: '',
        maxLength: 254,
        unit: 'a mail address',
        about: 'The address that e-mails to recipients come from; their name is the merchant’s',
        isValid: (value) => value === '' || isMailAddress(value),
      }),
    ),
    concurrency: integer({
      default: 4,
      min: 1,
      max: 64,
      unit: 'connections',
      about: 'E-mails that all processes together hand to the server at the same time; one while it is in trouble',
    }),
    pollMs: integer({
      default: 500,
      min: 10,
      max: 10_000,
      unit: 'ms',
      about: 'How often events and due e-mails are looked for',
    }),
  },
  http: {
    shedAboveMs: integer({
      default: 400,
      min: 20,
      max: 5000,
      unit: 'ms',
      about:
        'How long a new order may wait to begin before it is refused with 503; other requests wait five times as long',
    }),
    accessLogSampleAbove: integer({
      default: 500,
      min: 0,
      max: 1_000_000,
      unit: 'lines/s',
      about: 'Access log lines per second and process; beyond it only faults are written',
    }),
  },
  monitoring: {
    latencyP99Ms: integer({
      default: 500,
      min: 10,
      max: 60_000,
      unit: 'ms',
      about: 'The 99th percentile of the requests of a process above which, for two minutes, people are told',
    }),
    stageAgeS: integer({
      default: 30,
      min: 1,
      max: 86_400,
      unit: 's',
      about: 'How long the oldest work of a stage may be due before people are told',
    }),
    cpuPercent: integer({
      default: 80,
      min: 10,
      max: 1000,
      unit: '% of a core',
      about: 'The use of a process above which, for two minutes, more replicas are advised',
    }),
    invariantsEveryS: integer({
      default: 60,
      min: 2,
      max: 3600,
      unit: 's',
      about: 'How often it is looked whether everything adds up',
    }),
  },
  remediation: REMEDIATION,
};
