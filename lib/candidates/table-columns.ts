/** Which column of an import file holds what, by its heading. Pure. */
export type ColumnKind = 'externalId' | 'name' | 'firstName' | 'lastName' | 'email' | 'phone' | 'location' | 'headline' | 'text'

/** Compared in lower case without spaces and signs. */
const HEADINGS: Record<ColumnKind, readonly string[]> = {
  externalId: ['id', 'externalid', 'candidateid', 'applicantid', 'personid', 'reference', 'referencenumber', 'number', 'nr', 'kandidatid', 'bewerberid', 'kandidatennummer'],
  name: ['name', 'fullname', 'candidatename', 'applicantname', 'candidate', 'applicant', 'person', 'displayname', '姓名'],
  firstName: ['firstname', 'givenname', 'forename', 'vorname'],
  lastName: ['lastname', 'surname', 'familyname', 'nachname', 'familienname'],
  email: ['email', 'mail', 'emailaddress', 'emailadresse', 'mailaddress', '邮箱', '电子邮件'],
  phone: ['phone', 'phonenumber', 'telephone', 'telephonenumber', 'tel', 'mobile', 'mobilenumber', 'mobilephone', 'cell', 'telefon', 'telefonnummer', 'handy', '电话', '手机'],
  location: ['location', 'city', 'town', 'address', 'place', 'residence', 'wohnort', 'ort', 'stadt', 'adresse', '地址', '城市'],
  headline: ['headline', 'title', 'jobtitle', 'position', 'role', 'currenttitle', 'currentposition', 'currentrole', 'occupation', 'beruf', 'titel', '职位'],
  text: ['text', 'resume', 'résumé', 'resumetext', 'resumestr', 'cv', 'cvtext', 'curriculumvitae', 'summary', 'description', 'profile', 'about', 'bio', 'content', 'body', 'skills', 'experience', 'workexperience', 'education', 'certifications', 'languages', 'qualifications', 'lebenslauf', 'profil', 'beschreibung', 'zusammenfassung', 'kenntnisse', 'fähigkeiten', 'berufserfahrung', 'ausbildung', '简历', '简介'],
}

const KINDS = new Map(Object.entries(HEADINGS).flatMap(([kind, headings]) => headings.map((heading) => [heading, kind as ColumnKind])))

export function columnKind(heading: string): ColumnKind | null {
  return KINDS.get(heading.normalize('NFC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')) ?? null
}

const SHOWN = 12

/** One sentence or two that say which columns were found and which are needed. */
export function describeMissingText(found: readonly string[], what: 'columns' | 'fields'): string {
  const one = what === 'columns' ? 'column' : 'field'
  const names = found.slice(0, SHOWN).map((name) => `“${name.slice(0, 40).toWellFormed()}”`)
  const shown = names.length === 0 ? `no ${what}` : `the ${what} ${names.join(', ')}${found.length > SHOWN ? ` and ${found.length - SHOWN} more` : ''}`
  return `has ${shown}, but none with the text of each person. One ${one} must be called text, resume, cv, summary or description; id, name, email, phone, location and headline are read too. Correct ${what === 'columns' ? 'the first line' : 'the names'} and upload the file again.`
}
