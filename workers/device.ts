/** Chooses where to compute: cuda, then webgpu, then cpu, whichever is there and faster than the processor, and says why. What a device is good for it finds out by trying. */
import type { Device } from '#lib/engine/executors/onnxruntime.ts'
import { openTfjsBackend } from '#lib/engine/executors/tfjs-backend.ts'
import { AppError } from '#lib/errors.ts'
import { probeDevice } from './device/probe-device.ts'
import type { ProbedDevice, ProbeResult } from './device/probe-device.ts'

export type DeviceWish = 'auto' | Device
export interface ChosenDevice { device: Device; reason: string }
type Probe = (device: ProbedDevice) => Promise<ProbeResult>

const GPUS = ['cuda', 'webgpu'] as const

const CURES = {
  cuda: 'Install its libraries with "node scripts/install-cuda.mjs", or use --device cpu.',
  webgpu: 'Install the Vulkan driver of the graphics card (docs/gpu.md), or use --device cpu.',
}

export async function chooseDevice(wish: DeviceWish, probe: Probe = probeDevice): Promise<ChosenDevice> {
  if (wish === 'auto') return chooseFastest(probe)
  if (wish === 'cuda' || wish === 'webgpu') {
    const result = await probe(wish)
    if ('failure' in result) throw new AppError('invalid_input', `The device ${wish} cannot be used: ${result.failure}. ${CURES[wish]}`)
  }
  if (wish === 'tfjs') {
    const { name, reason } = await openTfjsBackend()
    return { device: wish, reason: `its backend "${name}": ${reason}` }
  }
  return { device: wish, reason: 'asked for' }
}

async function chooseFastest(probe: Probe): Promise<ChosenDevice> {
  const reasons: string[] = []
  for (const device of GPUS) {
    const result = await probe(device)
    if ('failure' in result) {
      reasons.push(`${device}: ${result.failure}`)
      continue
    }
    const processor = await probe('cpu')
    if ('failure' in processor) return { device, reason: [...reasons, `the processor: ${processor.failure}`].join('; ') }
    const [size, speed, compared] = compare(result.milliseconds, processor.milliseconds)
    const measured = `a product of ${size} × ${size} matrices takes ${format(speed)}, on the processor ${format(compared)}`
    if (speed < compared) return { device, reason: [...reasons, measured].join('; ') }
    reasons.push(`${device}: slower, ${measured}`) // a driver in software
  }
  return { device: 'cpu', reason: reasons.join('; ') }
}

/** The largest size that both were timed at, and the times there. */
function compare(a: Record<number, number>, b: Record<number, number>): [size: number, a: number, b: number] {
  const size = Math.max(...Object.keys(a).filter((key) => key in b).map(Number))
  return [size, a[size] as number, b[size] as number]
}

function format(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`
}
