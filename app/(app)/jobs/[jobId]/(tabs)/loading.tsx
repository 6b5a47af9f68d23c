import { Skeleton } from '../../../../_components/skeleton.tsx'

const ROWS = 8

export default function LoadingTab() {
  return (
    <div aria-busy className="flex min-h-0 flex-1 flex-col overflow-hidden">
      {Array.from({ length: ROWS }, (_, row) => (
        <div key={row} className="flex h-24 flex-col gap-2 border-b border-line px-4 py-3 md:px-6">
          <Skeleton className="h-4 w-48" />
          <Skeleton className="h-3 w-64" />
          <Skeleton className="h-3 w-80" />
        </div>
      ))}
    </div>
  )
}
