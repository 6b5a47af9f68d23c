/** A plain, dense table: hairlines, quiet heads, no zebra. */
import type { ComponentProps } from 'react'

export function Table({ className = '', ...props }: ComponentProps<'table'>) {
  return <table className={`w-full border-collapse text-left text-sm ${className}`} {...props} />
}

export function HeadCell({ className = '', ...props }: ComponentProps<'th'>) {
  return <th scope="col" className={`h-9 border-b border-line px-3 text-xs font-medium whitespace-nowrap text-muted first:pl-0 last:pr-0 ${className}`} {...props} />
}

export function Row({ className = '', ...props }: ComponentProps<'tr'>) {
  return <tr className={`border-b border-line ${className}`} {...props} />
}

export function Cell({ className = '', ...props }: ComponentProps<'td'>) {
  return <td className={`px-3 py-2 align-top leading-5 first:pl-0 last:pr-0 ${className}`} {...props} />
}
