export interface HealthOptions {
  /**
   * Where metrics and probes are served; loopback unless a scraper comes from elsewhere. Port 0 takes a free one. Undefined
   * in a child, whose supervisor has the port and asks it.
   */
  readonly management: { readonly host: string; readonly port: number } | undefined;
  /** How often the balancer asks for readiness: so long requests still come after it turned to 503. */
  readonly probePeriodMs: number;
}

export const HEALTH_OPTIONS = Symbol('HealthOptions');
