import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutants } from '../../../test/build/mutants.ts';
import { processorTime } from '../../../test/build/processor-time.ts';
import { nextLink } from '../../formats/link-header.ts';
import { artifactOf } from '../artifact.ts';

test('links to the next page, in the forms that there are', () => {
  const cases: readonly [string | undefined, string | null][] = [
    [undefined, null],
    ['', null],
    ['</v2/_catalog?last=a&n=5>; rel="next"', '/v2/_catalog?last=a&n=5'],
    ['<https://h/x>;rel=next', 'https://h/x'],
    ['<a>; rel="prev", <b>; rel="next"', 'b'],
    ['<a>; title="x, <c>; rel=next"; rel=last, <b>; rel="first next"', 'b'],
    ['<a>; rel="nextish"', null],
    ['<a>; rev="next"', null],
    ['<a', null],
    // As long as the connection takes it: what stood behind the end would end a list in silence.
    [`${'<a>; rel=last, '.repeat(4000)}<b>; rel=next`, 'b'],
  ];
  for (const [header, expected] of cases) assert.equal(nextLink(header), expected, header);
});

test('damaged anyhow: a link or none, and no time to speak of', () => {
  const sample = Buffer.from('<a>; title="x, <c>; rel=next"; rel=last, </v2/_catalog?last=b&n=5>; rel="first next"');
  for (const mutant of mutants(sample, { seed: 71, count: 3000 })) {
    const link = nextLink(mutant.toString('latin1'));
    assert.ok(link === null || !link.includes('>'));
  }
  for (const unit of ['<', '<>', '<a>;', '"', '\\"', ',', ';rel=']) {
    const began = processorTime();
    nextLink(unit.repeat(200_000));
    nextLink(unit.repeat(3000));
    assert.ok(processorTime() - began < 1000, JSON.stringify(unit));
  }
});

test('a manifest that is damaged anyhow is an artifact or is left to the reader of images', () => {
  const descriptor = {
    mediaType: 'application/vnd.cncf.helm.config.v1+json',
    digest: `sha256:${'a'.repeat(64)}`,
    size: 2,
  };
  const layers = [{ ...descriptor, mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' }];
  const sample = Buffer.from(JSON.stringify({ schemaVersion: 2, config: descriptor, layers }));
  assert.equal(artifactOf(sample)?.kind, 'helm-chart');
  for (const mutant of mutants(sample, { seed: 72, count: 3000 })) artifactOf(mutant);
});
