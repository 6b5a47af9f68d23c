/** The location rule: whether somebody lives where the job is, as far as two written places can be compared. No map: a place is its name. */
import { COUNTRY_NAMES, REGION_NAMES } from './place-names.ts'

/** The same region or country, another town. */
const SAME_REGION = 0.5

/** 1 the same town, or the job names no more than the region they live in; 0.5 another town of it; 0.25 another region of the country; 0 elsewhere; null when a place is unknown, or the work is remote. */
export function scoreLocation(jobLocation: string | null, candidateLocation: string | null): number | null {
  if (jobLocation === null || candidateLocation === null || REMOTE.test(jobLocation)) return null
  const scores = alternatives(jobLocation).map((place) => comparePlaces(place, readPlace(candidateLocation))).filter((score) => score !== null)
  return scores.length === 0 ? null : Math.max(...scores)
}

interface Place {
  towns: string[]
  regions: string[]
  countries: string[]
}

const REMOTE = /\b(?:remote|anywhere|worldwide|home[- ]?office|work from home|hybrid work)\b|远程/iu

/** "London or Leeds" are two places, "Leeds, UK" is one. */
function alternatives(location: string): Place[] {
  return location.split(/\s+(?:or|oder)\s+|[;/|]|\s[–—-]\s|或/iu).map(readPlace).filter(({ towns, regions, countries }) => towns.length + regions.length + countries.length > 0)
}

function readPlace(location: string): Place {
  const place: Place = { towns: [], regions: [], countries: [] }
  for (const part of location.split(/[,，()]/u)) {
    const words = part.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\b\d[\d-]*\b/gu, '').replace(/[^\p{L}\p{N} ]/gu, '').replace(/\s+/gu, ' ').replace(/^(?:greater|city of|metropolitan) | (?:area|city|metro|metropolitan area|region)$/gu, '').trim()
    if (words === '') continue
    const country = COUNTRY_NAMES.get(words)
    const region = REGION_NAMES.get(words)
    if (country) place.countries.push(country)
    else if (region) {
      place.regions.push(region.name)
      place.countries.push(region.country)
    } else place.towns.push(words)
  }
  return place
}

/** From the narrowest thing that both say: towns, then regions, then countries. Two names of different kinds cannot be compared. */
function comparePlaces(job: Place, candidate: Place): number | null {
  const shares = (kind: keyof Place) => job[kind].some((name) => candidate[kind].includes(name))
  const differs = (kind: keyof Place) => job[kind].length > 0 && candidate[kind].length > 0 && !shares(kind)
  if (differs('countries')) return 0
  if (differs('regions')) return shares('countries') ? SAME_REGION / 2 : 0
  if (shares('towns')) return 1
  if (differs('towns')) return shares('regions') || shares('countries') ? SAME_REGION : 0
  if (job.towns.length === 0 && (job.regions.length > 0 ? shares('regions') : shares('countries'))) return 1
  return null
}
