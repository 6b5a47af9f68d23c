/** Countries and regions by the names that people write, so that a region is not taken for a town. Data only; what is not here counts as a town's name. */

const COUNTRIES = `
argentina; australia; austria|osterreich; bangladesh; belgium|belgien; brazil|brasil; bulgaria; canada|kanada; chile; china|中国; colombia; croatia; czechia|czech republic; denmark; egypt;
estonia; finland; france|frankreich; germany|deutschland|de; ghana; greece; hong kong; hungary; india; indonesia; ireland; israel; italy|italien; japan|日本; kenya; latvia; lithuania; luxembourg;
malaysia; mexico; morocco; netherlands|the netherlands|holland|niederlande; new zealand; nigeria; norway; pakistan; peru; philippines; poland|polen; portugal; romania; russia; saudi arabia;
serbia; singapore; slovakia; slovenia; south africa; south korea|korea; spain|spanien; sri lanka; sweden; switzerland|schweiz; taiwan; thailand; tunisia; turkey|turkiye; ukraine;
united arab emirates|uae; united kingdom|uk|great britain|gb; united states|united states of america|usa|us; vietnam`

const REGIONS: Record<string, string> = {
  'united kingdom': 'england; scotland; wales; northern ireland',
  'united states': `alabama|al; alaska|ak; arizona|az; arkansas|ar; california|ca; colorado|co; connecticut|ct; delaware; district of columbia|dc; florida|fl; georgia|ga; hawaii|hi; idaho|id;
    illinois|il; indiana; iowa|ia; kansas|ks; kentucky|ky; louisiana|la; maine|me; maryland|md; massachusetts|ma; michigan|mi; minnesota|mn; mississippi|ms; missouri|mo; montana|mt; nebraska|ne;
    nevada|nv; new hampshire|nh; new jersey|nj; new mexico|nm; new york state|ny; north carolina|nc; north dakota|nd; ohio|oh; oklahoma|ok; oregon|or; pennsylvania|pa; rhode island|ri;
    south carolina|sc; south dakota|sd; tennessee|tn; texas|tx; utah|ut; vermont|vt; virginia|va; washington state|wa; west virginia|wv; wisconsin|wi; wyoming|wy`,
  germany: `baden-wurttemberg|baden wurttemberg; bayern|bavaria; brandenburg; hessen|hesse; mecklenburg-vorpommern; niedersachsen|lower saxony; nordrhein-westfalen|north rhine-westphalia|nrw;
    rheinland-pfalz; saarland; sachsen|saxony; sachsen-anhalt; schleswig-holstein; thuringen|thuringia`,
  canada: 'alberta|ab; british columbia|bc; manitoba|mb; new brunswick; newfoundland; nova scotia|ns; ontario|on; quebec|qc; saskatchewan|sk',
  india: 'karnataka; maharashtra; tamil nadu; telangana; gujarat; kerala; west bengal; uttar pradesh; haryana; punjab; rajasthan; andhra pradesh',
}

const plain = (name: string) => name.replace(/[^\p{L}\p{N} ]/gu, '')
const namesIn = (list: string) => list.split(';').map((entry) => entry.trim().split('|').map((name) => plain(name.trim())))

export const COUNTRY_NAMES: ReadonlyMap<string, string> = new Map(namesIn(COUNTRIES).flatMap(([name, ...others]) => [name!, ...others].map((written) => [written, name!])))

export const REGION_NAMES: ReadonlyMap<string, { name: string; country: string }> = new Map(
  Object.entries(REGIONS).flatMap(([country, list]) => namesIn(list).flatMap(([name, ...others]) => [name!, ...others].map((written) => [written, { name: `${name!} (${country})`, country }] as const))),
)
