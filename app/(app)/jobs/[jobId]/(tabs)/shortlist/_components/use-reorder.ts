'use client'
/** Dragging a row of a list to another place by pointer: mouse, pen or finger. It knows rows by index and nothing of what they hold. */
import { useRef, useState } from 'react'
import type { CSSProperties, PointerEvent, RefObject } from 'react'

interface Drag {
  from: number
  to: number
  offsetY: number
  height: number
}

interface Start {
  pointerY: number
  scrollTop: number
  rows: { top: number; height: number }[]
}

const EDGE_PX = 48
const SCROLL_PX = 12

export function useReorder(list: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>, move: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null)
  const start = useRef<Start | null>(null)

  const handleProps = (index: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || !list.current) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const rows = [...list.current.children].map((row) => ({ top: (row as HTMLElement).offsetTop, height: (row as HTMLElement).offsetHeight }))
      start.current = { pointerY: event.clientY, scrollTop: scroller.current?.scrollTop ?? 0, rows }
      setDrag({ from: index, to: index, offsetY: 0, height: rows[index]?.height ?? 0 })
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const began = start.current
      if (!began || !drag) return
      scrollAtEdge(scroller.current, event.clientY)
      const offsetY = event.clientY - began.pointerY + (scroller.current?.scrollTop ?? 0) - began.scrollTop
      setDrag({ ...drag, offsetY, to: placeOf(began.rows, drag.from, offsetY) })
    },
    onPointerUp: () => {
      if (drag && drag.to !== drag.from) move(drag.from, drag.to)
      start.current = null
      setDrag(null)
    },
    onPointerCancel: () => {
      start.current = null
      setDrag(null)
    },
  })

  const rowStyle = (index: number): CSSProperties => {
    if (!drag) return {}
    if (index === drag.from) return { transform: `translateY(${drag.offsetY}px)`, zIndex: 1, position: 'relative' }
    const shift = index > drag.from && index <= drag.to ? -drag.height : index < drag.from && index >= drag.to ? drag.height : 0
    return { transform: `translateY(${shift}px)`, transition: 'transform 120ms' }
  }

  return { handleProps, rowStyle, draggedIndex: drag?.from ?? null }
}

/** The row takes the place of the last neighbour whose middle it has passed. */
export function placeOf(rows: readonly { top: number; height: number }[], from: number, offsetY: number): number {
  const dragged = rows[from]
  if (!dragged) return from
  const top = dragged.top + offsetY
  const bottom = top + dragged.height
  return rows.reduce((place, row, index) => {
    const middle = row.top + row.height / 2
    if (index > from && bottom > middle) return Math.max(place, index)
    if (index < from && top < middle) return Math.min(place, index)
    return place
  }, from)
}

function scrollAtEdge(scroller: HTMLElement | null, pointerY: number): void {
  if (!scroller) return
  const { top, bottom } = scroller.getBoundingClientRect()
  if (pointerY < top + EDGE_PX) scroller.scrollBy({ top: -SCROLL_PX })
  else if (pointerY > bottom - EDGE_PX) scroller.scrollBy({ top: SCROLL_PX })
}
