import type { Outcome } from './case.ts'

interface Difference {
  readonly prism?: Outcome
  readonly stock?: Outcome
}

/** Where `prism mock` and express-openapi-validator as it comes depart from the specification, by contract and request. */
export const differences: Readonly<Record<string, Readonly<Record<string, Difference>>>> = {
  'the styles of a path': {
    '`GET /simple/1,2`': { prism: 'fails' },
    '`GET /simple/1,x`': { prism: 'fails' },
    '`GET /simple/object/R,1,G,2`': { prism: 'fails', stock: 'refused' },
    '`GET /simple/object/R,1,B,2`': { prism: 'fails' },
    '`GET /simple/pairs/R=1,G=2`': { prism: 'fails', stock: 'refused' },
    '`GET /simple/pairs/R=1,G=x`': { prism: 'fails' },
    '`GET /label/.1,2`': { prism: 'fails', stock: 'refused' },
    '`GET /label/1,2`': { prism: 'fails' },
    '`GET /label/spread/.1.2`': { stock: 'refused' },
    '`GET /matrix/;v=1,2`': { prism: 'fails', stock: 'refused' },
    '`GET /matrix/;v=1,x`': { prism: 'fails' },
    '`GET /matrix/;w=1,2`': { prism: 'fails' },
    '`GET /matrix/spread/;R=1;G=2`': { stock: 'refused' },
  },
  'lists in a query': {
    '`GET /texts?v=a%2Cb`': { prism: 'refused', stock: 'refused' },
    '`GET /space?v=1%202`': { prism: 'refused' },
    '`GET /space?v=1+2`': { prism: 'refused', stock: 'refused' },
    '`GET /brackets?tags[]=a&tags[]=b`': { stock: 'refused' },
    '`GET /brackets?tags%5B%5D=a&tags%5B%5D=b`': { stock: 'refused' },
    '`GET /brackets?tags[]=a`': { prism: 'accepted' },
  },
  'objects in a query': {
    '`GET /spread?R=1&G=2`': { prism: 'refused' },
    '`GET /spread`': { prism: 'refused' },
    '`GET /deep?v[R]=1&v[G]=2`': { prism: 'refused' },
    '`GET /deep?v%5BR%5D=1`': { prism: 'refused' },
    '`GET /deep`': { prism: 'refused', stock: 'refused' },
    '`GET /free?a=x&q=1`': { prism: 'accepted', stock: 'accepted' },
  },
  'parameters with a media type': {
    '`GET /query?v=%7B%22a%22:1%7D`': { stock: 'refused' },
    '`GET /query?v=%7B%22a%22:%22x%22%7D`': { prism: 'accepted' },
    '`GET /query?v=%7B%22a%22:`': { prism: 'accepted' },
    '`GET /header` `X-V: [1,2]`': { stock: 'refused' },
    '`GET /header` `X-V: ["x"]`': { prism: 'accepted' },
    '`GET /text?v=a,b`': { stock: 'refused' },
    '`GET /text?v=abcd`': { prism: 'accepted' },
  },
  cookies: {
    '`GET /one` `Cookie: other=1`': { prism: 'accepted' },
    '`GET /one` `Cookie: sid=ab`': { prism: 'accepted' },
    '`GET /number` `Cookie: n=0`': { prism: 'accepted' },
    '`GET /number` `Cookie: n=x`': { prism: 'accepted' },
    '`GET /list` `Cookie: ids=1,2`': { stock: 'refused' },
    '`GET /list` `Cookie: ids=1,x`': { prism: 'accepted' },
  },
  headers: {
    '`GET /list` `X-Ids: 1,2`': { stock: 'refused' },
    '`GET /list` `X-Ids: 1, 2`': { stock: 'refused' },
    '`GET /object` `X-Color: R,1,G,2`': { stock: 'refused' },
    '`GET /pairs` `X-Color: R=1,G=2`': { stock: 'refused' },
    '`GET /ignored` `Accept: */*`': { prism: 'refused', stock: 'refused' },
  },
  'single values in a query': {
    '`GET /number?n=0x10`': { prism: 'accepted', stock: 'accepted' },
    '`GET /text?q=a+b`': { stock: 'refused' },
    '`GET /text?q=a:b/c,d@e`': { stock: 'refused' },
    '`GET /text?q=`': { prism: 'refused', stock: 'refused' },
    '`GET /unused?n=`': { stock: 'refused' },
    '`GET /number?n=`': { prism: 'accepted' },
  },
  paths: {
    '`GET /users/7`': { stock: 'fails' },
    '`GET /users/x`': { stock: 'fails' },
    '`GET /dots/7`': { prism: 'refused', stock: 'fails' },
    '`GET /dots/x`': { stock: 'fails' },
    '`GET /Items(7)`': { stock: 'fails' },
    '`GET /Items(x)`': { stock: 'fails' },
    '`GET /tasks/abc:run`': { stock: 'fails' },
    '`GET /tasks/abcd:run`': { stock: 'fails' },
    '`GET /range/1-2`': { stock: 'fails' },
    '`GET /range/1-x`': { stock: 'fails' },
    '`GET /files/a.b.json`': { prism: 'refused', stock: 'fails' },
    '`GET /files/a.b`': { stock: 'fails' },
    '`GET /a+b!/7`': { stock: 'fails' },
    '`GET /a+b!/x`': { stock: 'fails' },
    '`GET /list%5B0%5D/7`': { prism: 'refused', stock: 'fails' },
    '`GET /gr%C3%B6%C3%9Fe/7`': { prism: 'fails', stock: 'fails' },
    '`GET /gr%C3%B6%C3%9Fe/x`': { prism: 'fails', stock: 'fails' },
    '`GET /pets/mine`': { stock: 'fails' },
    '`GET /pets/yours`': { stock: 'fails' },
  },
  'forms that a discriminator names': {
    '`POST /ref` `{"kind":"dog","lives":9}`': { stock: 'refused' },
    '`POST /ref` `{"kind":"cat","lives":9,"good":true}`': { stock: 'accepted' },
    '`POST /ref` `{"kind":"lion","lives":9}`': { prism: 'accepted' },
    '`POST /names` `{"kind":"dog","good":true}`': { prism: 'accepted', stock: 'accepted' },
  },
  null: {
    '`POST /old` `{"v":{"n":1}}`': { stock: 'fails' },
    '`POST /old` `{"v":{"n":"x"}}`': { stock: 'fails' },
  },
  tuples: {
    '`POST /open` `["a",1,true]`': { stock: 'fails' },
    '`POST /open` `["a"]`': { stock: 'fails' },
    '`POST /open` `["a","b"]`': { prism: 'accepted', stock: 'fails' },
    '`POST /closed` `["a",1]`': { prism: 'refused', stock: 'fails' },
    '`POST /closed` `["a",1,true]`': { stock: 'fails' },
    '`POST /rest` `["a",1,2]`': { prism: 'refused', stock: 'fails' },
    '`POST /rest` `["a","b"]`': { stock: 'fails' },
    '`POST /contains` `[1,2]`': { prism: 'accepted' },
  },
  numbers: {
    '`POST /cents` `{"v":19.99}`': { prism: 'refused', stock: 'refused' },
    '`POST /cents` `{"v":1234567.89}`': { prism: 'refused', stock: 'refused' },
  },
  'an invalid pattern': {
    '`POST /broken` `{"v":"x"}`': { stock: 'fails' },
    '`POST /broken` `{"v":1}`': { prism: 'accepted', stock: 'fails' },
  },
  'members of one direction': {
    '`POST /user` `{"id":"1","name":"ada","password":"pw"}`': { prism: 'accepted' },
  },
  'further members': {
    '`POST /all` `{"a":"x","b":1}`': { prism: 'accepted' },
    '`POST /evaluated` `{"a":"x","b":1,"c":1}`': { prism: 'accepted' },
  },
  formats: {
    '`POST /formats` `{"on":"2027-02-30"}`': { stock: 'accepted' },
    '`POST /formats` `{"mail":"dev@localhost"}`': { prism: 'refused' },
  },
  conditions: {
    '`POST /dependent` `{"card":"1"}`': { prism: 'accepted' },
  },
  'names that every object has': {
    '`POST /demands` `{}`': { prism: 'accepted', stock: 'accepted' },
    '`POST /types` `{}`': { prism: 'refused', stock: 'refused' },
  },
  forms: {
    '`POST /form` `application/x-www-form-urlencoded: n=3&on=true&ids=1&ids=2&name=x`': {
      prism: 'refused',
      stock: 'refused',
    },
    '`POST /form` `application/x-www-form-urlencoded: n=3&ids=1`': { prism: 'refused', stock: 'refused' },
    '`POST /joined` `application/x-www-form-urlencoded: ids=1,2`': { prism: 'refused', stock: 'refused' },
  },
  'forms in parts': {
    '`POST /parts` `multipart/form-data; boundary=b: --b⏎Content-Disposition: form-data; name="n"⏎⏎3⏎--b--⏎`': {
      stock: 'refused',
    },
    '`POST /parts` `multipart/form-data; boundary=b: --b⏎Content-Disposition: form-data; name="n"⏎⏎3⏎--b⏎Content-Disposition: form-data; name="file"; filename="a.bin"⏎Content-Type: application/octet-stream⏎⏎x⏎--b--⏎`':
      { stock: 'refused' },
    '`POST /parts` `multipart/form-data; boundary=b: --b⏎Content-Disposition: form-data; name="n"⏎⏎3⏎--b⏎Content-Disposition: form-data; name="meta"⏎Content-Type: application/json⏎⏎{"a":1}⏎--b--⏎`':
      { prism: 'refused', stock: 'refused' },
  },
  'media types': {
    '`POST /json` `{"a":1}`': { prism: 'accepted' },
  },
}

