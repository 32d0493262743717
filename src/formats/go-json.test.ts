import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  JsonError,
  listMember,
  member,
  objectMember,
  parseList,
  parseObject,
  textMember,
  textsMember,
} from './go-json.ts';

const parse = (text: string) => parseObject(Buffer.from(text));

describe('members', () => {
  test('match whatever their case, as in Go', () => {
    assert.equal(textMember(parse('{"mediaType":"a"}'), 'MediaType'), 'a');
    assert.equal(textMember(parse('{"USER":"root"}'), 'User'), 'root');
    assert.equal(textMember(parse('{"u\u017fer":"root"}'), 'User'), 'root');
    assert.equal(member(parse('{"other":1}'), 'User'), undefined);
  });

  test('the last duplicate counts', () => assert.equal(textMember(parse('{"a":"1","a":"2"}'), 'a'), '2'));

  test('two that Go would merge are refused, whatever stands between', () => {
    for (const text of [
      '{"a":{"b":"1"},"a":{}}',
      '{"a":[1],"a":[]}',
      '{"a":"1","a":null}',
      '{"a":null,"a":"1"}',
      '{"x":[{"a":{},"\\u0061":"1"}]}',
      '{"s":"\\"}{","a":{},\n"a"\n:\t{}}',
      `{"a":{},"a"${' '.repeat(5000)}:{}}`,
    ])
      assert.throws(() => parse(text), JsonError, text);
    for (const text of ['{"a":{"a":{}},"b":{"a":[]}}', '{"a":["a","a",{"a":1}],"b":"a"}', '[{"a":{}},{"a":{}}]'])
      assert.doesNotThrow(() => parse(`{"in":${text}}`), text);
  });

  test('two that differ only in case are refused', () => {
    assert.throws(() => member(parse('{"User":"app","user":"root"}'), 'User'), JsonError);
  });

  test('null is as good as absent', () => {
    assert.equal(textMember(parse('{"a":null}'), 'a'), undefined);
    assert.equal(objectMember(parse('{"a":null}'), 'a'), undefined);
    assert.deepEqual(textsMember(parse('{"a":null}'), 'a'), []);
  });

  test('of another type are refused', () => {
    assert.throws(() => textMember(parse('{"a":1}'), 'a'), JsonError);
    assert.throws(() => objectMember(parse('{"a":[]}'), 'a'), JsonError);
    assert.throws(() => listMember(parse('{"a":{}}'), 'a'), JsonError);
    assert.throws(() => textsMember(parse('{"a":["x",1]}'), 'a'), JsonError);
  });
});

test('a list is read as it stands, and nothing besides it', () => {
  assert.deepEqual(parseList(Buffer.from('[1,{"a":2}]')), [1, { a: 2 }]);
  for (const text of ['{}', '[1],"images":[2]', '[1][2]', '']) {
    assert.throws(() => parseList(Buffer.from(text)), JsonError, text);
  }
});

test('what is no JSON object in UTF-8 is refused', () => {
  for (const bytes of ['', '[]', '1', '{', '{"a":1}x', 'null']) assert.throws(() => parse(bytes), JsonError, bytes);
  assert.throws(() => parseObject(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), JsonError);
  assert.throws(() => parse('['.repeat(1_000_000)), JsonError);
});

test('what is wrong is said in each language', () => {
  for (const text of ['{', '[]', '{"a":1,"A":2}']) {
    assert.throws(
      () => member(parseObject(Buffer.from(text)), 'a'),
      (error) =>
        error instanceof JsonError &&
        /\p{Script=Han}/u.test(error.reason['zh-CN']) &&
        error.message === error.reason.en,
    );
  }
});
