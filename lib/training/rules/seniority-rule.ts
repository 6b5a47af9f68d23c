/** The seniority rule: years that a job asks for against years that a résumé states, and the rank that two titles name. What neither says stays unknown. */
import type { CandidateFacts, JobFacts } from './match-facts.ts'

/** Ranks that titles name, lowest first. A title without one of these words says nothing: "Nurse" may be any of them, and "manager" or "assistant" is often the occupation itself. */
const RANKS: readonly RegExp[] = [
  /\b(?:intern|internship|trainee|apprentice|working student|praktikant(?:in)?|werkstudent(?:in)?|azubi|auszubildender?)\b|实习/iu,
  /\b(?:junior|jr|entry[- ]level|graduate)\b|初级/iu,
  /\b(?:mid[- ]level|intermediate|experienced)\b|中级/iu,
  /\b(?:senior|sr)\b|高级|资深/iu,
  /\b(?:lead(?! generation)|principal|supervisor|team leader|teamleiter(?:in)?)\b|主管/iu,
  /\b(?:head of|director|vice president|vp|chief|c[eftio]o|leiter(?:in)?|geschäftsführer(?:in)?)\b|总监/iu,
]

const WORDS_OF_NUMBERS: Record<string, number> = { one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, ein: 1, zwei: 2, drei: 3, vier: 4, fünf: 5 }
const YEARS_WANTED = /(?<![\p{L}\p{N}.])(?<count>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|ein|zwei|drei|vier|fünf)\s*\+?\s*(?:(?:-|–|to|bis)\s*\d{1,2}\s*\+?\s*)?(?:(?:years?|yrs?|jahren?)(?!\p{L})|年)(?! (?:old|of age|alt)\b)/iu

/** The mean of what is known: the share of the years asked for, and how near the ranks of the titles are. */
export function scoreSeniority(job: JobFacts, candidate: CandidateFacts): number | null {
  const scores = [scoreYears(yearsWanted(job), yearsOf(candidate)), scoreRanks(rankOf(job.title), rankOf(candidate.headline))].filter((score) => score !== null)
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length
}

/** The most that a requirement asks for. Years elsewhere in a job's text are often the company's. */
export function yearsWanted({ requirements }: Pick<JobFacts, 'requirements'>): number | null {
  const years = requirements.flatMap(({ text, level }) => {
    const count = level === 'must' ? YEARS_WANTED.exec(text)?.groups?.['count']?.toLowerCase() : undefined
    const value = count === undefined ? Number.NaN : (WORDS_OF_NUMBERS[count] ?? Number(count))
    return value > 0 && value <= 30 ? [value] : []
  })
  return years.length === 0 ? null : Math.max(...years)
}

export function yearsOf({ facts }: Pick<CandidateFacts, 'facts'>): number | null {
  const years = Number.parseInt(facts.find(({ kind }) => kind === 'years')?.value ?? '', 10)
  return Number.isNaN(years) ? null : years
}

function scoreYears(wanted: number | null, has: number | null): number | null {
  return wanted === null || has === null ? null : Math.min(1, has / wanted)
}

/** Each rank between costs half: a junior is no match for a lead. */
function scoreRanks(wanted: number | null, has: number | null): number | null {
  return wanted === null || has === null ? null : Math.max(0, 1 - Math.abs(wanted - has) / 2)
}

/** The highest rank that a title names. */
export function rankOf(title: string | null): number | null {
  const rank = title === null ? -1 : RANKS.findLastIndex((pattern) => pattern.test(title))
  return rank < 0 ? null : rank
}
