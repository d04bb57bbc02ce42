import { useId, useRef } from 'preact/hooks'

interface ConfirmButtonProps {
  readonly label: string
  /** For those who hear the button without what stands around it. */
  readonly describes?: string
  readonly question: string
  readonly onConfirm: () => void
}

/** A button for what cannot be undone: it asks first. */
export function ConfirmButton({ label, describes, question, onConfirm }: ConfirmButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const confirm = () => {
    dialog.current?.close()
    onConfirm()
  }
  return (
    <>
      <button type="button" class="danger" aria-label={describes} onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} aria-labelledby={id}>
        <p id={id}>{question}</p>
        <div class="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="button" class="danger solid" onClick={confirm}>
            {label}
          </button>
        </div>
      </dialog>
    </>
  )
}
