/** Progress for a person: what is done, and how long it took. */
export async function timed(what, work) {
  process.stdout.write(`${what} … `)
  const start = performance.now()
  const result = await work()
  process.stdout.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`)
  return result
}
