/** Ends the program with one sentence for a person; exit code 2 means that the cure is in their hands. */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}
