import { MIN_TRAINING_ANSWERS } from './training-config.ts'

/** One sentence for people, or null when there is enough to learn from. */
export function whyTrainingCannotStart(answers: { train: number }): string | null {
  const missing = MIN_TRAINING_ANSWERS - answers.train
  if (missing <= 0) return null
  return `Training needs at least ${MIN_TRAINING_ANSWERS} answers of “which fits better?” that say left or right and are not kept aside for measuring; there ${answers.train === 1 ? 'is' : 'are'} ${answers.train} so far. Answer about ${Math.ceil(missing / 0.8)} more.`
}
