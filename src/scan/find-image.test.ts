import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, PlimsollError } from '../base/errors.ts';
import type { ImageSource, OpenContext } from '../images/image-source.ts';
import { findImage } from './find-image.ts';

function source(scheme: string, error: Error): ImageSource {
  const title = { en: scheme, 'zh-CN': scheme };
  return { scheme, title, form: scheme, recognizes: async () => true, open: () => Promise.reject(error) };
}

const context = {} as OpenContext;
const unreachable = () => failure('host-unreachable', { host: 'registry.test', reason: { en: 'gone', 'zh-CN': '无' } });

async function remedyOf(ref: string, sources: readonly ImageSource[]): Promise<string> {
  let told = '';
  await assert.rejects(findImage(ref, sources, context), (error) => {
    assert.ok(error instanceof PlimsollError);
    assert.equal(error.code, 'host-unreachable');
    told = error.remedy.en;
    return true;
  });
  return told;
}

test('where the last place that is asked fails, it is told why the image was not found on this machine', async () => {
  const absent = failure('engine-absent', { asked: 'unix:///nothing' });
  const sources = [source('docker', absent), source('registry', unreachable())];
  assert.match(
    await remedyOf('a:1', sources),
    /then try again\. This machine was asked first: .*unix:\/\/\/nothing.*\.$/,
  );
  assert.doesNotMatch(await remedyOf('registry:a:1', [source('registry', unreachable())]), /asked first/);
});

test('what is wrong with a place is not left to the next one', async () => {
  const broken = [source('docker', unreachable()), source('registry', failure('engine-absent', { asked: '' }))];
  assert.doesNotMatch(await remedyOf('a:1', broken), /asked first/);
});
