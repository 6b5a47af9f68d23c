/** The words by which job texts announce requirements, in English and German and the usual Chinese headings. Data only. */
const anyOf = (...patterns: string[]) => patterns.join('|')

const MUST_HEADING = anyOf(
  String.raw`(?:key |job |basic |minimum |min\.? |essential |mandatory |technical |main |general |core |candidate |position ){0,3}(?:requirements?|qualifications?|prerequisites|criteria)`,
  String.raw`(?:requirements?|qualifications?|skills|experience|education|knowledge|abilities|competenc(?:y|ies|es))(?:(?:,| and| &| \/|\/)+ ?(?:requirements?|qualifications?|skills|experience|education|knowledge|abilities|competenc(?:y|ies|es))){1,4}`,
  String.raw`(?:required|essential|key|technical|core|necessary|must[- ]have) (?:skills?|qualifications?|experience|knowledge|competenc(?:y|ies|es)|education)(?: (?:and|&) (?:skills?|qualifications?|experience|knowledge|education))?`,
  String.raw`must[- ]haves?`, String.raw`skills`, String.raw`education`, String.raw`experience`, String.raw`required`, String.raw`essential`, String.raw`the must[- ]haves?`,
  String.raw`(?:what|who) (?:you(?:'|’)?(?:ll| will)? (?:need|bring|have|should have|must have|offer)(?: to (?:have|succeed|bring))?|you are|we(?:'|’)?(?: a)?re looking for|we look for|we expect|we need|we require|we are seeking|makes you a (?:good|great) fit|will you (?:bring|need))(?: (?:to|for) (?:the|this|our) (?:role|job|position|team|table))?`,
  String.raw`(?:you have|you bring|you are|you will have|about you|your profile|your background|your skills|your experience|your qualifications|candidate profile|person specification|ideal candidate|the ideal candidate|desired profile|profile)`,
  String.raw`(?:ihr|dein|euer|das) profil`, String.raw`profil`, String.raw`(?:ihre |deine |die |unsere )?(?:anforderungen|qualifikation(?:en)?|voraussetzungen|kenntnisse|kompetenzen)(?: an (?:sie|dich))?`, String.raw`anforderungsprofil`,
  String.raw`(?:das|was) (?:bringen sie mit|bringst du mit|sie mitbringen|du mitbringst|sie auszeichnet|dich auszeichnet|zeichnet sie aus|zeichnet dich aus|wir erwarten|erwarten wir|wir uns wünschen)`, String.raw`(?:sie bringen mit|du bringst mit|wir erwarten|wir suchen)`,
  '任职要求', '职位要求', '岗位要求', '任职资格',
)

const NICE_HEADING = anyOf(
  String.raw`(?:preferred|desired|desirable|additional|bonus|optional|nice[- ]to[- ]have|good[- ]to[- ]have|ideal)(?:,? (?:but not required|requirements?|qualifications?|skills?|experience|criteria|education|knowledge|points|attributes)){0,4}(?: (?:and|&) (?:skills?|experience|qualifications?))?`,
  String.raw`(?:nice|good)[- ]to[- ]haves?`, String.raw`(?:the )?nice[- ]to[- ]haves?`, String.raw`bonus(?: points)?(?: (?:if|for).{0,30})?`, String.raw`pluses`, String.raw`a plus`, String.raw`(?:it(?:'|’)?s|would be) a plus(?: if.{0,30})?`, String.raw`it would be (?:great|nice|good) if.{0,30}`,
  String.raw`(?:von vorteil|wünschenswert|idealerweise|pluspunkte|nice[- ]to[- ]have|das wäre toll|außerdem von vorteil)(?: (?:ist|sind|wäre|wären))?`,
  '加分项', '优先条件',
)

