/** Which backend of TensorFlow.js computes: its GPU package where somebody added it, else its plain processor backend. */
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'

/** An optional peer: not installed with the product, because its binary needs CUDA 11 and Node below 23 (docs/gpu.md). */
const GPU_PACKAGE = '@tensorflow/tfjs-node-gpu'

export interface TfjsBackend { name: string; reason: string }

tf.enableProdMode() // no checks of every number, no advertisement on standard error

let opening: Promise<TfjsBackend> | undefined

export function openTfjsBackend(): Promise<TfjsBackend> {
  return (opening ??= chooseTfjsBackend((name) => import(name)))
}

export async function chooseTfjsBackend(load: (name: string) => Promise<unknown>): Promise<TfjsBackend> {
  try {
    await load(GPU_PACKAGE)
    if (await tf.setBackend('tensorflow')) return { name: 'tensorflow', reason: `${GPU_PACKAGE} is installed` }
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND'
    await tf.setBackend('cpu')
    return { name: 'cpu', reason: isAbsent ? `${GPU_PACKAGE} is not installed` : `${GPU_PACKAGE} does not load: ${(error as Error).message.split('\n')[0]}` }
  }
  await tf.setBackend('cpu')
  return { name: 'cpu', reason: `${GPU_PACKAGE} offers no backend here` }
}
