'use client'
/** Single-key shortcuts of a page. They are silent while a person types, in an open dialog or menu, with a modifier held, and where the key already presses what has the focus. */
import { useEffect, useEffectEvent } from 'react'

/** A shortcut that returns false leaves the key to whatever has the focus. */
export type Shortcuts = Record<string, (event: KeyboardEvent) => unknown>

export function useShortcuts(shortcuts: Shortcuts): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
    const run = shortcuts[event.key]
    if (run && run(event) !== false) event.preventDefault()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

export function isTyping({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')) return true
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select')) return true
  return (key === ' ' || key === 'Enter') && target.closest('a, button, summary, input') !== null
}
