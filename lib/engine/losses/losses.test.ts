import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileGraph } from '../executors/onnxruntime.ts'
import { gradients } from '../graph/gradients.ts'
import { input, type Tensor } from '../graph/tensor.ts'
import { infoNceLoss } from './info-nce.ts'
import { rankpoLoss } from './rankpo.ts'
import { sftLoss } from './sft.ts'

interface InfoNceCase { groupSize: number; inBatchNegatives: boolean; temperature: number; query: number[][]; passages: number[][]; loss: number; gradQuery: number[][]; gradPassages: number[][] }
interface RankpoCase {
  lossType: 'sigmoid' | 'hinge'; referenceFree: boolean; gammaBetaRatio: number; labelSmoothing: number; beta: number; temperature: number
  chosenScores: number[]; rejectedScores: number[]; refChosenScores: number[]; refRejectedScores: number[]; loss: number; gradChosen: number[]; gradRejected: number[]
}
const golden = JSON.parse(readFileSync(new URL('../golden/losses.json', import.meta.url), 'utf8')) as { info_nce: InfoNceCase[]; rankpo: RankpoCase[] }

/** Relative to the largest element: single elements near zero are differences of larger numbers. */
function expectClose(actual: ArrayLike<number> | undefined, expected: readonly number[]): void {
  const scale = Math.max(...expected.map(Math.abs), 1e-30)
  expected.forEach((value, index) => { expect(Math.abs((actual?.[index] as number) - value) / scale).toBeLessThan(1e-5) })
}

async function evaluate(loss: Tensor, targets: Tensor[], feeds: Record<string, readonly number[]>): Promise<Float32Array[]> {
  const graph = await compileGraph([loss, ...gradients(loss, targets)])
  const values = await graph.run(new Map(Object.entries(feeds).map(([name, list]) => [name, Float32Array.from(list)])))
  await graph.release()
  return values
}

test.each(golden.info_nce)('InfoNCE agrees with PyTorch: group $groupSize, in-batch $inBatchNegatives, temperature $temperature', async (recorded) => {
  const query = input('query', [recorded.query.length, 8])
  const passages = input('passages', [recorded.passages.length, 8])
  const [loss, gradQuery, gradPassages] = await evaluate(infoNceLoss({ query, passages }, recorded), [query, passages], { query: recorded.query.flat(), passages: recorded.passages.flat() })
  expectClose(loss, [recorded.loss])
  expectClose(gradQuery, recorded.gradQuery.flat())
  expectClose(gradPassages, recorded.gradPassages.flat())
})

test.each(golden.rankpo)('RankPO agrees with PyTorch: $lossType, without reference $referenceFree, gamma $gammaBetaRatio, smoothing $labelSmoothing', async (recorded) => {
  const { chosenScores, rejectedScores, refChosenScores, refRejectedScores } = recorded
  const scores = { chosenScores, rejectedScores, refChosenScores, refRejectedScores }
  const [chosen, rejected, refChosen, refRejected] = Object.keys(scores).map((name) => input(name, [chosenScores.length])) as [Tensor, Tensor, Tensor, Tensor]
  const reference = recorded.referenceFree ? { kind: 'none' as const } : { kind: 'model' as const, refChosenScores: refChosen, refRejectedScores: refRejected }
  const [loss, gradChosen, gradRejected] = await evaluate(rankpoLoss({ chosenScores: chosen, rejectedScores: rejected, reference }, recorded), [chosen, rejected], scores)
  expectClose(loss, [recorded.loss])
  expectClose(gradChosen, recorded.gradChosen)
  expectClose(gradRejected, recorded.gradRejected)
})

test('a masked passage and a query without weight change nothing', async () => {
  const [recorded] = golden.info_nce.filter(({ groupSize, inBatchNegatives }) => groupSize === 3 && inBatchNegatives) as [InfoNceCase]
  const [queries, candidates] = [recorded.query.length + 1, recorded.passages.length + 3]
  const query = input('query', [queries, 8])
  const passages = input('passages', [candidates, 8])
  const inputs = { query, passages, bias: input('bias', [queries, candidates]), weights: input('weights', [queries]) }
  const feeds = {
    query: [...recorded.query.flat(), ...new Array<number>(8).fill(0.3)],
    passages: [...recorded.passages.flat(), ...new Array<number>(24).fill(0.3)],
    bias: Array.from({ length: queries * candidates }, (_, index) => (index % candidates < recorded.passages.length ? 0 : -1e9)),
    weights: [...recorded.query.map(() => 1 / recorded.query.length), 0],
  }
  const [loss, gradQuery] = await evaluate(infoNceLoss(inputs, { ...recorded, inBatchNegatives: true }), [query], feeds)
  expectClose(loss, [recorded.loss])
  expectClose(gradQuery, [...recorded.gradQuery.flat(), ...new Array<number>(8).fill(0)])
})

test.each([0.1, 1])('supervised fine-tuning at temperature %d is the cross-entropy of both scores at the chosen one, with the gradient of finite differences', async (temperature) => {
  const scores = { chosenScores: [0.8, 0.1, -0.3], rejectedScores: [0.2, 0.4, -0.3] }
  const crossEntropy = (chosen: readonly number[]): number => (
    chosen.reduce((total, score, index) => total - Math.log(Math.exp(score / temperature) / (Math.exp(score / temperature) + Math.exp((scores.rejectedScores[index] as number) / temperature))) / chosen.length, 0)
  )
  const step = 1e-5
  const slope = scores.chosenScores.map((_, index) => {
    const moved = (by: number): number[] => scores.chosenScores.map((score, at) => (at === index ? score + by : score))
    return (crossEntropy(moved(step)) - crossEntropy(moved(-step))) / (2 * step)
  })
  const [chosenScores, rejectedScores] = [input('chosenScores', [3]), input('rejectedScores', [3])]
  const [loss, gradChosen, gradRejected] = await evaluate(sftLoss({ chosenScores, rejectedScores }, { temperature }), [chosenScores, rejectedScores], scores)
  expectClose(loss, [crossEntropy(scores.chosenScores)])
  expectClose(gradChosen, slope)
  expectClose(gradRejected, slope.map((value) => -value))
})

test('supervised fine-tuning is the sigmoid form of RankPO without reference at β = 1', async () => {
  const scores = { chosenScores: [0.8, 0.1, -0.3], rejectedScores: [0.2, 0.4, -0.3] }
  const [chosenScores, rejectedScores] = [input('chosenScores', [3]), input('rejectedScores', [3])]
  const config = { lossType: 'sigmoid' as const, temperature: 0.1, beta: 1, gammaBetaRatio: 0, labelSmoothing: 0 }
  const [sft] = await evaluate(sftLoss({ chosenScores, rejectedScores }, config), [], scores)
  const [rankpo] = await evaluate(rankpoLoss({ chosenScores, rejectedScores, reference: { kind: 'none' } }, config), [], scores)
  expectClose(sft, [...rankpo as Float32Array])
})
