/** Résumés made on the spot: invented people in several fields, as PDF, DOCX and text. */
import { Document, Packer, Paragraph } from 'docx'
import PDFDocument from 'pdfkit'
import type { JourneyMaterial } from './journey.ts'

interface Person {
  name: string
  role: string
  city: string
  years: number
  skills: string[]
  employer: string
}

const PEOPLE: Person[] = [
  { name: 'Mirela Fontana', role: 'Warehouse Supervisor', city: 'Leeds', years: 8, skills: ['shift planning', 'forklift licence', 'stock control', 'WMS'], employer: 'Calder Freight' },
  { name: 'Jonas Weidmann', role: 'Forklift Operator', city: 'Bremen', years: 3, skills: ['reach truck', 'loading bay', 'pallet handling'], employer: 'Nordkai Lager' },
  { name: 'Adaeze Obiora', role: 'Logistics Coordinator', city: 'Rotterdam', years: 5, skills: ['carrier contracts', 'customs papers', 'SAP', 'inventory counts'], employer: 'Maasvlakte Cargo' },
  { name: 'Tomasz Kulik', role: 'Inventory Analyst', city: 'Poznań', years: 4, skills: ['cycle counting', 'Excel', 'demand planning'], employer: 'Warta Supply' },
  { name: 'Leila Haddad', role: 'Paediatric Nurse', city: 'Lyon', years: 9, skills: ['ward rounds', 'vaccination', 'family counselling'], employer: 'Clinique des Acacias' },
  { name: 'Owen Pritchard', role: 'Intensive Care Nurse', city: 'Cardiff', years: 6, skills: ['ventilation', 'triage', 'medication safety'], employer: 'St Teilo Hospital' },
  { name: 'Sofia Lindqvist', role: 'Backend Developer', city: 'Malmö', years: 7, skills: ['TypeScript', 'Postgres', 'queues', 'observability'], employer: 'Öresund Pay' },
  { name: 'Kenji Morimoto', role: 'Data Engineer', city: 'Osaka', years: 5, skills: ['Python', 'Airflow', 'SQL', 'data contracts'], employer: 'Yodo Metrics' },
  { name: 'Beatriz Salgado', role: 'Accountant', city: 'Porto', years: 11, skills: ['month-end close', 'IFRS', 'tax returns'], employer: 'Ribeira Contas' },
  { name: 'Callum Reid', role: 'Payroll Clerk', city: 'Glasgow', years: 2, skills: ['payroll runs', 'pensions', 'spreadsheets'], employer: 'Clyde Ledger' },
  { name: 'Ngozi Eze', role: 'Primary School Teacher', city: 'Bristol', years: 10, skills: ['phonics', 'lesson planning', 'parents evenings'], employer: 'Avonmead School' },
  { name: 'Petra Novotná', role: 'Store Manager', city: 'Brno', years: 6, skills: ['rota planning', 'stock takes', 'customer complaints'], employer: 'Zelný Market' },
  { name: 'Rui Carvalho', role: 'Dispatch Planner', city: 'Setúbal', years: 7, skills: ['route planning', 'drivers’ hours', 'goods-in', 'shift handover'], employer: 'Sado Transportes' },
  { name: 'Hanne Solberg', role: 'Electrician', city: 'Bergen', years: 12, skills: ['switchboards', 'inspection', 'cable routing'], employer: 'Fjord Elektro' },
]

const address = ({ name }: Person) => `${name.normalize('NFD').replace(/[^A-Za-z ]/g, '').toLowerCase().replaceAll(' ', '.')}@people.example`

const lines = (person: Person) => [
  person.name,
  person.role,
  `${person.city} · ${address(person)}`,
  `${person.years} years of experience as ${person.role.toLowerCase()}, most recently at ${person.employer}.`,
  `At ${person.employer} I was responsible for ${person.skills.slice(0, 2).join(' and ')}, trained new colleagues and reported to the head of the site.`,
  `Skills: ${person.skills.join(', ')}.`,
]

export async function makeResumeFiles(): Promise<JourneyMaterial['files']> {
  return Promise.all(
    PEOPLE.map(async (person, index) => {
      const name = person.name.toLowerCase().replaceAll(' ', '-')
      if (index % 3 === 0) return { name: `${name}.pdf`, mimeType: 'application/pdf', buffer: await makePdf(lines(person)) }
      if (index % 3 === 1) return { name: `${name}.docx`, mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', buffer: await makeDocx(lines(person)) }
      return { name: `${name}.txt`, mimeType: 'text/plain', buffer: Buffer.from(lines(person).join('\n')) }
    }),
  )
}

function makePdf(text: string[]): Promise<Buffer> {
  const pdf = new PDFDocument()
  const chunks: Buffer[] = []
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
  for (const line of text) pdf.text(line)
  pdf.end()
  return new Promise((resolve) => pdf.on('end', () => resolve(Buffer.concat(chunks))))
}

function makeDocx(text: string[]): Promise<Buffer> {
  return Packer.toBuffer(new Document({ sections: [{ children: text.map((line) => new Paragraph(line)) }] }))
}
