/** Run as a process of its own by a test: compiles a training graph for WebGPU with the runtime's log on standard error, which says what provider computes each node. Argument: a model of golden/. */
import { readFileSync } from 'node:fs'
import { createSession } from '../executors/onnxruntime.ts'
import { serializeGraph } from '../executors/serialize-graph.ts'
import { withWebgpuOperations } from '../executors/webgpu-operations.ts'
import { add } from '../graph/elementwise.ts'
import { addGradients } from '../graph/gather.ts'
import { gradients } from '../graph/gradients.ts'
import { sum } from '../graph/reduce.ts'
import { input } from '../graph/tensor.ts'
import { parameterShapes, parseModelConfig } from '../models/architecture.ts'
import { textEmbeddings } from '../models/text-embeddings.ts'

const [model = ''] = process.argv.slice(2)
const config = parseModelConfig(JSON.parse(readFileSync(new URL(`../golden/${model}/config.json`, import.meta.url), 'utf8')), 'config.json')
const parameters = new Map([...parameterShapes(config)].map(([name, dims]) => [name, input(name, dims)]))
const embeddings = textEmbeddings(config, (name) => parameters.get(name) ?? input(name, []), { rows: 2, length: 16 })
const found = gradients(sum(embeddings, [0, 1]), [...parameters.values()])
const sums = found.map((gradient, index) => addGradients(input(`gradient ${index}`, gradient.dims), gradient, add))
await createSession(serializeGraph(withWebgpuOperations(sums)).model, { device: 'webgpu' }, { logSeverityLevel: 0, preferredOutputLocation: 'gpu-buffer' })
process.exit(0)
