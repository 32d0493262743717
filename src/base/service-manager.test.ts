import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { passedSocket, tellManager, watchdogTime } from './service-manager.ts';

describe('what systemd hands to a service', () => {
  const given = { LISTEN_PID: '41', LISTEN_FDS: '2', LISTEN_FDNAMES: 'clients:authz' };

  test('sockets are found by their names, whatever their order', () => {
    assert.equal(passedSocket('clients', given, 41), 3);
    assert.equal(passedSocket('authz', given, 41), 4);
    assert.equal(passedSocket('other', given, 41), null);
  });

  test('what was meant for another process is not taken', () => {
    assert.equal(passedSocket('clients', given, 42), null);
    assert.equal(passedSocket('clients', {}, 41), null);
  });

  test('a name without a descriptor is none', () => {
    assert.equal(passedSocket('authz', { ...given, LISTEN_FDS: '1' }, 41), null);
    assert.equal(passedSocket('authz', { ...given, LISTEN_FDS: 'x' }, 41), null);
  });

  test('the watchdog’s time is in milliseconds', () => {
    assert.equal(watchdogTime({ WATCHDOG_USEC: '30000000' }), 30_000);
    for (const none of [undefined, '', '0', 'soon']) assert.equal(watchdogTime({ WATCHDOG_USEC: none }), null);
  });

  test('nothing is said where nobody listens', async () => {
    await tellManager('READY=1', {});
  });
});
