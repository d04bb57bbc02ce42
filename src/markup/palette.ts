/** The colours of our pages, each as it is on light and on dark paper. */
const palette: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  paper: ['#fdfdfc', '#14181b'],
  raised: ['#ffffff', '#1a1f23'],
  sunken: ['#f4f4f1', '#20262b'],
  ink: ['#1d2125', '#e7e9ea'],
  soft: ['#545c64', '#a7b0b7'],
  line: ['#dcdcd6', '#333b42'],
  accent: ['#0b6157', '#5fc9b8'],
  'accent-ink': ['#ffffff', '#0c1a18'],
  good: ['#17653a', '#7fd6a0'],
  'good-paper': ['#e3f3e8', '#17301f'],
  bad: ['#a1261d', '#ff9d92'],
  'bad-paper': ['#fbe9e6', '#3a1d1a'],
  warm: ['#7a4b06', '#f0c27a'],
  'warm-paper': ['#f9eeda', '#33270f'],
  cool: ['#1f4f8f', '#94bdf5'],
  'cool-paper': ['#e5eefa', '#17273c'],
  'grey-paper': ['#ececea', '#2a3137'],
}

const properties = Object.entries(palette).map(([name, [light, dark]]) => `  --${name}: light-dark(${light}, ${dark});`)

/** The palette as a style sheet: a custom property a colour, such as `var(--good-paper)`, by the reader's colour scheme. */
export const paletteStyle = `:root {
  color-scheme: light dark;
${properties.join('\n')}
}
`
