import type { Interval } from '../../lib/engine/evaluation/bootstrap-interval.ts'
import type { BaseModelRows } from './build-rows.ts'
import type { Figures } from './evaluate-model.ts'
import { MATCHES, PREFERENCES, ROW_SEED, TITLES } from './settings.ts'

/** The card that lies beside the weights: what they are, what they were made from, what was measured. */
export interface CardInput {
  isTrained: boolean
  rows: BaseModelRows
  before: Figures
  after: Figures
  difference: Figures
}

export function writeModelCard({ isTrained, rows, before, after, difference }: CardInput): string {
  return `# The shipped encoder

${isTrained
    ? `A sentence encoder for jobs and people, fine-tuned from all-MiniLM-L6-v2 in two stages by this repository's own engine. The shipped weights are the mean of the original's and those after each of the three trainings below (model soups, Wortsman et al. 2022), which forgets less than the last alone.`
    : 'The weights of all-MiniLM-L6-v2 in half precision. Our own training (below) did not make them better on both measurements, so the original is what ships.'}

- 22.7 million parameters, 6 layers, 384 dimensions, mean pooling, vectors of length 1; up to 256 tokens at a time, float16 in the file, float32 in memory.
- English. Other languages are read but were not trained on or measured.
- transformers and sentence-transformers open the folder.

## How it was made

\`node scripts/base-model/make-base-model.ts\`, which needs the material named below in \`../shared\` and takes 20 to 60 minutes on two CPU cores. The rows are built with seed ${ROW_SEED}; the same command gives the same rows.

| step | rows | settings |
|---|---|---|
| stage one, InfoNCE with in-batch negatives, names of one occupation | ${rows.titles.length} pairs | ${settings(TITLES)} |
| stage one, InfoNCE with in-batch and hard negatives, a job and a person of one occupation, the negative a person of a related one | ${rows.matches.length} rows | ${settings(MATCHES)} |
| stage two, RankPO against the model of stage one, the person of the job's occupation before one of a related occupation | ${rows.preferences.length} pairs | ${settings(PREFERENCES)} |

Material, all of it free to ship with attribution (NOTICE): occupations of O*NET 29.3 (CC BY 4.0), from which titles, and jobs and people that we write from tasks and tools; 520 anonymised profiles of the djinni data set (MIT); the ten rows and hundred annotated pairs of the RankPO repository (Apache-2.0). Beyond those profiles no résumé, and no advertisement and no judgment of the measurements below, was trained on.

## Measured

95 % bootstrap intervals; those of the pairs draw all pairs of a job together.

| | original | ${isTrained ? 'shipped' : 'trained, not shipped'} | difference |
|---|---|---|---|
| pair accuracy: 637 pairs from human scores of résumés for 20 jobs, mean of windows of 64 tokens, as the product ranks (chance .50) | ${interval(before.pairAccuracy)} | ${interval(after.pairAccuracy)} | ${interval(difference.pairAccuracy, true)} |
| nDCG@20: 105 job titles among 2,619 | ${interval(before.titleNdcg)} | ${interval(after.titleNdcg)} | ${interval(difference.titleNdcg, true)} |

What was seen on the way, then with windows of 256 tokens, where the original had .695 and the shipped model .697 (pair accuracy, nDCG@20): after the titles .706, .641; after jobs and people .705, .645; after stage two .699, .646, and with its learning rate at 5e-6 instead .697, .647. On 20 jobs the steps between .69 and .71 are noise: the trained model ranks résumés as well as the original, not better. The gain on titles is larger than its interval.

The settings were chosen by looking at these same figures, so the differences are optimistic; on few jobs the intervals are wide. O*NET's alternate titles and the title benchmark describe the same labour market, so some names occur in both.

## Limits

It knows similarity of occupations, tasks and tools. It does not know seniority, place, permission to work, or whether a claim is true, and like every encoder learned from text it can carry prejudices of its sources: use it to order a list that people read, not to decide. The organisation's own answers are what it is meant to be trained on further.
`
}

function settings(config: object): string {
  return Object.entries(config).map(([name, value]) => `${name} ${value}`).join(', ')
}

function interval({ mean, low, high }: Interval, isSigned = false): string {
  const format = (value: number) => `${isSigned && value >= 0 ? '+' : ''}${value.toFixed(3)}`
  return `${format(mean)} (${format(low)} to ${format(high)})`
}
