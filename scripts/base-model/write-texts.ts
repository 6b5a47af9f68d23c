import type { Random } from '../../lib/engine/random.ts'
import { pick, pickOne } from './occupations.ts'
import type { Occupation } from './occupations.ts'

/** Writes jobs and people from an occupation. A job and a person of one occupation share its substance but not its sentences: tasks and tools are dealt to one side or the other. */
export interface Deal {
  jobTasks: string[]
  personTasks: string[]
  jobTools: string[]
  personTools: string[]
}

export function deal(occupation: Occupation, random: Random): Deal {
  const tasks = pick(occupation.tasks, 16, random)
  const half = Math.ceil(tasks.length / 2)
  const tools = pick(occupation.tools.slice(0, 24), 14, random)
  return { jobTasks: tasks.slice(0, half), personTasks: tasks.slice(half), jobTools: tools.slice(0, 6), personTools: tools.slice(3) }
}

export function writeJob(occupation: Occupation, { jobTasks, jobTools }: Deal, random: Random): string {
  const title = pickOne(occupation.titles, random)
  const lists = [
    () => `${title}\n\n${occupation.description}\n\nResponsibilities:\n${jobTasks.slice(0, 5).map((task) => `- ${task}`).join('\n')}${jobTools.length ? `\n\nRequirements: ${jobTools.join(', ')}` : ''}`,
    () => `We are looking for a ${title}.\nYour tasks:\n${jobTasks.slice(0, 4).join('\n')}${jobTools.length ? `\nYou know ${jobTools.slice(0, 4).join(', ')}.` : ''}`,
    () => keySkills(occupation, { jobTasks, jobTools }, random), // half of all jobs, as portals list them
    () => keySkills(occupation, { jobTasks, jobTools }, random),
  ]
  return pickOne(lists, random)()
}

/** A job as portals show it in one line: skills and roles between commas. */
function keySkills(occupation: Occupation, { jobTasks, jobTools }: Pick<Deal, 'jobTasks' | 'jobTools'>, random: Random): string {
  const phrases = jobTasks.slice(0, 3).map((task) => task.split(/[,.;]| or | and /)[0]!.trim())
  return pick([...pick(occupation.titles, 2, random), ...jobTools.slice(0, 4), ...pick(occupation.toolKinds, 2, random), ...phrases], 8, random).join(', ')
}

export function writePerson(occupation: Occupation, { personTasks, personTools }: Deal, random: Random): string {
  const [title, earlier] = pick(occupation.titles, 2, random)
  const years = 2 + random.below(18)
  const start = 2023 - years
  const tools = personTools.length ? personTools.slice(0, 8).join(', ') : pick(occupation.toolKinds, 3, random).join(', ')
  const layouts = [
    () => `${title!.toUpperCase()}\nSummary\n${title} with ${years} years of experience.\nHighlights\n${tools}\nExperience\n${title} ${start} to Current\n${personTasks.slice(0, 5).join(' ')}`,
    () => `Experience\nCompany Name, ${start} to 2023\n${title}\n${personTasks.map((task) => `• ${task}`).slice(0, 5).join('\n')}\n${earlier ?? title}\nSkills\n${tools}`,
    () => `Professional profile\n${personTasks.slice(0, 2).join(' ')}\nWork history\n${title}, ${years} years. ${personTasks.slice(2, 5).join(' ')}\nTechnical skills: ${tools}`,
  ]
  return pickOne(layouts, random)()
}
