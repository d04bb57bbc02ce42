import { CopyButton } from './copy-button.tsx'

/** A value in a line, to be read or copied. */
export function Copyable({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <span class="copyable">
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  )
}

interface CopyRowProps {
  readonly term: string
  readonly value: string
  readonly what: string
}

/** A value of a list of facts, to be read or copied. */
export function CopyRow({ term, value, what }: CopyRowProps) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <Copyable text={value} what={what} />
      </dd>
    </div>
  )
}

interface CodeBlockProps {
  readonly title: string
  readonly text: string
  readonly what: string
}

/** Several lines of code under a title, to be read or copied. */
export function CodeBlock({ title, text, what }: CodeBlockProps) {
  return (
    <div class="code-block">
      <div class="code-head">
        <span class="code-title">{title}</span>
        <CopyButton text={text} what={what} />
      </div>
      <pre>
        <code>{text}</code>
      </pre>
    </div>
  )
}
