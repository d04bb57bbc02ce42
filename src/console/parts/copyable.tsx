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