/** Why they do, by contract. */
export const reasons: Readonly<Record<string, string>> = {
  'the styles of a path':
    'Prism ends when a list or an object in a path is not exploded. express-openapi-validator reads lists in the style `simple` only.',
  'lists in a query':
    'A list is split before it is decoded (Appendix C), and a plus sign is a blank. Prism does not split at `%20` and reads `tags[]` as one value. express-openapi-validator does not know the name `tags[]`.',
  'objects in a query':
    'Prism compares names in lower case and so never finds `R`. Both require the members of a `deepObject` that was not sent.',
  'parameters with a media type':
    'Prism does not validate them. express-openapi-validator requires that `:` and `,` are encoded, and does not read JSON in a header.',
  cookies: 'Prism does not validate them. express-openapi-validator does not read lists.',
  headers:
    'express-openapi-validator does not read lists and objects in headers. Both require headers that are not parameters.',
  'single values in a query':
    'Both read `0x10` as a number. An empty value is an empty string, which the schema can refuse; with `allowEmptyValue` it means that the parameter is not used.',
  paths:
    'express-openapi-validator fails on every path of a contract if it cannot read one of them. Prism does not read names with a dot, and does not match encoded text.',
  'forms that a discriminator names':
    'A discriminator does not change the verdict of the schema. express-openapi-validator validates the named form only. A value that names no form should fail, which Prism does not check.',
  null: '`nullable` is not a keyword of OpenAPI 3.1. express-openapi-validator fails on it.',
  tuples:
    'express-openapi-validator fails on every operation of a contract that has an open tuple. Prism does not know `prefixItems`.',
  numbers: 'Both divide binary fractions.',
  'an invalid pattern': 'The pattern is reported when the API is created. The rest of the schema still applies.',
  'members of one direction': 'A server may refuse `readOnly` members or ignore them. Prism accepts them.',
  'further members':
    'Prism does not apply `additionalProperties` next to `allOf`, and does not know `unevaluatedProperties`.',
  formats:
    'express-openapi-validator checks only the digits of a date by default. Prism requires a dot in the domain of an e-mail address.',
  conditions: 'Prism does not know `dependentRequired`.',
  'names that every object has': 'Both read the members that every JavaScript object inherits.',
  forms: 'Both validate the text of a list as one string.',
  'forms in parts': 'express-openapi-validator does not read numbers in parts. Prism reads JSON in a part as text.',
  'media types': 'Prism validates a body of an undocumented media type as if it had a documented one.',
}
