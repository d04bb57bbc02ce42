import { describe, expect, test } from 'vitest'
import { type ParameterStyle, writeCookies, writeHeaders, writePath, writeQuery } from './parameters.ts'

const list = ['a b', 'c']
const object = { x: 1, y: 'é' }

describe('a query is written as the contract says', () => {
  test.each<[ParameterStyle, unknown, string]>([
    [{}, list, 'p=a%20b&p=c'],
    [{ explode: false }, list, 'p=a%20b,c'],
    [{ style: 'spaceDelimited' }, list, 'p=a%20b%20c'],
    [{ style: 'pipeDelimited' }, list, 'p=a%20b%7Cc'],
    [{ style: 'pipeDelimited' }, object, 'p=x%7C1%7Cy%7C%C3%A9'],
    [{ style: 'pipeDelimited', explode: true }, list, 'p=a%20b&p=c'],
    [{}, object, 'x=1&y=%C3%A9'],
    [{ explode: false }, object, 'p=x,1,y,%C3%A9'],
    [{ style: 'deepObject' }, { x: 1, y: { z: [2, 3] } }, 'p[x]=1&p[y][z]=2&p[y][z]=3'],
    [{ isJson: true }, object, 'p=%7B%22x%22%3A1%2C%22y%22%3A%22%C3%A9%22%7D'],
    [{}, new Date(0), 'p=1970-01-01T00%3A00%3A00.000Z'],
    [{}, [new Date(0), undefined, null], 'p=1970-01-01T00%3A00%3A00.000Z'],
    [{}, false, 'p=false'],
    [{}, '', 'p='],
    [{}, 'a+b&c=d', 'p=a%2Bb%26c%3Dd'],
    [{}, undefined, ''],
    [{}, null, ''],
    [{}, [], ''],
    [{ explode: false }, [], ''],
  ])('%j %j', (style, value, expected) => {
    expect(writeQuery({ p: value }, { p: style })).toBe(expected)
  })

  test('names are encoded, brackets stay', () => {
    expect(writeQuery({ 'tags[]': [1, 2], 'a&b': 3 })).toBe('tags[]=1&tags[]=2&a%26b=3')
  })
})

describe('a path is written as the contract says', () => {
  test.each<[ParameterStyle, unknown, string]>([
    [{}, 'a/b c', '/at/a%2Fb%20c/end'],
    [{}, list, '/at/a%20b,c/end'],
    [{}, object, '/at/x,1,y,%C3%A9/end'],
    [{ explode: true }, object, '/at/x=1,y=%C3%A9/end'],
    [{ style: 'label' }, 5, '/at/.5/end'],
    [{ style: 'label', explode: true }, list, '/at/.a%20b.c/end'],
    [{ style: 'matrix' }, 5, '/at/;p=5/end'],
    [{ style: 'matrix' }, list, '/at/;p=a%20b,c/end'],
    [{ style: 'matrix', explode: true }, list, '/at/;p=a%20b;p=c/end'],
    [{ style: 'matrix', explode: true }, object, '/at/;x=1;y=%C3%A9/end'],
    [{}, new Date(0), '/at/1970-01-01T00%3A00%3A00.000Z/end'],
    [{}, '...', '/at/.../end'],
    [{}, '%2e%2e', '/at/%252e%252e/end'],
  ])('%j %j', (style, value, expected) => {
    expect(writePath('/at/{p}/end', { p: value }, { p: style })).toBe(expected)
  })

  test.each(['', '.', '..', [], ['..']])('%j is refused: it leads to another address', (value) => {
    expect(() => writePath('/at/{p}', { p: value })).toThrow(
      new TypeError('{p} in /at/{p} cannot be empty, "." or ".."'),
    )
  })

  test.each([undefined, null])('%j is refused: there is nothing to write', (value) => {
    expect(() => writePath('/at/{p}', { p: value })).toThrow(new TypeError('{p} in /at/{p} has no value'))
  })

  test('several parameters of a segment may make up for each other', () => {
    expect(writePath('/{a}.{b}', { a: '', b: 'json' })).toBe('/.json')
    expect(() => writePath('/{a}{b}', { a: '.', b: '.' })).toThrow(TypeError)
  })
})

test('headers are written in the style "simple", without an encoding', () => {
  const values = { a: list, b: object, c: new Date(0), d: true, e: undefined, f: null, g: '50%' }
  expect(writeHeaders(values, { b: { explode: true } })).toEqual({
    a: 'a b,c',
    b: 'x=1,y=é',
    c: '1970-01-01T00:00:00.000Z',
    d: 'true',
    g: '50%',
  })
})

test('cookies are written in one line', () => {
  expect(writeCookies({ a: 'x;y', b: [1, 2], c: undefined }, { b: { explode: false } })).toBe('a=x%3By; b=1,2')
})
