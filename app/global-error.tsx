'use client'
/** The last resort, when the layout itself failed: no translations, no theme, nothing that could fail again. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ font: '16px/1.5 system-ui, sans-serif', maxWidth: '36rem', margin: '18vh auto', padding: '0 1rem', colorScheme: 'light dark' }}>
        <h1 style={{ fontSize: '1.25rem' }}>Rankwell could not show this page</h1>
        <p>The server could not answer, most likely because its database is starting. Your data is as you left it.{error.digest && ` Reference in the log: ${error.digest}.`}</p>
        <button type="button" onClick={reset} style={{ font: 'inherit', padding: '0.5rem 1rem' }}>
          Try again
        </button>
      </body>
    </html>
  )
}
