import { existsSync } from 'node:fs'
import { AppError } from '#lib/errors.ts'
import { interpolateModels } from '#lib/engine/interpolate.ts'
import type { Command } from './command.ts'

/** `rankwell interpolate`: a model between two others, such as stage one and what stage two made of it. */
export const interpolate: Command = {
  name: 'interpolate',
  summary: 'a model between two others of the same architecture',
  flags: {
    model: { value: 'DIR', help: 'where the line begins, for example stage one', isRequired: true },
    with: { value: 'DIR', help: 'where it ends, for example stage two', isRequired: true },
    weight: { value: 'X', help: 'how far to go, from 0 to 1', default: '0.5' },
    output: { value: 'DIR', help: 'model folder to write; must not exist yet', isRequired: true },
  },
  formats: 'Reads   two Hugging Face folders\nWrites  a third: (1 − X) · each weight of --model + X · the same weight of --with',
  async run(flags, context) {
    if (existsSync(flags.text('output'))) throw new AppError('invalid_input', `${flags.text('output')} exists already; name a new folder so that no model is lost.`)
    await interpolateModels({ from: flags.text('model'), to: flags.text('with'), weight: flags.number('weight') as number, outputFolder: flags.text('output') })
    context.writeNote(`${flags.text('output')} written`)
  },
}
