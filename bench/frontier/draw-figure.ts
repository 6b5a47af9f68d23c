/** Draws curves with error bars as an SVG that stands on its own background, in light and dark pages alike. It knows no methods. */
export interface FigurePoint { x: number; y: number; xError: number; yError: number }
export interface Curve { label: string; points: readonly FigurePoint[]; /** Label of the curve whose colour and marker it takes, dashed and hollow. */ variantOf?: string }
export interface Figure { title: string; subtitle: string; xLabel: string; yLabel: string; start: FigurePoint & { label: string }; curves: readonly Curve[] }

/** Okabe and Ito's colours, told apart with any colour vision; each curve has a marker of its own besides. */
const COLOURS = ['#d55e00', '#e69f00', '#56b4e9', '#0072b2', '#009e73', '#cc79a7', '#000000']
const MARKERS: readonly ((x: number, y: number) => string)[] = [
  (x, y) => polygon([[x - 5, y - 5], [x + 5, y - 5], [x + 5, y + 5], [x - 5, y + 5]]),
  (x, y) => polygon([[x, y - 6], [x + 6, y + 5], [x - 6, y + 5]]),
  (x, y) => polygon([[x, y - 7], [x + 7, y], [x, y + 7], [x - 7, y]]),
  (x, y) => `<circle cx="${at(x)}" cy="${at(y)}" r="5.5"/>`,
  (x, y) => polygon([[x, y + 6], [x + 6, y - 5], [x - 6, y - 5]]),
  (x, y) => polygon(Array.from({ length: 5 }, (_, corner) => onCircle(x, y, 6.5, corner / 5))),
  (x, y) => polygon(Array.from({ length: 6 }, (_, corner) => onCircle(x, y, 6, corner / 6))),
]
const [WIDTH, HEIGHT] = [960, 580]
const PLOT = { left: 84, right: 670, top: 84, bottom: 500 }
const LABEL_HEIGHT = 19

export function drawFigure({ title, subtitle, xLabel, yLabel, start, curves }: Figure): string {
  const all = [start, ...curves.flatMap(({ points }) => points)]
  const xScale = scaleOf(all.flatMap(({ x, xError }) => [x - xError, x + xError]), PLOT.left, PLOT.right)
  const yScale = scaleOf(all.flatMap(({ y, yError }) => [y - yError, y + yError]), PLOT.bottom, PLOT.top)
  const labels = spreadLabels(curves.map(({ points }) => yScale.place((points.at(-1) ?? start).y)))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="14" fill="#1f2328" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#ffffff"/>`,
    text(PLOT.left, 34, title, 'font-size="18" font-weight="600"'),
    text(PLOT.left, 58, subtitle, 'fill="#59636e"'),
    ...xScale.ticks.flatMap((tick) => [line(xScale.place(tick), PLOT.top, xScale.place(tick), PLOT.bottom, 'stroke="#e7eaee"'), text(xScale.place(tick), PLOT.bottom + 22, tick.toFixed(xScale.digits), 'text-anchor="middle"')]),
    ...yScale.ticks.flatMap((tick) => [line(PLOT.left, yScale.place(tick), PLOT.right, yScale.place(tick), 'stroke="#e7eaee"'), text(PLOT.left - 10, yScale.place(tick) + 5, tick.toFixed(yScale.digits), 'text-anchor="end"')]),
    line(PLOT.left, PLOT.bottom, PLOT.right, PLOT.bottom, 'stroke="#59636e"'),
    line(PLOT.left, PLOT.top, PLOT.left, PLOT.bottom, 'stroke="#59636e"'),
    text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 50, xLabel, 'text-anchor="middle"'),
    `<text transform="translate(24 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">${escape(yLabel)}</text>`,
    ...curves.map((curve, index) => drawCurve(curve, index, labels[index] as number)),
    `<g fill="#1f2328">${polygon(Array.from({ length: 10 }, (_, corner) => onCircle(xScale.place(start.x), yScale.place(start.y), corner % 2 === 0 ? 11 : 4.5, corner / 10)))}</g>`,
    text(xScale.place(start.x) + 2, yScale.place(start.y) - 18, start.label, 'font-weight="600" text-anchor="middle"'),
    '</svg>',
  ].join('\n')

  function drawCurve({ label, points, variantOf }: Curve, order: number, labelY: number): string {
    const index = variantOf === undefined ? order : curves.findIndex((curve) => curve.label === variantOf)
    const markerStyle = variantOf === undefined ? 'stroke="#ffffff" stroke-width="1"' : `stroke="${COLOURS[index % COLOURS.length]}" fill="#ffffff" stroke-width="1.5"`
    const colour = COLOURS[index % COLOURS.length] as string
    const marker = MARKERS[index % MARKERS.length] as typeof MARKERS[number]
    const places = [start, ...points].map(({ x, y }) => [xScale.place(x), yScale.place(y)] as const)
    const [endX, endY] = places.at(-1) as readonly [number, number]
    return [
      `<g stroke="${colour}" fill="${colour}">`,
      ...points.flatMap(({ x, y, xError, yError }) => [
        line(xScale.place(x - xError), yScale.place(y), xScale.place(x + xError), yScale.place(y), 'stroke-opacity="0.45"'),
        line(xScale.place(x), yScale.place(y - yError), xScale.place(x), yScale.place(y + yError), 'stroke-opacity="0.45"'),
      ]),
      `<polyline points="${places.map(([x, y]) => `${at(x)},${at(y)}`).join(' ')}" fill="none" stroke-width="2"${variantOf === undefined ? '' : ' stroke-dasharray="6 4"'}/>`,
      `<g ${markerStyle}>${places.slice(1).map(([x, y]) => marker(x, y)).join('')}</g>`,
      line(endX + 8, endY, PLOT.right + 8, labelY - 5, 'stroke-opacity="0.35" stroke-dasharray="2 3"'),
      `<g ${markerStyle}>${marker(PLOT.right + 16, labelY - 5)}</g>`,
      text(PLOT.right + 28, labelY, label, 'stroke="none" fill="#1f2328"'),
      '</g>',
    ].join('\n')
  }
}

