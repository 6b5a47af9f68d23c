import { expect, test } from 'vitest'
import { standIn } from './testing/stand-in-encoder.ts'

test('encoders are opened once per weights, three are kept, and the one unused longest is released', async () => {
  const { encoders, opened, released } = standIn()
  const use = (name: string) => encoders.use({ folder: `/models/${name}`, weightsHash: name }, 'now', async () => undefined)
  for (const name of ['a', 'b', 'c', 'a', 'd', 'a']) await use(name)
  expect(opened).toEqual(['a', 'b', 'c', 'd'])
  expect(released).toEqual(['b'])
  await encoders.release()
  expect(released.sort()).toEqual(['a', 'b', 'c', 'd'])
})

test('two organisations on the same weights share an encoder', async () => {
  const { encoders, opened } = standIn()
  await Promise.all([1, 2].map(() => encoders.use({ folder: '/models/base', weightsHash: 'same' }, 'background', async () => undefined)))
  expect(opened).toEqual(['base'])
})
