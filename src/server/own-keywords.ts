import { isMultiple } from '../contract/decimals.ts'
import { prefix, type Schemas } from './judged-schemas.ts'

/** What a validator of ajv is called with. */
interface ValidateReference {
  (value: unknown, context: object): unknown
  errors?: readonly object[] | null
}

/** The parts of ajv that a schema is added and compiled with. */
interface Compiler {
  readonly schemas: object
  addSchema(schema: Schemas[string], key: string): unknown
  getSchema(key: string): ValidateReference | undefined
}

/** A component and all that is compiled with it. */
export type ComponentsOf = (names: readonly string[]) => Schemas

/** `$ref`, but added and compiled when it is first needed. */
function deferredRef(componentsOf: ComponentsOf) {
  const compiled = ($ref: string, compiler: Compiler) => {
    for (const [name, schema] of Object.entries(componentsOf([$ref.slice(prefix.length)])))
      if (!Object.hasOwn(compiler.schemas, prefix + name)) compiler.addSchema(schema, prefix + name)
    return compiler.getSchema($ref)
  }
  return {
    keyword: 'deferredRef',
    errors: true,
    compile($ref: string, _parent: unknown, { self }: { readonly self: Compiler }): ValidateReference {
      let target: ValidateReference | undefined
      const validate: ValidateReference = (value, context) => {
        target ??= compiled($ref, self)
        const isValid = target?.(value, context) ?? true
        validate.errors = target?.errors ?? null
        return isValid
      }
      return validate
    },
  }
}

interface Validate<Value> {
  (value: Value): boolean
  errors?: readonly object[]
}

/** What one of our keywords reports under the name of the one that it stands for. */
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
export const ownKeywords = (componentsOf: ComponentsOf) => [
  deferredRef(componentsOf),
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
