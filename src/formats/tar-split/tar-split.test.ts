import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { chunks } from '../../../test/build/collector.ts';
import { digestOf } from '../../../test/build/image.ts';
import { file, tar } from '../../../test/build/tar.ts';
import { allOf, listOf, takenApart } from '../../../test/build/unpacked.ts';
import { readTarSplit, type SplitPiece, TarSplitError } from './tar-split.ts';

/** By Docker 20.10, of a layer that holds one empty file. */
const byDocker =
  'H4sIAAAAAAAA/6pWKqksSFWyMtJRKkiszMlPTFGyUooMdBx44OJY7uviaOTnEujoC2GX+zpCaRfHckcXBBsX3y/L0dgv3THdd6D9AgZOhsnGQRnJ6WB/jALqAFslHaWC/OLMksz8PCUrg1ouWII21FHKS8xNVbJSSlRCStt5pTk5yDoMETpQssBA+2sUjIJRMAqGF7BFLa6NcBS+KIqMa7kAAQAA//8TFxX5pQgAAA==';
const diffId = 'sha256:e0b5ae75f7ecca6dd98fd800743196c362df1e52c20bd2b22621a5d477237e8a';

async function piecesOf(list: Buffer, size = 100): Promise<SplitPiece[]> {
  return (await allOf(readTarSplit(chunks(list, size)))).flat();
}

test('a list by Docker: its pieces are the archive that the diffID is of', async () => {
  const pieces = await piecesOf(gunzipSync(Buffer.from(byDocker, 'base64')));
  assert.ok(pieces.every((piece) => piece.kind === 'bytes' || piece.size === 0));
  assert.equal(
    digestOf(Buffer.concat(pieces.flatMap((piece) => (piece.kind === 'bytes' ? [piece.bytes] : [])))),
    diffId,
  );
});

test('names of any bytes', async () => {
  const pieces = await piecesOf(
    listOf([
      { type: 1, name: 'π', size: 0, payload: null, position: 0 },
      { type: 1, name_raw: Buffer.from([0xe9]).toString('base64'), payload: null, position: 1 },
    ]),
  );
  assert.deepEqual(
    pieces.map((piece) => piece.kind === 'file' && piece.name),
    [Buffer.from('π').toString('latin1'), '\xe9'],
  );
});

describe('what no engine writes is refused', () => {
  const good = takenApart(tar([file('a', 'content')])).lines;
  const cases: [string, Buffer][] = [
    ['a line cut off', listOf(good).subarray(0, -10)],
    ['a last line without its end', listOf(good).subarray(0, -1)],
    ['a piece left out', listOf(good.toSpliced(1, 1))],
    ['no object', Buffer.from('[]\n')],
    ['no JSON', Buffer.from('{\n')],
    ['another kind', listOf([{ type: 3, payload: '', position: 0 }])],
    ['a file without a checksum', listOf([{ type: 1, name: 'a', size: 5, payload: null, position: 0 }])],
    ['a checksum of another length', listOf([{ type: 1, name: 'a', size: 5, payload: 'AAAA', position: 0 }])],
    ['a size below zero', listOf([{ type: 1, name: 'a', size: -5, payload: 'AAAAAAAAAAA=', position: 0 }])],
    [
      'a size past all numbers',
      Buffer.from('{"type":1,"name":"a","size":1e300,"payload":"AAAAAAAAAAA=","position":0}\n'),
    ],
    ['a line without end', Buffer.alloc(9 << 20, 'x')],
  ];
  for (const [what, list] of cases)
    test(what, async () => {
      await assert.rejects(piecesOf(list, 1 << 20), TarSplitError);
    });
});
