/** The network address a request came from. Behind a proxy (PUBLIC_URL is set) it is what that proxy appended, last in the list; what stands before it, the client wrote. */
export function clientAddress(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown'
}
