/** Run as a process of its own by a test: trains a golden model on the device's own weights for three steps, and prints what crossed the border between host and device in each. */
import { readFileSync } from 'node:fs'
import { parseSafetensors } from '../files/safetensors.ts'
import { sum } from '../graph/reduce.ts'
import { parameterShapes, parseModelConfig } from '../models/architecture.ts'
import { textEmbeddings, textFeeds } from '../models/text-embeddings.ts'
import { layOutTokens } from '../models/token-batch.ts'
import type { HostTensor } from '../files/safetensors.ts'
import { createDeviceWeights } from '../weights/device-weights.ts'

const golden = (path: string): Buffer => readFileSync(new URL(`../golden/bert-tiny/${path}`, import.meta.url))
const config = parseModelConfig(JSON.parse(golden('config.json').toString()), 'config.json')
const saved = parseSafetensors(golden('model.safetensors'), 'model.safetensors')
const parameters = new Map([...parameterShapes(config).keys()].map((name) => [name, saved.get(name) as HostTensor]))
const traffic = { toDevice: 0, toHost: 0 }
const weights = createDeviceWeights({ parameters, isTrained: () => true, device: 'webgpu', traffic })
const shape = { rows: 2, length: 16 }
const loss = sum(textEmbeddings(config, weights.parameter, shape), [0, 1])
const graph = await weights.compileGradients(loss, [loss])
const batch = layOutTokens([[5, 6, 7, 8, 5], [9, 10, 11]], shape, config.padTokenId, 'mean')
const parameterBytes = [...parameters.values()].reduce((bytes, { data }) => bytes + data.byteLength, 0)
const steps: { toDevice: number; toHost: number }[] = []
for (let step = 0; step < 3; step++) {
  const before = { ...traffic }
  await weights.zeroGradients()
  await graph.run(new Map(textFeeds(batch)))
  const norm = await weights.gradientNorm()
  await weights.update({ learningRate: 1e-3, gradientScale: Math.min(1, 1 / norm), weightDecay: 0.01 })
  steps.push({ toDevice: traffic.toDevice - before.toDevice, toHost: traffic.toHost - before.toHost })
}
process.stdout.write(JSON.stringify({ parameterBytes, steps }))
await graph.release()
await weights.release()
