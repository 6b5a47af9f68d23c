/** Stage-one rows that stage two goes on learning from, so that what the rules taught is not forgotten: which groups go with which batch. It knows no loss. */
import { EngineError } from '../errors.ts'
import { shuffle } from '../random.ts'
import { groupSizeOf, makeGroups, selectRows, type ContrastiveGroup, type PositivesOf, type TokenizedRow } from './contrastive-groups.ts'
import { epochRandom } from './plan-batches.ts'

export interface ReplayConfig {
  /** Share of stage one's loss beside the loss on preferences; 0 replays nothing. */
  replayWeight: number
  /** Groups of one query, its positive and negatives that go with each batch. */
  replayBatchSize: number
  replayNegativesPerQuery: number
  /** τ of the replayed InfoNCE: stage one's. */
  replayTemperature: number
}

export interface Replay {
  groupSize: number
  positivesOf: PositivesOf
  /** For each of an epoch's batches, the groups that are replayed with it; all groups come up before one comes again. */
  planEpoch(epoch: number, batches: number): ContrastiveGroup[][]
}

export function createReplay(rows: readonly TokenizedRow[], { replayBatchSize, replayNegativesPerQuery }: ReplayConfig, seed: number): Replay {
  const { usable, positivesOf } = selectRows(rows, true)
  if (usable.length === 0) throw new EngineError('None of the rows to replay can be trained on: each needs a positive.')
  const groupSize = groupSizeOf(usable, replayNegativesPerQuery)
  return {
    groupSize,
    positivesOf,
    planEpoch(epoch, batches) {
      const random = epochRandom(seed, -1 - epoch) // not the order of the pairs
      const drawn: ContrastiveGroup[] = []
      while (drawn.length < batches * replayBatchSize) drawn.push(...shuffle(makeGroups(usable, groupSize, random), random))
      return Array.from({ length: batches }, (_, batch) => drawn.slice(batch * replayBatchSize, (batch + 1) * replayBatchSize))
    },
  }
}
