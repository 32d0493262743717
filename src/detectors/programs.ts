import type { Collector, LayerFile, Taken } from '../collect/collector.ts';
import { nameOf } from '../collect/layer-path.ts';
import { startableForm } from '../formats/executable/startable.ts';

const EXECUTABLE = 0o111;
const PERMISSIONS = 0o7777;

/** Every program that may be started, so that those are known of which nobody tells whose they are. */
export const programs: Collector = {
  name: 'programs',
  revision: 4,
  wants: { programs: { marks: [], sections: [] }, scripts: true },
  what: 'executable',
  blinds: ['programs'],
  take,
  takeBeginning: take,
};

function take({ path, mode, uid }: LayerFile, beginning: Buffer): Taken {
  const form = (mode & EXECUTABLE) === 0 ? null : startableForm(beginning, nameOf(path));
  return { items: form === null ? [] : [{ kind: 'program', form, mode: mode & PERMISSIONS, uid }] };
}
