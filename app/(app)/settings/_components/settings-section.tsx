/** One matter of the settings: what it is on the left, its controls on the right. */
import type { ReactNode } from 'react'

export function SettingsSection({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <section className="grid gap-x-12 gap-y-4 border-b border-line py-6 last:border-b-0 lg:grid-cols-[16rem_minmax(0,40rem)]">
      <div>
        <h2 className="text-sm font-medium text-ink">{title}</h2>
        {lead && <p className="mt-1 text-sm leading-5 text-muted">{lead}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
