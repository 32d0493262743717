// A gate in a process of its own that lets everything pass: `node open-gate.ts LISTEN ENGINE`, two socket paths. What is left to see is
// the transport alone. Ends on SIGTERM as the product's own command does.
import { openDockerGate } from '../../../src/gates/docker/docker-gate.ts';
import { usualLimits } from '../../../src/gates/docker/limits.ts';
import { openGuards } from '../../build/docker-gate.ts';

const [path = '', engine = ''] = process.argv.slice(2);
const gate = await openDockerGate(
  {
    engine: { kind: 'unix', path: engine },
    guards: openGuards,
    decide: async () => ({ admitted: true, because: 'only the transport is tested' }),
    now: () => new Date(),
    limits: usualLimits,
    language: 'en',
    observe: false,
    record: (event) =>
      process.stderr.write(`${event.kind === 'trouble' ? String(event.error) : JSON.stringify(event)}\n`),
  },
  { kind: 'unix', path },
);
process.stderr.write(`ready: ${gate.address}\n`);
process.once('SIGTERM', () => {
  gate.close();
});
