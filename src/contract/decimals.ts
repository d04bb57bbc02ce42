/** Whether a number is a multiple of another as both are written: 19.99 is one of 0.01, although no binary fraction is either. */
export function isMultiple(value: number, divisor: number): boolean {
  if (!Number.isFinite(value)) return false
  const [one, other] = [decimalOf(value), decimalOf(divisor)]
  const exponent = Math.min(one.exponent, other.exponent)
  return scaled(one, exponent) % scaled(other, exponent) === 0n
}

interface Decimal {
  readonly digits: bigint
  /** Of ten. */
  readonly exponent: number
}

/** The shortest decimal that is read as this number, which is the one that was written. */
function decimalOf(value: number): Decimal {
  const [mantissa = '', power = ''] = value.toExponential().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length }
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to)
}
