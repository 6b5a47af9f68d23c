/** Parts vectors into groups of neighbours: k-means with the careful seeding of k-means++ (Arthur and Vassilvitskii 2007). Knows neither queries nor ranks. */
import type { Random } from '../random.ts'

/** Lloyd's iterations rarely need more on a few hundred vectors; stopping early costs nothing but a slightly worse partition. */
const MAX_ITERATIONS = 50

/** The cluster of each vector, numbered from 0; fewer than `numClusters` where there are fewer different vectors. */
export function clusterVectors(vectors: readonly Float32Array[], numClusters: number, random: Random): number[] {
  let centroids = seedCentroids(vectors, numClusters, random)
  let labels = vectors.map((vector) => nearest(vector, centroids))
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    centroids = centroids.map((centroid, cluster) => meanOf(vectors.filter((_, index) => labels[index] === cluster)) ?? centroid)
    const next = vectors.map((vector) => nearest(vector, centroids))
    if (next.every((label, index) => label === labels[index])) break
    labels = next
  }
  return labels
}

/** Each further centroid is drawn among the vectors with probability proportional to its squared distance from the nearest one so far. */
function seedCentroids(vectors: readonly Float32Array[], numClusters: number, random: Random): Float32Array[] {
  if (vectors.length === 0) return []
  const centroids = [vectors[random.below(vectors.length)]!]
  const distances = vectors.map(() => Infinity) // to the nearest centroid, squared
  while (centroids.length < numClusters) {
    for (const [index, vector] of vectors.entries()) distances[index] = Math.min(distances[index]!, squaredDistance(vector, centroids.at(-1)!))
    const total = distances.reduce((sum, distance) => sum + distance, 0)
    if (total === 0) break
    let left = random.next() * total
    const drawn = distances.findIndex((distance) => (left -= distance) < 0)
    centroids.push(vectors[drawn < 0 ? distances.indexOf(Math.max(...distances)) : drawn]!)
  }
  return centroids
}

function nearest(vector: Float32Array, centroids: readonly Float32Array[]): number {
  let best = 0
  let least = Infinity
  for (const [cluster, centroid] of centroids.entries()) {
    const distance = squaredDistance(vector, centroid)
    if (distance >= least) continue
    least = distance
    best = cluster
  }
  return best
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let axis = 0; axis < a.length; axis++) sum += (a[axis]! - b[axis]!) ** 2
  return sum
}

function meanOf(vectors: readonly Float32Array[]): Float32Array | null {
  if (vectors.length === 0) return null
  const mean = new Float32Array(vectors[0]!.length)
  for (const vector of vectors) for (let axis = 0; axis < mean.length; axis++) mean[axis]! += vector[axis]! / vectors.length
  return mean
}
