/**
 * The life of an alert.
 *
 * ```
 * inactive ── breach ──► pending ── held ──► firing ── clear, gone ──► resolved ──► inactive
 *     ▲                     │                                             │
 *     └── band, clear, … ───┘                       pending, firing ◄─────┘ breach, held
 * ```
 */
export type AlertState = 'inactive' | 'pending' | 'firing' | 'resolved';

/**
 * What one look at a series says: it is wrong (`breach`), it has been for long enough (`held`), it is between threshold and
 * resolve point (`band`), it is well (`clear`), nothing is known (`missing`), nothing has been known for so long that there is
 * nothing left to tell about (`gone`).
 */
export type Signal = 'breach' | 'held' | 'band' | 'clear' | 'missing' | 'gone';

/** Where each signal leads. In the band nothing ever changes for a firing alert: that is what keeps it from flapping. */
export const TRANSITIONS: Readonly<Record<AlertState, Readonly<Record<Signal, AlertState>>>> = {
  inactive: {
    breach: 'pending',
    held: 'firing',
    band: 'inactive',
    clear: 'inactive',
    missing: 'inactive',
    gone: 'inactive',
  },
  pending: {
    breach: 'pending',
    held: 'firing',
    band: 'inactive',
    clear: 'inactive',
    missing: 'inactive',
    gone: 'inactive',
  },
  firing: { breach: 'firing', held: 'firing', band: 'firing', clear: 'resolved', missing: 'firing', gone: 'resolved' },
  resolved: {
    breach: 'pending',
    held: 'firing',
    band: 'inactive',
    clear: 'inactive',
    missing: 'inactive',
    gone: 'inactive',
  },
};
