/** The multiplexer over a throw-away database, with limits short enough for tests. */
import { openBackend } from '../backend.ts'
import { openMultiplexer } from '../multiplexer.ts'
import { openPostgres } from '../open-postgres.ts'

const [directory = '', options = '{}'] = process.argv.slice(2)
const backend = openBackend(await openPostgres(directory, { isDurable: false }), (error) => {
  console.error(error)
  process.exit(1)
})
const { port } = await openMultiplexer({ backend, port: 0, password: '', ...(JSON.parse(options) as object) })
process.on('disconnect', () => process.exit(0))
process.send!({ port })
