/** Makes something when it is first asked for, and keeps it. */
export function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Computes something of two objects when it is first asked for, and keeps it as long as both are there. */
export function oncePer<One extends object, Other extends object, Value>(
  compute: (one: One, other: Other) => Value,
): (one: One, other: Other) => Value {
  const known = new WeakMap<One, WeakMap<Other, { readonly value: Value }>>()
  return (one, other) => {
    const values = known.get(one) ?? new WeakMap<Other, { readonly value: Value }>()
    known.set(one, values)
    const found = values.get(other) ?? { value: compute(one, other) }
    values.set(other, found)
    return found.value
  }
}
