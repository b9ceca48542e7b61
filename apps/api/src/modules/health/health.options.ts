export interface HealthOptions {
  /** Where metrics and probes are served; loopback unless a scraper comes from elsewhere. Port 0 takes a free one. */
  readonly management: { readonly host: string; readonly port: number };
  /** How often the balancer asks for readiness: so long requests still come after it turned to 503. */
  readonly probePeriodMs: number;
}

export const HEALTH_OPTIONS = Symbol('HealthOptions');
