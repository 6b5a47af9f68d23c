/** Writes an invented career down, each time in one of several manners, as people do. */
import type { DemoPerson, Post } from './generate-people.ts'
import type { Random } from './random.ts'

type Career = Omit<DemoPerson, 'text'>

const MANNERS = [writeClassic, writeSkillsFirst, writeNarrative, writeTerse] as const

export function writeResume(random: Random, career: Career): string {
  const contact = [career.location, career.email, career.phone].filter((part) => part !== null).join(random.pick([' | ', ' · ']))
  return [career.name, career.headline, contact, '', ...random.pick(MANNERS)(random, career)].join('\n').replace(/\n{3,}/gu, '\n\n').trim()
}

const time = ({ from, to }: Post) => `${from} – ${to ?? 'today'}`
const list = (items: readonly string[]) => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`)
const experience = (years: number) => (years < 1 ? 'in the first year of the profession' : `${years} ${years === 1 ? 'year' : 'years'} of experience`)
/** A title inside a sentence: lower case, except abbreviations. */
const inside = (title: string) => title.split(' ').map((word) => (/^\p{Lu}\p{Ll}+$/u.test(word) ? word.toLowerCase() : word)).join(' ')
const article = (noun: string) => (/^[aeiou]/iu.test(noun) || /^HR/u.test(noun) ? 'an' : 'a')

function closing({ education, certificates, languages }: Career): string[] {
  return ['', 'Education', education, ...(certificates.length > 0 ? ['', 'Certificates', ...certificates] : []), ...(languages.length > 0 ? ['', `Languages: English, ${languages.join(', ')}`] : [])]
}

function writeClassic(random: Random, career: Career): string[] {
  const { headline, years, skills, posts } = career
  const summary = random.pick([
    `${headline} with ${experience(years)}, most of it in ${list(skills.slice(0, 3))}.`,
    `${experience(years).replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())} as ${article(headline)} ${inside(headline)}. Strong in ${list(skills.slice(0, 3))}.`,
  ])
  return ['Summary', summary, '', 'Experience', ...posts.flatMap((post) => [`${post.title}, ${post.employer}`, time(post), ...post.deeds.map((deed) => `- ${deed}`), '']), 'Skills', skills.join(', '), ...closing(career)]
}

function writeSkillsFirst(_random: Random, career: Career): string[] {
  const { years, skills, posts } = career
  return ['Key skills', ...skills.map((skill) => `• ${skill}`), '', `Profile: ${experience(years)}.`, '', 'Employment', ...posts.flatMap((post) => [`${time(post)}: ${post.title} at ${post.employer}`, ...post.deeds.map((deed) => `${deed}.`)]), ...closing(career)]
}

function writeNarrative(random: Random, career: Career): string[] {
  const { headline, years, skills, posts } = career
  const opening = random.pick(['What I do best', 'About me', 'Profile'])
  const stations = posts.map((post) => `${post.to === null ? 'Since' : 'From'} ${post.from}${post.to === null ? '' : ` to ${post.to}`} I ${post.to === null ? 'have worked' : 'worked'} as ${article(post.title)} ${inside(post.title)} for ${post.employer}. ${post.deeds.map((deed) => `${deed}.`).join(' ')}`)
  return [opening, `I am ${article(headline)} ${inside(headline)} ${years < 1 ? experience(years) : `with ${experience(years)}`}. People come to me for ${list(skills.slice(0, 4))}.`, '', ...stations.flatMap((station) => [station, '']), `Also: ${list(skills.slice(4)) || list(skills)}.`, ...closing(career)]
}

function writeTerse(_random: Random, career: Career): string[] {
  const { years, skills, posts, education, certificates, languages } = career
  return [
    `EXPERIENCE (${experience(years)})`, ...posts.map((post) => `${time(post)}, ${post.title}, ${post.employer}`), '', 'WHAT I DID', ...posts.flatMap(({ deeds }) => deeds).map((deed) => `* ${deed}`), '',
    `SKILLS: ${skills.join('; ')}`, `EDUCATION: ${education}`, ...(certificates.length > 0 ? [`CERTIFICATES: ${certificates.join('; ')}`] : []), ...(languages.length > 0 ? [`LANGUAGES: English; ${languages.join('; ')}`] : []),
  ]
}
