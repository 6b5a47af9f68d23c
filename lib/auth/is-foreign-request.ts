/** Whether a request that changes something came from another site's page, or cannot show that it did not. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

export function isForeignRequest({ method, headers }: { method: string; headers: Headers }, publicUrl: string | undefined): boolean {
  if (SAFE_METHODS.has(method)) return false
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return true
  const origin = headers.get('origin')
  // Browsers leave Sec-Fetch-Site out on plain http beyond localhost, but always name the origin when they post.
  if (origin === null) return site === null
  return !ownHosts(headers, publicUrl).has(readHost(origin))
}

function ownHosts(headers: Headers, publicUrl: string | undefined): Set<string | null> {
  return new Set([headers.get('host'), ...(publicUrl ? [readHost(publicUrl)] : [])].filter((host) => host !== null))
}

function readHost(url: string): string | null {
  return URL.parse(url)?.host ?? null
}
