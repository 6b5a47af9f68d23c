import { rename, rm, writeFile } from 'node:fs/promises'
import { AppError } from '#lib/errors.ts'
import { readModelFolder } from '#lib/engine/files/model-folder.ts'
import { encodeOnnxEncoder } from '#lib/engine/models/onnx-encoder.ts'
import type { Command } from './command.ts'

/** `rankwell export onnx`: a model folder as one file that any ONNX runtime computes the same vectors with. */
export const exportOnnx: Command = {
  name: 'export onnx',
  summary: 'write a model as one ONNX file for other programs',
  flags: {
    model: { value: 'DIR', help: 'model folder', isRequired: true },
    output: { value: 'F', help: 'ONNX file to write', isRequired: true },
  },
  formats: 'Reads   a Hugging Face folder; its tokenizer.json goes with the ONNX file\nWrites  input_ids and attention_mask [batch, length] to sentence_embedding [batch, hidden], vectors of length 1; opset 18, standard operations only',
  async run(flags, context) {
    const model = await readModelFolder(flags.text('model'))
    const output = flags.text('output')
    const bytes = encodeOnnxEncoder(model)
    const partial = `${output}.partial`
    try {
      await writeFile(partial, bytes, { flush: true })
      await rename(partial, output)
    } catch (cause) {
      await rm(partial, { force: true })
      throw new AppError('invalid_input', `${output} cannot be written: ${(cause as Error).message}.`, { cause })
    }
    context.writeNote(`${output}: ${bytes.length} bytes, texts of up to ${model.maxLength} tokens`)
  },
}
