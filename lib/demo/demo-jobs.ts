/** The demo's jobs, written for it, with what would really decide who fits. Data only. */
export interface DemoJob {
  field: string
  title: string
  location: string
  text: string
  /** The rule behind the demo's answers: skills and years that count, as they stand in the résumés. */
  musts: readonly string[]
  nices: readonly string[]
  years: number
}

const job = (job: DemoJob) => job

export const DEMO_JOBS: readonly DemoJob[] = [
  job({
    field: 'software', title: 'Backend Engineer, Payments', location: 'Leeds, UK or remote', years: 4, musts: ['TypeScript', 'Node.js', 'PostgreSQL', 'automated testing'], nices: ['event queues', 'Kubernetes', 'mentoring'],
    text: `Our payments team moves money for 3,000 small shops. You will own two services from the first sketch to the night they are called about.

What you will do
- Build and run services that settle about 200,000 payments a day
- Make failures boring: retries, reconciliation, clear logs
- Review the code of colleagues and have yours reviewed

Requirements
- At least four years as a software engineer
- TypeScript and Node.js in production
- PostgreSQL: schema design and slow queries
- Automated testing as a habit

Nice to have
- Event queues between services
- Kubernetes
- Mentoring of younger developers

We offer a four-day week on request, a budget for learning and a quiet office.`,
  }),
  job({
    field: 'nursing', title: 'Staff Nurse, Acute Medical Ward', location: 'Bristol, UK', years: 2, musts: ['medication administration', 'patient assessment', 'IV therapy', 'infection control'], nices: ['dementia care', 'mentoring students', 'electronic patient records'],
    text: `Our acute medical ward has 26 beds and a team that stays. We look for a nurse who keeps calm when four things happen at once.

Your duties
- Care for a group of six to eight patients on early, late and night shifts
- Plan discharges with families and social workers

What you bring
- Registration as an adult nurse
- Two years on an acute ward
- Medication administration and IV therapy
- Careful patient assessment and clear handover
- Infection control in daily practice

Desirable
- Experience in dementia care
- Mentoring students
- Electronic patient records

You get a preceptor for three months and a roster six weeks ahead.`,
  }),
  job({
    field: 'accounting', title: 'Senior Accountant', location: 'Manchester, UK', years: 6, musts: ['month-end close', 'general ledger', 'accruals and prepayments', 'statutory accounts'], nices: ['SAP', 'consolidation', 'team leadership'],
    text: `A family-owned food producer with three companies looks for a senior accountant who likes numbers that agree.

Tasks
- Lead the month-end close and explain the result to the directors
- Prepare statutory accounts and be the contact of the auditors
- Improve what is still done by hand

Qualifications
- ACCA, CIMA or an equal qualification
- At least six years in accounting, some of them with manufacturing
- General ledger, accruals and prepayments
- Statutory accounts

Preferred
- SAP
- Consolidation of several companies
- Leading a small team

We close our books in five days and go home at five.`,
  }),
  job({
    field: 'logistics', title: 'Warehouse Shift Supervisor', location: 'Sheffield, UK', years: 4, musts: ['shift planning', 'inventory control', 'warehouse management system', 'health and safety'], nices: ['lean methods', 'temperature-controlled goods', 'forklift driving'],
    text: `You lead the late shift of a distribution centre with 40 people and 12,000 places.

Responsibilities
- Plan the shift, place people and keep the cut-off at 22:00
- Talk about safety before it is needed

Must have
- Four years in a warehouse, two of them leading people
- Shift planning
- Inventory control with a warehouse management system
- Health and safety knowledge

Good to have
- Lean methods
- Temperature-controlled goods
- A forklift licence

Late shift only, 14:00 to 22:00, with a late-shift bonus.`,
  }),
  job({
    field: 'teaching', title: 'Teacher of Mathematics', location: 'Norwich, UK', years: 2, musts: ['lesson planning', 'classroom management', 'GCSE mathematics', 'assessment'], nices: ['A-level mathematics', 'special educational needs', 'physics'],
    text: `A school of 900 pupils by the sea seeks a teacher of mathematics from September.

The post
- Teach years 7 to 11, with a form of your own
- Work with a department of seven that shares its plans

Essential
- Qualified Teacher Status
- Two years of teaching mathematics
- GCSE mathematics with good results
- Lesson planning, assessment and calm classroom management

Desirable
- A-level mathematics
- Experience with special educational needs
- Some physics

Visits are welcome before you apply.`,
  }),
  job({
    field: 'sales', title: 'Account Executive, Packaging', location: 'Rotterdam, Netherlands', years: 3, musts: ['B2B sales', 'negotiation', 'product demonstrations', 'quota attainment'], nices: ['German', 'Salesforce', 'key account management'],
    text: `We make packaging without plastic and sell it to food producers who have to change anyway.

What you will do
- Find, visit and win customers with 50 to 500 employees
- Show samples, calculate, negotiate, close

Who you are
- Three years or more in B2B sales with quota attainment that you can show
- Good product demonstrations
- Negotiation with buyers and plant managers

A plus
- German
- Salesforce
- Key account management

A small base and a fair commission without a ceiling.`,
  }),
  job({
    field: 'mechanical', title: 'Mechanical Design Engineer, Pumps', location: 'Cork, Ireland', years: 4, musts: ['SolidWorks', 'GD&T', 'design for manufacture', 'material selection'], nices: ['finite element analysis', 'FMEA', 'CNC machining'],
    text: `Our pumps run in desalination plants, where nothing may leak and everything corrodes.

You will
- Design housings, shafts and seals from requirement to release
- Be at the test bench when they run first

Requirements
- A degree in mechanical engineering
- Four years of design work
- SolidWorks
- Drawings to GD&T
- Design for manufacture
- Material selection for corrosive media

Nice to have
- Finite element analysis
- FMEA
- Hands-on CNC machining`,
  }),
  job({
    field: 'hospitality', title: 'Sous Chef', location: 'Glasgow, Scotland', years: 4, musts: ['menu planning', 'food safety', 'stock control', 'team leadership'], nices: ['pastry', 'banqueting', 'allergen management'],
    text: `A country hotel with 60 covers, a garden and banquets at weekends.

Your job
- Run the kitchen when the head chef is away
- Plan the menu with what grows

You have
- Four years in good kitchens, one of them leading a section
- Menu planning and stock control
- Food safety that stands an inspection
- Team leadership without shouting

Bonus
- Pastry
- Banqueting
- Allergen management

Two days off in a row and staff rooms at cost.`,
  }),
  job({
    field: 'legal', title: 'Paralegal, Dispute Resolution', location: 'Dublin, Ireland', years: 2, musts: ['legal research', 'document review', 'litigation bundles', 'case management'], nices: ['data protection', 'employment law', 'client interviews'],
    text: `Our disputes team of nine needs somebody who finds the letter that everybody says does not exist.

Role
- Prepare cases from the first letter to the hearing
- Keep deadlines for four fee earners

Requirements
- A law degree or CILEX
- Two years as a paralegal
- Legal research
- Document review and litigation bundles
- Case management

Preferred
- Data protection
- Employment law
- Experience with client interviews`,
  }),
  job({
    field: 'electrical', title: 'Maintenance Electrician, Food Plant', location: 'Berlin, Germany', years: 3, musts: ['fault finding', 'inspection and testing', 'three-phase installations', 'planned maintenance'], nices: ['PLC', 'emergency lighting', 'supervising apprentices'],
    text: `Our lines fill 40,000 bottles an hour. When one stops, you are the person everybody is glad to see.

Duties
- Find faults and mend them for good
- Plan maintenance with production, not against it

Requirements
- A completed apprenticeship as an electrician
- Three years in industry
- Fault finding on three-phase motors
- Inspection and testing
- Planned maintenance

Desirable
- PLC knowledge, Siemens S7 preferred
- Emergency lighting
- Supervising apprentices

Four shifts, paid well.`,
  }),
]
