import { isMultiple } from './decimals.ts'

interface Validate<Value> {
  (value: Value): boolean
  errors?: readonly object[]
}

/** What a keyword of ours tells under the name of the one that it stands for. */
interface Told {
  readonly keyword: string
  readonly message: string
  readonly params: object
}

function ownKeyword<Value, Rule>(
  keyword: string,
  type: string,
  told: (rule: Rule) => Told,
  isValid: (value: Value, rule: Rule) => boolean,
) {
  return {
    keyword,
    type,
    errors: true,
    compile(rule: Rule): Validate<Value> {
      const validate: Validate<Value> = (value) => {
        validate.errors = [told(rule)]
        return isValid(value, rule)
      }
      return validate
    },
  }
}

/** What JSON Schema has no keyword for, or the validator judges otherwise. */
export const ownKeywords = [
  // The validator divides binary fractions.
  ownKeyword<number, number>(
    'decimalMultipleOf',
    'number',
    (divisor) => ({
      keyword: 'multipleOf',
      message: `must be multiple of ${divisor}`,
      params: { multipleOf: divisor },
    }),
    isMultiple,
  ),
  // The member that says which form a value has: the text of one of them, if it is a text.
  ownKeyword<string, readonly string[]>(
    'formNames',
    'string',
    (names) => ({
      keyword: 'enum',
      message: 'must be equal to one of the allowed values',
      params: { allowedValues: names },
    }),
    (value, names) => names.includes(value),
  ),
]
