/** Run as a process of its own by tests that need an environment of its own: follows recorded trajectories on a device and prints a line of JSON for each. Arguments: device, --half-products or nothing, names. */
import type { Device } from '../executors/onnxruntime.ts'
import { followTrajectory } from './follow-trajectory.ts'

const [device, ...rest] = process.argv.slice(2)
const hasHalfProducts = rest[0] === '--half-products'
for (const name of hasHalfProducts ? rest.slice(1) : rest) {
  const started = performance.now()
  const deviation = await followTrajectory(name, { device: device as Device, hasHalfProducts })
  process.stdout.write(`${JSON.stringify({ name, seconds: (performance.now() - started) / 1000, ...deviation })}\n`)
}
