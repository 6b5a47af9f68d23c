import { readModelFolder, writeModelFolder } from '../../lib/engine/files/model-folder.ts'

/** Writes the model whose weights are the mean of several that were trained one from the other: what is learned is kept and what was known is forgotten less (model soups, Wortsman et al. 2022). */
export async function averageModels(folders: readonly string[], output: string, dtype: 'float32' | 'float16'): Promise<void> {
  const models = await Promise.all(folders.map((folder) => readModelFolder(folder)))
  const [first] = models
  if (!first) throw new Error('There is no model to average.')
  const parameters = new Map([...first.parameters].map(([name, { dims, data }]) => {
    const sum = new Float64Array(data.length)
    for (const model of models) {
      const other = model.parameters.get(name)
      if (!other || other.data.length !== data.length) throw new Error(`${model.path} has no tensor ${name} of the shape in ${first.path}`)
      other.data.forEach((value, index) => { sum[index] = sum[index]! + value / models.length })
    }
    return [name, { dims, data: Float32Array.from(sum) }]
  }))
  await writeModelFolder(output, { ...first, parameters }, { dtype })
}
