import { expect, test } from 'vitest'
import { followTrajectory } from './testing/follow-trajectory.ts'

const IN_ONE_GRAPH = { path: 'in one graph', tokensPerGraph: 4096 }
const IN_PARTS = { path: 'in parts', tokensPerGraph: 0 }

test.each([
  { name: 'contrastive-bert', ...IN_ONE_GRAPH }, { name: 'contrastive-bert', ...IN_PARTS }, { name: 'contrastive-bert-accumulate2', ...IN_ONE_GRAPH },
  { name: 'contrastive-llama', ...IN_ONE_GRAPH }, { name: 'contrastive-llama', ...IN_PARTS },
  { name: 'rankpo-sigmoid-bert', ...IN_ONE_GRAPH }, { name: 'rankpo-hinge-bert', ...IN_ONE_GRAPH }, { name: 'rankpo-hinge-bert', ...IN_PARTS },
  { name: 'rankpo-hinge-llama', ...IN_ONE_GRAPH }, { name: 'rankpo-hinge-llama', ...IN_PARTS },
])('training follows the trajectory that PyTorch recorded: $name $path', async ({ name, tokensPerGraph }) => {
  const deviation = await followTrajectory(name, { tokensPerGraph })
  expect(deviation.isComplete).toBe(true)
  expect(deviation.learningRate).toBeLessThan(5e-11)
  expect(deviation.loss).toBeLessThan(1e-3)
  expect(deviation.gradNorm).toBeLessThan(1e-3)
  expect(deviation.parameterNorm).toBeLessThan(1e-3)
  expect(deviation.parameter).toBeLessThan(1e-3)
})
