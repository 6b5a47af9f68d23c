/** What went wrong with a whole form; read aloud when it appears. */
import { CircleAlert } from 'lucide-react'

export function FormError({ children }: { children: string | null | undefined }) {
  if (!children) return null
  return (
    <p role="alert" className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-sm leading-5 text-danger">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {children}
    </p>
  )
}
