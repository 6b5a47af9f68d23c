/** Where to go after signing in: a path of this product and never another site. */
export function readNextPath(value: string | string[] | undefined): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])/.test(value)) return '/'
  const base = 'http://rankwell.invalid'
  const url = URL.parse(value, base)
  return url?.origin === base ? `${url.pathname}${url.search}` : '/'
}
