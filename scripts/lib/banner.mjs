const MOST_SHOWN = 8;

const ORDER = {
  service_level: 'standard',
  recipient: {
    name: 'Li Lei',
    phone: '+8613800138000',
    address: {
      line1: '1 Chaoyang Road',
      city: 'Beijing',
      postal_code: '100020',
      country: 'CN',
      lat: 39.92,
      lng: 116.44,
    },
  },
  lines: [{ sku: 'SKU-0001', quantity: 2 }],
  payment: { terms: 'account', amount_minor: 12900, currency: 'CNY' },
};

/** What the person sees once everything runs. */
export function banner({ urls, clients, consoleUser, servers, logFile, demoFile }) {
  const lines = [
    '',
    'Linehaul is ready.',
    '',
    `  API         ${urls.base_url}`,
    `  Docs        ${urls.docs_url}`,
    ...(consoleUser === undefined ? [] : [`  Console     ${consoleUser.url}  (${logIn(consoleUser)})`]),
    `  gRPC        ${urls.grpc_address}  (docs/grpc.md)`,
    `  Management  ${urls.management_url}  (/health/ready, /metrics, /processes)`,
    `  Data        ${where(servers)}`,
    `  Logs        ${logFile}`,
  ];
  if (clients?.['demo-merchant'] !== undefined) lines.push(...demo(urls, clients, demoFile));
  return [...lines, '', 'Ctrl-C stops all of it; the data stay.', ''].join('\n');
}

function logIn({ username, password }) {
  return `user ${username}, password ${password}`;
}

function where({ embedded }) {
  const name = (isEmbedded) => (isEmbedded ? 'embedded' : 'from the environment');
  return `PostgreSQL ${name(embedded.database)}, Redis ${name(embedded.redis)}`;
}

function demo(urls, clients, demoFile) {
  const all = Object.keys(clients);
  const names = all.slice(0, MOST_SHOWN).map((name) => `  ${name.padEnd(22)}${clients[name].client_secret}`);
  if (all.length > MOST_SHOWN) names.push(`  … and ${all.length - MOST_SHOWN} more`);
  return ['', `Demo clients and their secrets (also in ${demoFile}):`, ...names, '', ...curls(urls.base_url, clients)];
}

/** One line that gets a token and places an order, and one that follows it. Each paste is an order of its own. */
function curls(baseUrl, clients) {
  const { client_id: id, client_secret: secret } = clients['demo-merchant'];
  const token = `TOKEN=$(curl -s ${baseUrl}/oauth/token -u ${id}:${secret} -d grant_type=client_credentials | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;
  const body = JSON.stringify({ reference: '@', ...ORDER }).replace('"@"', `"SO-'$N'"`);
  const place = `curl -s ${baseUrl}/v1/orders -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H "Idempotency-Key: \\"$N\\"" -d '${body}'`;
  return [
    'Place an order (paste the line into a shell):',
    '',
    `N=$(date +%s%N); ${token}; ${place}`,
    '',
    'Follow the newest one:',
    '',
    `curl -s '${baseUrl}/v1/orders?limit=1' -H "Authorization: Bearer $TOKEN"`,
  ];
}
