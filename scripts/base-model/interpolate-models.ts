import { readModelFolder, writeModelFolder } from '../../lib/engine/files/model-folder.ts'

/** Writes the model whose weights lie between two: `share` of the way from the first to the second. What is learned is kept and what was known is forgotten less (Wortsman et al. 2022, WiSE-FT). */
export async function interpolateModels(from: string, to: string, share: number, output: string, dtype: 'float32' | 'float16'): Promise<void> {
  const first = await readModelFolder(from)
  const second = await readModelFolder(to)
  const parameters = new Map([...first.parameters].map(([name, { dims, data }]) => {
    const other = second.parameters.get(name)
    if (!other || other.data.length !== data.length) throw new Error(`${to} has no tensor ${name} of the shape in ${from}`)
    return [name, { dims, data: data.map((value, index) => value + share * (other.data[index]! - value)) }]
  }))
  await writeModelFolder(output, { ...first, parameters }, { dtype })
}
