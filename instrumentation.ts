/** A broken configuration stops the server at start, not at the first request. */
export async function register(): Promise<void> {
  await import('./lib/env.ts')
}
