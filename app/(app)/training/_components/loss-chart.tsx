'use client'
/** One loss curve. The label says in words what it shows; the table beside it has every number. */
import { useTranslations } from 'next-intl'
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { Run } from '../_lib/training-status.ts'

const TICK = { fill: 'var(--muted)', fontSize: 11 }

export function LossChart({ points, label }: { points: Run['lossPoints']; label: string }) {
  const t = useTranslations('training.loss')
  return (
    <div role="img" aria-label={label} className="h-52 w-full">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={points} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="step" type="number" domain={['dataMin', 'dataMax']} tickLine={false} axisLine={{ stroke: 'var(--line)' }} tick={TICK} allowDecimals={false} minTickGap={24} />
          <YAxis width={40} domain={[0, 'auto']} tickLine={false} axisLine={false} tick={TICK} tickCount={4} />
          <Tooltip
            cursor={{ stroke: 'var(--line-strong)' }}
            contentStyle={{ background: 'var(--surface)', border: '1px solid var(--line)', borderRadius: 6, fontSize: 12, padding: '4px 8px' }}
            labelStyle={{ color: 'var(--muted)' }}
            itemStyle={{ color: 'var(--ink)', padding: 0 }}
            labelFormatter={(step) => `${t('step')} ${step}`}
            formatter={(value) => [Number(value).toFixed(4), t('loss')]}
            isAnimationActive={false}
          />
          <Line dataKey="loss" type="linear" stroke="var(--accent)" strokeWidth={1.5} dot={points.length < 3} isAnimationActive={false} />
        </LineChart>
      </ResponsiveContainer>
    </div>
  )
}
