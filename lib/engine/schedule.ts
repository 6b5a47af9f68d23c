/** Learning rate over a run: linear warm-up, then half a cosine down to zero (transformers' get_cosine_schedule_with_warmup). */
export interface ScheduleConfig { learningRate: number; warmupSteps: number; totalSteps: number }

/** For the step with this number, counted from 0. */
export function cosineLearningRate(step: number, { learningRate, warmupSteps, totalSteps }: ScheduleConfig): number {
  if (step < warmupSteps) return (learningRate * step) / Math.max(1, warmupSteps)
  const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps)
  return learningRate * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)))
}

export function warmupStepsOf(warmupRatio: number, totalSteps: number): number {
  return Math.ceil(warmupRatio * totalSteps)
}
