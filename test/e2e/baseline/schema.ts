import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

/** Holds a document against a published schema of docs/. */
export function followsSchema(document: unknown, name: string): void {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  formats.default(ajv);
  const schema: object = JSON.parse(readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8'));
  const validate = ajv.compile(schema);
  assert.ok(validate(document), JSON.stringify(validate.errors));
}
