/** A model between two others of the same architecture: each weight on the straight line from one to the other (WiSE-FT, arXiv 2109.01903). It knows no training. */
import { EngineError } from './errors.ts'
import { readModelFolder, writeModelFolder } from './files/model-folder.ts'

export interface InterpolateOptions {
  /** Where the line begins and ends: at weight 0 and at weight 1. */
  from: string
  to: string
  weight: number
  outputFolder: string
}

/** θ = (1 − w)·θ_from + w·θ_to, written with tokenizer and settings of `from`. */
export async function interpolateModels({ from, to, weight, outputFolder }: InterpolateOptions): Promise<void> {
  if (!(weight >= 0 && weight <= 1)) throw new EngineError(`The weight must lie between 0 and 1, it is ${weight}.`)
  const [start, end] = await Promise.all([readModelFolder(from), readModelFolder(to)])
  const parameters = new Map([...start.parameters].map(([name, { data, dims }]) => {
    const other = end.parameters.get(name)
    if (other === undefined) throw new EngineError(`${to} lacks the tensor ${name} of ${from}; both models must have one architecture.`)
    if (other.dims.join() !== dims.join()) throw new EngineError(`Tensor ${name} has shape [${dims.join(', ')}] in ${from} and [${other.dims.join(', ')}] in ${to}; both models must have one architecture.`)
    return [name, { dims, data: data.map((value, index) => (1 - weight) * value + weight * (other.data[index] as number)) }] as const
  }))
  const surplus = [...end.parameters.keys()].find((name) => !start.parameters.has(name))
  if (surplus !== undefined) throw new EngineError(`${from} lacks the tensor ${surplus} of ${to}; both models must have one architecture.`)
  await writeModelFolder(outputFolder, { ...start, parameters })
}
