import { type Queryable, statement, type Tx } from '#lib/database';
import { Injectable } from '@nestjs/common';
import type { Channel, ChannelKind, ChannelTarget } from '../domain/channel';

const COLUMNS = 'id, name, kind, target, secret, topics, least_severity, active, version, created_at';

const ALL = statement('monitoring.channels', `select ${COLUMNS} from alert_channels order by id`);
const ONE = statement('monitoring.channel', `select ${COLUMNS} from alert_channels where id = $1`);
const LOCK = statement('monitoring.lock-channel', `select ${COLUMNS} from alert_channels where id = $1 for update`);
const LIST = statement(
  'monitoring.list-channels',
  `select ${COLUMNS} from alert_channels where ($1::uuid is null or id > $1) order by id limit $2`,
);
const INSERT = statement(
  'monitoring.insert-channel',
  `insert into alert_channels (${COLUMNS}) values ($1, $2, $3, $4::jsonb, $5, $6::text[], $7, $8, $9, $10)
   on conflict (name) do nothing`,
);
const UPDATE = statement(
  'monitoring.update-channel',
  `update alert_channels set target = $2::jsonb, secret = $3, topics = $4::text[], least_severity = $5, active = $6, version = $7
   where id = $1`,
);
const DELETE = statement('monitoring.delete-channel', `delete from alert_channels where id = $1`);

/** The ways to reach people. There are a handful. */
@Injectable()
export class ChannelRepository {
  async all(db: Queryable): Promise<Channel[]> {
    return (await db.query<Row>(ALL)).map(toChannel);
  }

  async list(db: Queryable, after: string | undefined, limit: number): Promise<Channel[]> {
    return (await db.query<Row>(LIST, [after ?? null, limit])).map(toChannel);
  }

  async find(db: Queryable, id: string): Promise<Channel | undefined> {
    const [row] = await db.query<Row>(ONE, [id]);
    return row && toChannel(row);
  }

  async lock(tx: Tx, id: string): Promise<Channel | undefined> {
    const [row] = await tx.query<Row>(LOCK, [id]);
    return row && toChannel(row);
  }

  /** False when the name is taken. */
  async insert(tx: Tx, channel: Channel): Promise<boolean> {
    const { id, name, kind, target, secret, topics, leastSeverity, active, version, createdAt } = channel;
    const values = [id, name, kind, JSON.stringify(target), secret, topics, leastSeverity, active, version, createdAt];
    return (await tx.execute(INSERT, values)) === 1;
  }

  update(tx: Tx, { id, target, secret, topics, leastSeverity, active, version }: Channel): void {
    tx.send(UPDATE, [id, JSON.stringify(target), secret, topics, leastSeverity, active, version]);
  }

  remove(tx: Tx, id: string): void {
    tx.send(DELETE, [id]);
  }
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly target: ChannelTarget;
  readonly secret: string | null;
  readonly topics: Channel['topics'];
  readonly least_severity: Channel['leastSeverity'];
  readonly active: boolean;
  readonly version: number;
  readonly created_at: Date;
}

function toChannel({ least_severity: leastSeverity, created_at: createdAt, ...same }: Row): Channel {
  return { ...same, leastSeverity, createdAt };
}
