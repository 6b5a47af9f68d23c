/** Run as a process of its own by tests that need an environment of its own: follows recorded trajectories on a device and prints a line of JSON for each. Arguments: device, names. */
import type { Device } from '../executors/onnxruntime.ts'
import { followTrajectory } from './follow-trajectory.ts'

const [device, ...names] = process.argv.slice(2)
for (const name of names) {
  const started = performance.now()
  const deviation = await followTrajectory(name, { device: device as Device })
  process.stdout.write(`${JSON.stringify({ name, seconds: (performance.now() - started) / 1000, ...deviation })}\n`)
}
