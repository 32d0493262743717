import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openOptions } from '../../test/build/scan-parts.ts';
import { isTimeout } from '../base/is-timeout.ts';
import { withTimeout } from './timeout.ts';

test('time runs out when it is over and not before, be it months', async () => {
  const [short, long] = [10, 60 * 86_400_000].map((time) => withTimeout(openOptions(), time));
  await pause(50);
  assert.equal(isTimeout(short?.options.signal.reason), true);
  assert.equal(long?.options.signal.aborted, false);
  long?.settle();
});
