import { isObject, jsonObject } from '../../formats/json-object.ts';
import type { HarvestedPackage } from '../../model/harvest.ts';
import { languagePackage } from '../language-packages.ts';
import { licensesOf } from './manifest.ts';

/** The extension that a manifest is of (code.visualstudio.com, "Extension Manifest"); none where it is that of something else. */
export function extensionOf(content: Buffer): readonly HarvestedPackage[] {
  const manifest = jsonObject(content);
  const { name, version, publisher, engines } = manifest ?? {};
  if (manifest === null || !isObject(engines) || typeof engines['vscode'] !== 'string') return [];
  if (![name, version, publisher].every((text) => typeof text === 'string' && text !== '' && text.length <= 300))
    return [];
  const id = `${String(publisher)}/${String(name)}`;
  return [languagePackage('vscode-extension', id, String(version), { licenses: licensesOf(manifest) })];
}
