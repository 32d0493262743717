import type { z } from 'zod';
import type { Control, Zod } from './control.ts';
import { laterControls } from './later-controls.ts';
import { policyFileShape } from './policy-shape.ts';

/** The JSON Schema (draft 2020-12) of a policy file, for editors. What it cannot say (versions, dates that exist) loading checks. */
export async function policySchema(controls: readonly Control[]): Promise<object> {
  const { z: zod } = await import('zod');
  const ids = [...controls.map((control) => control.id), ...laterControls];
  const control = zod.enum(ids).meta({ description: 'The control whose evidence is waived.' });
  const shape = policyFileShape(zod, controlsShape(zod, controls), control);
  return zod.toJSONSchema(shape, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' });
}

function controlsShape(zod: Zod, controls: readonly Control[]): z.ZodType {
  const off = zod.literal(false);
  const known = controls.map((control) => [
    control.id,
    zod.exactOptional(zod.union([off, control.settings(zod)]).meta({ title: control.title.en })),
  ]);
  const later = laterControls.map((id) => [id, zod.exactOptional(off.meta({ description: 'Not in this version.' }))]);
  return zod.strictObject(Object.fromEntries([...known, ...later])).meta({
    description: 'What is looked at: {} turns a control on as it comes, false turns it off, not named is off.',
  });
}
