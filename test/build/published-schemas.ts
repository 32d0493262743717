import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const folder = new URL('../../../shared/schemas/', import.meta.url);
/** A schema and those that it refers to. */
interface PublishedSchema {
  readonly file: string;
  readonly referenced?: readonly string[];
  readonly draft?: '2020-12';
}

export const cyclonedxSchema: PublishedSchema = {
  file: 'cyclonedx-1.6.schema.json',
  referenced: ['spdx.schema.json', 'jsf-0.82.schema.json'],
};
export const spdxSchema: PublishedSchema = { file: 'spdx-2.3.schema.json' };

const compiled = new Map<string, ValidateFunction>();

/**
 * Checks a document against a published schema, of those that lie beside the repository. Skips the test where they do not, and fails it
 * where `CI` is true.
 */
export function followsSchema(t: TestContext, schema: PublishedSchema, document: unknown): void {
  const { file } = schema;
  if (!existsSync(new URL(file, folder))) {
    const message = `needs ../shared/schemas/${file}, beside the repository`;
    if (process.env['CI'] === 'true') throw new Error(message);
    t.skip(message);
    return;
  }
  assert.equal(schemaFault(schema, document), null);
}

/** What is wrong with a document by a published schema; null where nothing is, or where the schema is not here: a test that says so is another one's. */
export function schemaFault(schema: PublishedSchema, document: unknown): string | null {
  const { file } = schema;
  if (!existsSync(new URL(file, folder))) return null;
  const validate = compiled.get(file) ?? compile(schema);
  compiled.set(file, validate);
  return validate(document) ? null : JSON.stringify(validate.errors?.slice(0, 5));
}

function compile({ file, referenced = [], draft }: PublishedSchema): ValidateFunction {
  // Published schemas use words of drafts that ajv's strict mode does not know; formats of international addresses are not checked.
  const ajv = new (draft === undefined ? Ajv : Ajv2020)({ strict: false, allErrors: false, validateFormats: true });
  formats.default(ajv);
  for (const format of ['iri', 'iri-reference', 'idn-email']) ajv.addFormat(format, true);
  for (const other of referenced) ajv.addSchema(read(other));
  return ajv.compile(read(file));
}

function read(file: string): object {
  const { $schema: _, ...schema } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  return schema;
}
