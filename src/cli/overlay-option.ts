import { Option } from 'commander'

/** Overlays of one contract; each option adds one. */
export function overlayOption(): Option {
  return new Option('--overlay <file>', 'an OpenAPI Overlay to apply to the contract: a file or URL; repeatable')
    .default([], 'none')
    .argParser((file: string, before: readonly string[]) => [...before, file])
}
