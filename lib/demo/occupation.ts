/** The shape of an occupation's words. */
export interface Occupation {
  field: string
  /** From the first post to the last. */
  titles: readonly [string, string, string, string]
  employers: readonly string[]
  education: readonly string[]
  certificates: readonly string[]
  /** A skill, and what somebody did who has it. The first ones are the trade; the later, the rarer. */
  skills: readonly (readonly [skill: string, deed: string])[]
}
