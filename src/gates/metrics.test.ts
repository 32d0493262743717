import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newMetrics } from './metrics.ts';

test('the page is what Prometheus reads', () => {
  const metrics = newMetrics();
  metrics.count('plimsoll_gate_decisions_total', { gate: 'docker', act: 'load', outcome: 'denied' });
  metrics.count('plimsoll_gate_decisions_total', { gate: 'docker', act: 'load', outcome: 'denied' });
  metrics.count('plimsoll_gate_refusals_total', { gate: 'docker', code: 'a "b"\\\n' });
  metrics.set('plimsoll_gate_policy_stale', 0);
  metrics.set('plimsoll_gate_policy_stale', 1);
  metrics.observe('plimsoll_gate_decision_seconds', 0.0015);
  metrics.observe('plimsoll_gate_decision_seconds', 500);
  const lines = metrics.text().split('\n');
  for (const line of [
    '# TYPE plimsoll_gate_decisions_total counter',
    'plimsoll_gate_decisions_total{gate="docker",act="load",outcome="denied"} 2',
    'plimsoll_gate_refusals_total{gate="docker",code="a \\"b\\"\\\\\\n"} 1',
    '# TYPE plimsoll_gate_policy_stale gauge',
    'plimsoll_gate_policy_stale 1',
    'plimsoll_gate_decision_seconds_bucket{le="0.001"} 0',
    'plimsoll_gate_decision_seconds_bucket{le="0.002"} 1',
    'plimsoll_gate_decision_seconds_bucket{le="120"} 1',
    'plimsoll_gate_decision_seconds_bucket{le="+Inf"} 2',
    'plimsoll_gate_decision_seconds_count 2',
  ])
    assert.ok(lines.includes(line), line);
  assert.ok(lines.every((line) => line === '' || /^(# (HELP|TYPE) )?[a-z_]+(\{.*\})? \S/.test(line)));
});

test('labels cannot make it grow without end', () => {
  const metrics = newMetrics();
  for (let number = 0; number < 5000; number += 1)
    metrics.count('plimsoll_gate_refusals_total', { gate: 'docker', code: String(number) });
  assert.ok(metrics.text().split('\n').length < 1100);
});