const OTHER_HEADING = anyOf(
  String.raw`(?:key |main |job |your |the |core |primary |essential ){0,3}(?:responsibilities|duties|tasks|role|job|position|mission|purpose|functions|accountabilities)(?:(?: and| &|,) (?:responsibilities|duties|tasks|accountabilities)){0,4}`,
  String.raw`(?:job |position |role )?(?:description|summary|overview|purpose|details|information|type|title|location)`, String.raw`(?:what|how) you(?:'|’)?(?:ll| will)? (?:do|be doing|work on|get|make|grow).{0,20}`, String.raw`(?:what|why) (?:we(?:'|’)?(?: are|re)? (?:offer(?:ing)?|do|provide)|us|join us|work (?:with|for|at).{0,20}|you(?:'|’)?(?:ll| will) (?:love|get|enjoy).{0,20})`,
  String.raw`(?:our |the |your )?(?:benefits|perks|compensation|salary|remuneration|package|offer|company|team|culture|values|process|rewards)(?:(?: and| &|,| \/|\/) ?(?:benefits|perks|compensation|salary|bonus|culture|values|package)){0,4}`, String.raw`we offer`, String.raw`in return.{0,20}`, String.raw`about (?:us|the (?:company|team|role|job|position)|our.{0,20}|the organi[sz]ation)`, String.raw`who we are`, String.raw`(?:how to apply|to apply|application(?: process| procedure)?|apply|contact|next steps|working hours|hours|schedule|travel|equal opportunit.{0,40}|diversity.{0,40}|disclaimer|note)`,
  String.raw`(?:ihre |deine |die |unsere )?(?:aufgaben|tätigkeiten|verantwortung|benefits|leistungen|vorteile|aufgabenbereiche?|haupttätigkeiten)`, String.raw`(?:wir bieten|das bieten wir|was wir bieten|was wir ihnen bieten|das erwartet (?:sie|dich)|was (?:sie|dich) erwartet|über uns|wir über uns|unser angebot|kontakt|bewerbung|ihr aufgabengebiet|dein aufgabengebiet|warum wir)`,
  '岗位职责', '工作职责', '职位描述', '福利待遇',
)

export const HEADINGS = { must: MUST_HEADING, nice: NICE_HEADING, other: OTHER_HEADING } as const

/** A sentence that says of itself that it is required. */
export const SAYS_MUST = new RegExp(
  anyOf(
    String.raw`\b(?:is|are|being) (?:strictly |absolutely |also )?(?:required|mandatory|essential|a must|necessary)\b`, String.raw`\brequired\s*(?:[:.),;]|$)`, String.raw`[-–—(,]\s*(?:a )?must\)?\.?$`, String.raw`\bmust (?:have|be|hold|possess|speak|know)\b`, String.raw`\b(?:minimum|at least|min\.?)(?: of)? (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\+? (?:years?|months?)`,
    String.raw`\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\s*\+?(?:\s*(?:-|–|to)\s*\d+\+?)? years?(?:['’]s?)? (?:of )?(?:[\p{L}/-]+ ){0,4}experience\b`, String.raw`\brequires? (?:a |an |at least |\d)`, String.raw`\byou (?:have|hold|bring) (?:a |an |at least |\d|experience|proven|solid|strong|good)`,
    String.raw`\b(?:ist|sind|wird|werden) (?:zwingend |unbedingt )?(?:erforderlich|vorausgesetzt|notwendig|voraussetzung)`, String.raw`\bsetzen wir voraus`, String.raw`\bmindestens (?:\d+|ein|zwei|drei|vier|fünf)(?:jährige|\s*jahre)`, String.raw`\bberufserfahrung\b`,
  ),
  'iu',
)

/** A sentence that says of itself that it is wished for. */
export const SAYS_NICE = new RegExp(
  anyOf(
    String.raw`\b(?:preferred|desirable|desired|advantageous|beneficial|nice to have|an advantage)\b`, String.raw`\ban? (?:\p{L}+ ){0,2}(?:plus|asset)\b`, String.raw`\b(?:is|are|would be) (?:an? )?(?:\p{L}+ )?bonus\b`, String.raw`\bnice[- ]to[- ]have\b`, String.raw`\bpreferably\b`, String.raw`\bideally\b`, String.raw`\bbonus points\b`,
    String.raw`[-–—(,]\s*(?:an )?advantage\)?\.?$`, String.raw`\bvon vorteil\b`, String.raw`\bwünschenswert\b`, String.raw`\bidealerweise\b`, String.raw`\bein plus\b`, String.raw`\bgern(?:e)? gesehen\b`, '优先',
  ),
  'iu',
)

/** Sounds like a requirement and is none. */
export const SAYS_NEITHER = /\b(?:as|if|when|where|whenever|not|no [\p{L} ]{0,40}) (?:is |are )?required\b|\byou (?:may )?require\b|\baccommodations?\b|\bequal opportunit|\bregardless of\b|\bapply (?:now|today|here|online|via)\b|\bwe (?:offer|provide|believe|celebrate)\b|\bour (?:company|team|clients?|mission)\b.{0,60}\byears\b|\bbonus (?:scheme|payment|of)\b|\bannual bonus\b|\bsalary\b|\bwir bieten\b/iu
