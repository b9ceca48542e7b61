/** What the client process is told, and what it tells. */

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface MerchantAccess extends Credentials {
  readonly merchantId: string;
}

interface Point {
  readonly lat: number;
  readonly lng: number;
}

/** What orders are drawn from. The scarce parts run short, so that orders wait, and contend for what is given back. */
export interface OrderWorld {
  readonly currency: string;
  readonly merchants: readonly MerchantAccess[];
  readonly operator: Credentials;
  readonly points: readonly Point[];
  /** In zones with hardly a courier, or behind links with hardly a seat. */
  readonly scarcePoints: readonly Point[];
  readonly skus: readonly string[];
  readonly scarceSkus: readonly string[];
  /** Where the operator puts scarce goods. */
  readonly warehouseId: string;
  /** Merchants with next to no money come last; so many of them. */
  readonly poorMerchants: number;
}

/** How the load is mixed; shares are of orders unless said. */
export interface LoadMix {
  readonly scarceSkuShare: number;
  readonly scarcePointShare: number;
  readonly cancelShare: number;
  /** Of the orders that ask for what is scarce: cancelling them passes it on. */
  readonly scarceCancelShare: number;
  readonly scanShare: number;
  /** Sent twice at once, to different processes. */
  readonly twinShare: number;
  /** Sent again after they were answered. */
  readonly replayShare: number;
  /** Sent once more under another key: the reference is taken. */
  readonly rivalShare: number;
  /** Of the orders: the database refuses their waybill, as it would a fault in their data. */
  readonly poisonShare: number;
  /** Of the cancels: sent once more after they were answered. */
  readonly cancelAgainShare: number;
  /** Of the orders that got no answer: never sent again. */
  readonly abandonShare: number;
}

export interface ClientPlan {
  readonly seed: number;
  readonly ratePerS: number;
  readonly baseUrls: readonly string[];
  readonly world: OrderWorld;
  readonly mix: LoadMix;
  readonly historyFile: string;
  readonly requestTimeoutMs: number;
}

export type ClientCommand = { readonly do: 'start'; readonly plan: ClientPlan } | { readonly do: 'drain' };

export interface ClientCounts {
  /** Orders that arrived, whatever became of them. */
  readonly offered: number;
  readonly acknowledged: number;
  /** Orders that arrived while too many requests were open, and were not sent. */
  readonly withheld: number;
  readonly retries: number;
  /** Orders whose outcome is not known yet. */
  readonly open: number;
  readonly cancelled: number;
  readonly scans: number;
  readonly byStatus: Readonly<Record<string, number>>;
}

/** When a request was sent and answered with 2xx, in ms since 1970. */
export type Success = readonly [sentMs: number, answeredMs: number];

export type ClientMessage =
  | { readonly do: 'started' }
  | { readonly do: 'progress'; readonly counts: ClientCounts; readonly successes: readonly Success[] }
  | { readonly do: 'drained'; readonly counts: ClientCounts };
