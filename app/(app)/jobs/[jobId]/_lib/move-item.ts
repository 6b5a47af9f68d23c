/** Moves one item of a list to another index. It returns a new list and clamps an index outside of it. */
export function moveItem<T>(items: readonly T[], from: number, to: number): T[] {
  const moved = items[from]
  if (moved === undefined) return [...items]
  const rest = items.filter((_, index) => index !== from)
  rest.splice(Math.max(0, Math.min(to, rest.length)), 0, moved)
  return rest
}
