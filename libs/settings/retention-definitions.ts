import { integer } from './field';

/** How long what is of use for a time only is kept. */
export const RETENTION = {
  idempotencyKeysH: integer({
    default: 25,
    min: 25,
    max: 720,
    unit: 'h',
    about: 'How long an idempotency key answers repetitions; 24 h are promised, the hour more is for differing clocks',
  }),
  eventFeedH: integer({
    default: 168,
    min: 24,
    max: 2160,
    unit: 'h',
    about: 'How long an entry of the event feed can be read by consumers that were away',
  }),
  deliveryReportsH: integer({
    default: 720,
    min: 168,
    max: 8760,
    unit: 'h',
    about: 'How long a scan or a report of a courier that is sent again is known to be a repetition',
  }),
  auditH: integer({
    default: 17_520,
    min: 720,
    max: 87_600,
    unit: 'h',
    about: 'How long it can be looked up who changed what',
  }),
  sessionsH: integer({
    default: 720,
    min: 24,
    max: 8760,
    unit: 'h',
    about: 'How long a session of the console that is over is kept, and with it from where its user logged in',
  }),
  webhookMessagesH: integer({
    default: 720,
    min: 168,
    max: 8760,
    unit: 'h',
    about: 'How long a webhook message can be looked up and sent again; one that still waits is given up then',
  }),
  emailMessagesH: integer({
    default: 720,
    min: 168,
    max: 8760,
    unit: 'h',
    about: 'How long it can be looked up that a recipient was told of a status, and is not told again',
  }),
  bulkActionsH: integer({
    default: 168,
    min: 24,
    max: 8760,
    unit: 'h',
    about: 'How long the outcome of a bulk action can be looked up, counted from its end',
  }),
};
