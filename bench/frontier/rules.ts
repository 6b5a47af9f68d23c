/** The matching rules of stage one: a candidate fits a job of the same field in the same place. It reads labels only, never a text. */
import { createHash } from 'node:crypto'

/** Occupations of a job that a résumé category stands for: beginnings of O*NET codes, and categories of advertisements. The longest beginning wins. */
const OCCUPATIONS_OF: Record<string, { codes: readonly string[]; categories: readonly string[] }> = {
  ACCOUNTANT: { codes: ['13-2011', '13-2031', '13-2081', '13-2082', '43-3031', '43-3011', '43-3051'], categories: [] },
  ADVOCATE: { codes: ['21-', '23-'], categories: ['Legal & Government Relations'] },
  AGRICULTURE: { codes: ['45-', '19-1011', '19-1012', '19-1013', '19-1031', '19-1032', '11-9013'], categories: [] },
  ARTS: { codes: ['27-1012', '27-1013', '27-2', '25-1121', '25-4'], categories: [] },
  AUTOMOBILE: { codes: ['49-3021', '49-3022', '49-3023', '49-3031', '53-30'], categories: [] },
  AVIATION: { codes: ['53-2', '49-3011', '49-2091', '17-2011', '17-3021'], categories: [] },
  BANKING: { codes: ['13-2071', '13-2072', '13-2041', '41-3031', '43-3071', '43-4131', '43-4041', '43-4141'], categories: [] },
  'BUSINESS-DEVELOPMENT': { codes: ['11-2', '13-1161', '11-1021'], categories: ['Partnerships', 'Business Strategy'] },
  CHEF: { codes: ['35-', '11-9051', '51-30'], categories: [] },
  CONSTRUCTION: { codes: ['47-', '11-9021', '17-1'], categories: ['Real Estate & Workplace Services'] },
  CONSULTANT: { codes: ['13-1111', '13-1081', '13-1199', '13-1041', '19-30'], categories: ['Technical Solutions'] },
  DESIGNER: { codes: ['27-1011', '27-1014', '27-1021', '27-1022', '27-1023', '27-1024', '27-1025', '27-1026', '27-1027'], categories: ['User Experience & Design'] },
  'DIGITAL-MEDIA': { codes: ['27-4', '27-303', '15-1255', '15-1254'], categories: [] },
  ENGINEERING: { codes: ['17-2', '17-3'], categories: ['Hardware Engineering', 'Manufacturing & Supply Chain'] },
  FINANCE: { codes: ['13-20', '11-3031', '13-2099', '13-2051', '13-2052', '13-2054', '13-2061'], categories: ['Finance'] },
  FITNESS: { codes: ['39-9031', '29-1128', '27-202', '39-3', '29-1031', '29-9091', '31-201'], categories: [] },
  HEALTHCARE: { codes: ['29-', '31-', '11-9111'], categories: [] },
  HR: { codes: ['13-107', '13-1141', '13-1151', '11-3111', '11-3121', '11-3131', '43-4161'], categories: ['People Operations'] },
  'INFORMATION-TECHNOLOGY': { codes: ['15-12', '11-3021'], categories: ['Software Engineering', 'Technical Infrastructure', 'Network Engineering', 'IT & Data Management'] },
  'PUBLIC-RELATIONS': { codes: ['27-3031', '27-3043', '27-3041', '27-3023', '11-2031', '11-2032', '11-2033'], categories: ['Marketing & Communications'] },
  SALES: { codes: ['41-'], categories: ['Sales & Account Management', 'Sales Operations'] },
  TEACHER: { codes: ['25-1', '25-2', '25-3', '25-9'], categories: [] },
}

export const FIELDS = Object.keys(OCCUPATIONS_OF)

/** The résumé category that a job belongs to; null where the rules say nothing. */
export function fieldOf({ code, category }: { code?: string; category: string }): string | null {
  if (code === undefined) return FIELDS.find((field) => OCCUPATIONS_OF[field]?.categories.includes(category)) ?? null
  const matches = FIELDS.flatMap((field) => (OCCUPATIONS_OF[field]?.codes ?? []).filter((prefix) => code.startsWith(prefix)).map((prefix) => ({ field, length: prefix.length })))
  return matches.sort((a, b) => b.length - a.length)[0]?.field ?? null
}

export const PLACES = ['Dublin, Ireland', 'Chicago, Illinois', 'Singapore', 'São Paulo, Brazil', 'Nairobi, Kenya'] as const

/** The résumés are anonymised and O*NET has no places, so each text is given one, drawn from its id alone. */
export function placeOf(id: string): string {
  return PLACES[createHash('sha256').update(`place ${id}`).digest().readUInt32LE() % PLACES.length] as string
}

export interface Labelled { field: string; place: string }

export const fits = (job: Labelled, candidate: Labelled): boolean => job.field === candidate.field && job.place === candidate.place
