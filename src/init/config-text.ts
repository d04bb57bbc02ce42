import { Document, visit } from 'yaml'

export interface ConfigParts {
  readonly id: string
  /** The contract and the overlay as they are reached from the config. */
  readonly contract: string
  readonly overlay: string | undefined
  readonly allowRefs: boolean
  /** A scheme that has no login, to be shown in the commented seed. */
  readonly keyScheme: string | undefined
  readonly role: string | undefined
  /** Whether no operation requires a credential. */
  readonly isOpen: boolean
}

const schemaLine = '# yaml-language-server: $schema=./node_modules/latchkey/dist/schemas/config.json'

/** A config with one API. */
export function configText(parts: ConfigParts): string {
  return [schemaLine, 'apis:', entryText(parts), ''].join('\n')
}

/** The entry of an API below `apis`. */
export function entryText({ id, contract, overlay, allowRefs, keyScheme, role, isOpen }: ConfigParts): string {
  const entry = {
    contract: literal(contract),
    ...(overlay !== undefined && { overlays: [literal(overlay)] }),
    ...(allowRefs && { allowRefs }),
  }
  const document = new Document({ [id]: entry })
  visit(document, {
    Seq(_, node) {
      node.flow = true
    },
  })
  const lines = document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd().split('\n')
  return [
    ...lines,
    ...(isOpen
      ? ['  # No operation requires a credential. This closes those that declare no security:', '  # require: [bearer]']
      : []),
    '  # Your own people instead of ada and grace:',
    '  # seed:',
    '  #   accounts:',
    `  #     - { login: mary, email: mary@example.com, password: "\${MARY_PASSWORD:-a-long-password}"${role === undefined ? '' : `, roles: [${word(role)}]`} }`,
    ...(keyScheme === undefined
      ? []
      : [
          '  #   keys:',
          `  #     - { scheme: ${word(keyScheme)}, value: a-key-of-your-own, subject: mary@example.com }`,
        ]),
  ]
    .map((line) => `  ${line}`)
    .join('\n')
}

/** A text that has no variables of the environment. */
function literal(text: string): string {
  return text.replaceAll('${', () => '$${')
}

/** A name of the contract within a comment, as YAML has to say it: on its line, and as a text. */
function word(name: string): string {
  return /^(?!(?:true|false|null|yes|no|on|off)$)[a-z][\w-]*$/i.test(name) ? name : JSON.stringify(literal(name))
}
