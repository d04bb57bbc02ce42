/** Puts a text of its own in the place of every file in a body, since schemas know no files; the result puts the files back. */
export function takeFiles(body: unknown): () => void {
  const taken: { readonly holder: Record<string, unknown>; readonly key: string; readonly file: Blob }[] = []
  const visit = (holder: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(holder)) {
      if (value instanceof Blob) {
        holder[key] = String(taken.push({ holder, key, file: value }))
      } else if (typeof value === 'object' && value !== null) visit(value as Record<string, unknown>)
    }
  }
  visit(Object(body) as Record<string, unknown>)
  return () => {
    for (const { holder, key, file } of taken) holder[key] = file
  }
}
