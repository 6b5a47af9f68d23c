/** How long a sign-in lasts. */
const HOUR_MS = 3_600_000

export const SESSION_IDLE_MS = 12 * HOUR_MS
export const SESSION_ABSOLUTE_MS = 14 * 24 * HOUR_MS

export function liveSessionAt(now: Date): { now: Date; idleSince: Date } {
  return { now, idleSince: new Date(now.getTime() - SESSION_IDLE_MS) }
}
