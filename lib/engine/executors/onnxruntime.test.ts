import { expect, test } from 'vitest'
import { add, exp, multiply } from '../graph/elementwise.ts'
import { matmul } from '../graph/matmul.ts'
import { input, scalar } from '../graph/tensor.ts'
import { GraphCache } from './graph-cache.ts'
import { compileGraph, type CompiledGraph } from './onnxruntime.ts'
import { serializeGraph } from './serialize-graph.ts'

test('what no output needs is left out, and equal parts are written once', () => {
  const x = input('x', [2])
  const unused = exp(multiply(x, scalar(7)))
  expect(unused.dims).toEqual([2])
  const once = serializeGraph([exp(multiply(x, scalar(3)))])
  const twice = serializeGraph([add(exp(multiply(x, scalar(3))), exp(multiply(x, scalar(3))))])
  const count = (model: Uint8Array, operation: string): number => new TextDecoder('latin1').decode(model).split(operation).length - 1
  expect([count(once.model, 'Exp'), count(twice.model, 'Exp'), count(twice.model, 'Mul')]).toEqual([1, 1, 1])
  expect(once.inputs.map(({ name }) => name)).toEqual(['x'])
})

test('an output can be written into an array that the caller keeps', async () => {
  const [a, b] = [input('a', [2, 2]), input('b', [2, 2])]
  const graph = await compileGraph([matmul(a, b), add(a, b)])
  const feeds = new Map([['a', Float32Array.of(1, 2, 3, 4)], ['b', Float32Array.of(1, 0, 0, 1)]])
  const kept = new Float32Array(4)
  const [product, total] = await graph.run(feeds, [kept])
  expect(product).toBe(kept)
  expect([...kept]).toEqual([1, 2, 3, 4])
  expect([...(total as Float32Array)]).toEqual([2, 2, 3, 5])
  await graph.release()
})

test('an input that is missing or of the wrong size is named', async () => {
  const graph = await compileGraph([exp(input('x', [2, 3]))])
  await expect(graph.run(new Map())).rejects.toThrow('no values for the input x')
  await expect(graph.run(new Map([['x', new Float32Array(5)]]))).rejects.toThrow('x has shape [2, 3] but 5 values')
  await graph.release()
})

test('the cache releases the graph unused longest, but never one in use', async () => {
  const released: string[] = []
  const compile = (name: string) => async (): Promise<CompiledGraph> => ({ run: async () => [], release: async () => { released.push(name) } })
  const cache = new GraphCache<CompiledGraph>(1)
  let finish: () => void = () => undefined
  const inUse = cache.use('a', compile('a'), () => new Promise<void>((resolve) => { finish = resolve }))
  await cache.use('b', compile('b'), async () => undefined)
  expect(released).toEqual(['b'])
  finish()
  await inUse
  await cache.use('c', compile('c'), async () => undefined)
  expect(released).toEqual(['b', 'a'])
  await cache.release()
  expect(released).toEqual(['b', 'a', 'c'])
})
