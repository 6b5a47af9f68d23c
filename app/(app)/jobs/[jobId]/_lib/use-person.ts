'use client'
/** The selected person, kept in memory once read, with the neighbours read ahead so that stepping through a list never waits. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { PersonView } from './person-view.ts'

export type PersonState = { kind: 'none' } | { kind: 'loading' } | { kind: 'gone' } | { kind: 'failed'; message: string } | { kind: 'ready'; person: PersonView }

export function usePerson(jobId: string, candidateId: string | null, neighbours: (string | undefined)[], initial: PersonView | null) {
  const [people, setPeople] = useState<Map<string, PersonState>>(() => new Map(initial ? [[initial.candidateId, { kind: 'ready', person: initial }]] : []))
  const requested = useRef(new Set<string>(initial ? [initial.candidateId] : []))

  const read = useCallback(
    async (id: string) => {
      if (requested.current.has(id)) return
      requested.current.add(id)
      const state = await fetchPerson(jobId, id)
      if (state.kind === 'failed') requested.current.delete(id)
      setPeople((current) => new Map(current).set(id, state))
    },
    [jobId],
  )

  const ahead = neighbours.filter((id) => id !== undefined).join(' ')
  useEffect(() => {
    if (!candidateId) return
    // A key held down passes many people: only the one that it stops at is read.
    const timer = setTimeout(() => {
      void read(candidateId).then(() => Promise.all(ahead.split(' ').filter(Boolean).map(read)))
    }, 60)
    return () => clearTimeout(timer)
  }, [candidateId, ahead, read])

  const retry = useCallback((id: string) => void read(id), [read])
  const state: PersonState = candidateId === null ? { kind: 'none' } : (people.get(candidateId) ?? { kind: 'loading' })
  return { state, retry }
}

async function fetchPerson(jobId: string, candidateId: string): Promise<PersonState> {
  try {
    const response = await fetch(`/jobs/${jobId}/people/${candidateId}`)
    if (response.status === 404) return { kind: 'gone' }
    const body: unknown = await response.json()
    if (response.ok) return { kind: 'ready', person: body as PersonView }
    return { kind: 'failed', message: messageOf(body) }
  } catch {
    return { kind: 'failed', message: '' }
  }
}

function messageOf(body: unknown): string {
  const error = (body as { error?: { message?: unknown } }).error
  return typeof error?.message === 'string' ? error.message : ''
}