interface Scale { place(value: number): number; ticks: number[]; digits: number }

/** Linear, with round ticks, and a margin around the values. */
function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const margin = Math.max(0.06 * (most - least), 1e-3)
  const [low, high] = [least - margin, most + margin]
  const step = [0.01, 0.02, 0.05, 0.1, 0.2].find((size) => (high - low) / size <= 8) ?? 0.5
  const ticks = Array.from({ length: Math.floor(high / step) - Math.ceil(low / step) + 1 }, (_, index) => (Math.ceil(low / step) + index) * step)
  return { place: (value) => from + ((value - low) / (high - low)) * (to - from), ticks, digits: step < 0.1 ? 2 : 1 }
}

/** Pushes labels apart, so that each keeps its order and a line of its own inside the figure. */
export function spreadLabels(wanted: readonly number[]): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] as number) - (wanted[b] as number))
  const placed = [...wanted]
  order.forEach((index, rank) => {
    const above = rank === 0 ? PLOT.top - LABEL_HEIGHT : placed[order[rank - 1] as number] as number
    placed[index] = Math.max(wanted[index] as number, above + LABEL_HEIGHT)
  })
  const surplus = Math.max(0, (placed[order.at(-1) as number] ?? 0) - PLOT.bottom)
  return placed.map((y) => y - surplus)
}

const at = (value: number): string => value.toFixed(1)
const line = (x1: number, y1: number, x2: number, y2: number, style: string): string => `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" ${style}/>`
const text = (x: number, y: number, content: string, style: string): string => `<text x="${at(x)}" y="${at(y)}" ${style}>${escape(content)}</text>`
const polygon = (corners: readonly (readonly [number, number])[]): string => `<polygon points="${corners.map(([x, y]) => `${at(x)},${at(y)}`).join(' ')}"/>`
const onCircle = (x: number, y: number, radius: number, turn: number): [number, number] => [x + radius * Math.sin(2 * Math.PI * turn), y - radius * Math.cos(2 * Math.PI * turn)]
const escape = (content: string): string => content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
