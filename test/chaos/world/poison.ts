import { Client } from 'pg';
import { POISON } from '../client/deck';

/**
 * Orders whose waybill the database refuses with a fault of their data: what fails with them must be split until each
 * stands alone, and nobody else may suffer.
 */
const TRIGGER = `
  create function live.refuse_poison() returns trigger language plpgsql as $$
    begin
      perform from live.orders where id = new.order_id and reference like '${POISON}%';
      if found then raise exception 'poisoned' using errcode = '22023'; end if;
      return new;
    end $$;
  create trigger refuse_poison before insert on live.waybills for each row execute function live.refuse_poison()`;

export async function layPoison(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(TRIGGER);
  } finally {
    await client.end();
  }
}
