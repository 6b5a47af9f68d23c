/** Invents people for the demo: the same ones for the same seed, each with a career that hangs together. */
import { FIRST_NAMES, LANGUAGES, LAST_NAMES, MAIL_DOMAINS, PLACES } from './names.ts'
import type { Occupation } from './occupation.ts'
import { OFFICE_OCCUPATIONS } from './occupations-office.ts'
import { PRACTICAL_OCCUPATIONS } from './occupations-practical.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { writeResume } from './write-resume.ts'

export interface Post {
  title: string
  employer: string
  from: number
  /** Null: still there. */
  to: number | null
  deeds: string[]
}

export interface DemoPerson {
  name: string
  email: string
  phone: string | null
  location: string
  field: string
  headline: string
  years: number
  skills: string[]
  certificates: string[]
  education: string
  languages: string[]
  posts: Post[]
  text: string
}

export const OCCUPATIONS: readonly Occupation[] = [...OFFICE_OCCUPATIONS, ...PRACTICAL_OCCUPATIONS]

/** The year the careers end in. Fixed, so that the people stay the same. */
const NOW = 2026
const YEARS_OF_LEVEL = [[0, 3], [3, 8], [7, 15], [12, 27]] as const
const LEVELS = [0, 1, 1, 1, 2, 2, 2, 3] as const
/** Of the first six skills, which make the trade, and of the rest: for a beginner, and more with each level. */
const TRADE_SKILLS = 6

export function generatePeople({ seed, perOccupation }: { seed: number; perOccupation: number }): DemoPerson[] {
  const random = createRandom(seed)
  const taken = new Set<string>()
  return OCCUPATIONS.flatMap((occupation) => Array.from({ length: perOccupation }, () => generatePerson(random, occupation, taken)))
}

function generatePerson(random: Random, occupation: Occupation, taken: Set<string>): DemoPerson {
  const name = newName(random, taken)
  const level = random.pick(LEVELS)
  const [fewest, most] = YEARS_OF_LEVEL[level]
  const years = random.int(fewest, most)
  const earlier = random.chance(0.2) ? random.pick(OCCUPATIONS.filter((other) => other !== occupation)) : null
  const skills = chooseSkills(random, occupation, level)
  const { place, phone } = random.pick(PLACES)
  const posts = makePosts(random, { occupation, earlier, level, years, skills })
  const person = {
    ...name,
    phone: phone && random.chance(0.8) ? `${phone}${random.int(100, 199)}` : null,
    location: place,
    field: occupation.field,
    headline: occupation.titles[level],
    years,
    skills: [...skills.map(([skill]) => skill), ...(earlier ? random.sample(earlier.skills, 2).map(([skill]) => skill) : [])],
    certificates: random.sample(occupation.certificates, random.int(0, Math.min(level + 1, occupation.certificates.length))),
    education: random.pick(occupation.education),
    languages: random.chance(0.35) ? random.sample(LANGUAGES, random.int(1, 2)) : [],
    posts,
  }
  return { ...person, skills: [...new Set(person.skills)], text: writeResume(random, person) }
}

function newName(random: Random, taken: Set<string>): { name: string; email: string } {
  for (;;) {
    const [first, last] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)]
    if (taken.has(`${first} ${last}`)) continue
    taken.add(`${first} ${last}`)
    const local = random.chance(0.7) ? `${first}.${last}` : `${first.slice(0, 1)}${last}`
    return { name: `${first} ${last}`, email: `${local.toLowerCase()}@${random.pick(MAIL_DOMAINS)}` }
  }
}

function chooseSkills(random: Random, { skills }: Occupation, level: number): Occupation['skills'] {
  const chosen = skills.filter((_, index) => random.chance(index < TRADE_SKILLS ? 0.45 + 0.15 * level : 0.12 + 0.13 * level))
  return chosen.length >= 3 ? chosen : skills.slice(0, 3)
}

interface Career {
  occupation: Occupation
  earlier: Occupation | null
  level: number
  years: number
  skills: Occupation['skills']
}

/** The newest post first; a career of many years has several, each a step before the last. */
function makePosts(random: Random, { occupation, earlier, level, years, skills }: Career): Post[] {
  const count = Math.max(1, Math.min(level + 1, Math.ceil(years / 3)))
  const employers = random.sample(occupation.employers, count)
  const deeds = random.sample(skills.map(([, deed]) => deed), skills.length)
  let to = NOW
  const posts = employers.map((employer, index): Post => {
    const length = index === count - 1 ? years - (NOW - to) : Math.max(1, Math.round(years / count) + random.int(-1, 1))
    const from = Math.max(NOW - years, to - length)
    const post = { title: occupation.titles[Math.max(0, level - index)]!, employer, from, to: index === 0 && random.chance(0.8) ? null : to, deeds: deeds.filter((_, place) => place % count === index) }
    to = from
    return post
  })
  if (!earlier) return posts
  const stay = random.int(1, 4)
  return [...posts, { title: earlier.titles[0], employer: random.pick(earlier.employers), from: NOW - years - stay, to: NOW - years, deeds: random.sample(earlier.skills.slice(0, TRADE_SKILLS), 2).map(([, deed]) => deed) }]
}
