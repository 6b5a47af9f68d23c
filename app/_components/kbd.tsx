/** A key of the keyboard. */
export function Kbd({ children, isInverted = false }: { children: string; isInverted?: boolean }) {
  return (
    <kbd className={`inline-grid h-5 min-w-5 place-items-center rounded-sm border px-1 font-mono text-[0.6875rem] leading-none ${isInverted ? 'border-muted text-page' : 'border-line bg-page text-muted'}`}>
      {children}
    </kbd>
  )
}
