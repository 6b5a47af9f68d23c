import { expect, test } from 'vitest'
import { evaluateRetrieval } from './retrieval.ts'

const at = (degrees: number) => Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180))
const input = {
  queryEmbeddings: [at(0), at(90)],
  corpusEmbeddings: [at(5), at(20), at(50), at(88)], // nearest to the first query in this order, to the second in the reverse
  relevantIndices: [[1], [3, 0]],
}

test('metrics are the means over queries of their values on the whole corpus', () => {
  const { metrics, perQuery } = evaluateRetrieval(input)
  expect(perQuery['mrr@10']).toEqual([0.5, 1])
  expect(perQuery['recall@1']).toEqual([0, 0.5])
  expect(metrics['accuracy@1']).toBe(0.5)
  expect(metrics['precision@5']).toBeCloseTo((1 / 5 + 2 / 5) / 2, 12)
  expect(metrics.auc).toBeCloseTo((2 / 3 + 1 / 2) / 2, 12)
  expect(metrics['ndcg@5']).toBeCloseTo((1 / Math.log2(3) + (1 + 1 / Math.log2(5)) / (1 + 1 / Math.log2(3))) / 2, 12)
})

test('the rankpo protocol caps recall by the cutoff and pools the area under the curve over queries', () => {
  const { metrics } = evaluateRetrieval(input, 'rankpo')
  expect(metrics['recall@1']).toBe(0.5)
  // Pooled first ranks: the irrelevant one of the first query scores cos 5°, the relevant one of the second cos 2°.
  expect(metrics['auc@1']).toBe(1)
  expect(metrics['mrr@5']).toBe(0.75)
})

test('a query without relevant texts counts 0, not as missing', () => {
  const { metrics } = evaluateRetrieval({ ...input, relevantIndices: [[], [3]] })
  expect(metrics['ndcg@20']).toBe(0.5)
  expect(metrics.auc).toBe(1)
})
