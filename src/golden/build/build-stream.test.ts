import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../../test/build/campaign.ts';
import { buildFailure } from './build-failure.ts';
import { type BuildEvent, buildEvents } from './build-stream.ts';

async function eventsOf(...pieces: readonly (string | Uint8Array)[]): Promise<readonly BuildEvent[]> {
  async function* stream() {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  const events: BuildEvent[] = [];
  for await (const event of buildEvents(stream())) events.push(event);
  return events;
}

const id = `sha256:${'0a'.repeat(32)}`;

test('what an engine says of a build, cut anywhere', async () => {
  const text = [
    { stream: 'Step 1/2 : FROM debian' },
    { stream: '\n' },
    { stream: ' ---> 0a0a0a0a0a0a\n' },
    { stream: ' ---> Running in 0123456789ab\nRemoving intermediate container 0123456789ab\n' },
    { status: 'Pulling' },
    { stream: '\u001b[91mW: x\n\u001b[0m' },
    { aux: { ID: id } },
    { errorDetail: { code: 100 }, error: 'The command returned 100' },
  ]
    .map((message) => `${JSON.stringify(message)}\r\n`)
    .join('');
  const expected: readonly BuildEvent[] = [
    { kind: 'step', number: 1, of: 2, instruction: 'FROM debian' },
    { kind: 'layer', id: '0a0a0a0a0a0a' },
    { kind: 'line', text: 'Pulling' },
    { kind: 'line', text: 'W: x' },
    { kind: 'image', id },
    { kind: 'error', message: 'The command returned 100' },
  ];
  for (let at = 0; at <= text.length; at += 7)
    assert.deepEqual(await eventsOf(text.slice(0, at), text.slice(at)), expected);
});

test('anything else is no event, never an error, and never more than a line', async () => {
  const message = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary' }).map((text) => `${JSON.stringify({ stream: text })}\n`),
    fc.json().map((text) => `${text}\n`),
    fc.constantFrom(
      '{"stream":"',
      '{"aux":{"ID":7}}\n',
      '{"error":{}}\n',
      '\n\n',
      '{"stream":"Step 99999/1 : x\\n"}\n',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 6 }), async (pieces) => {
      for (const event of await eventsOf(...pieces)) {
        const text = 'text' in event ? event.text : 'message' in event ? event.message : '';
        assert.doesNotMatch(text, /[\0-\x1f\x7f-\x9f\u2028\u2029]/);
        assert.ok(text.length <= 2001);
      }
    }),
    campaign(302, 400),
  );
});

test('a message without an end fills no memory', async () => {
  const piece = 'x'.repeat(1 << 20);
  assert.deepEqual(await eventsOf(`{"stream":"${piece}`, piece, piece, '"}\n{"stream":"after\\n"}\n'), [
    { kind: 'line', text: 'after' },
  ]);
});

const failures: readonly (readonly [about: string, output: string[], reason: RegExp, hint: RegExp])[] = [
  [
    'no network',
    ['Err:1 http://deb', "E: Failed to fetch x  Temporary failure resolving 'deb'"],
    /Temporary failure/,
    /--network host/,
  ],
  ['an old release', ["E: The repository 'x' does not have a Release file."], /Release file/, /newer release/],
  ['a full disk', ['dpkg: error: No space left on device'], /No space/, /docker system df/],
  ['something needed', ['rpm: error: zlib is needed by (installed) x'], /needed by/, /Plan without it/],
  ['anything else', ['one', 'two', 'three', 'four'], /^[^|]*failed: two \| three \| four \|/, /--verbose/],
];
for (const [about, output, reason, hint] of failures) {
  test(`a build that fails: ${about}`, () => {
    const error = buildFailure('2/5 (RUN x)', "The command '/bin/sh -c long' returned a non-zero code: 100", output);
    assert.match(error.what.en, reason);
    assert.match(error.what.en, /the command returned a non-zero code: 100/);
    assert.match(error.remedy.en, hint);
    assert.doesNotMatch(error.what.en, /sh -c long/);
  });
}

test('a gate that refuses is named as such', () => {
  assert.match(buildFailure('1/2', 'plimsoll: cart may not be used', []).remedy.en, /ledger list/);
});
