import type { Collector } from '../../collect/collector.ts';
import { nameOf } from '../../collect/layer-path.ts';
import { indentedLines, keyAndValue } from '../../formats/indented-lines.ts';
import { jsonObject } from '../../formats/json-object.ts';
import { readGguf } from '../../formats/models/gguf.ts';
import { beginsAsSafetensors } from '../../formats/models/safetensors.ts';
import type { HarvestedFact, HarvestedPackage } from '../../model/harvest.ts';
import { languagePackage } from '../language-packages.ts';
import { normalizedLicense, normalizedLicenses } from '../license-names.ts';
import { homeOf, nameByPlace, repositoryOf, snapshotOf } from './place.ts';

/** Bytes: metadata comes first, the vocabulary behind it. */
const BEGINNING = 4 << 20;
/** Of a model whose files are several: what is one, and what names or licenses it. */
export const NAMED = 'named';
export const LICENSED = 'licensed';
const unknown = '(unknown)';
const LONGEST_CONFIG = 1 << 20;

/** The weights of a model with what they say of themselves (ggml, "GGUF"). */
export const ggufCollector: Collector = {
  name: 'model-gguf',
  revision: 1,
  wants: { extensions: ['.gguf'], beginning: BEGINNING, maxSize: BEGINNING },
  what: 'GGUF model',
  blinds: ['packages'],
  take: ({ path }, content) => {
    const facts = readGguf(content);
    if (facts === null)
      return content.length === 0
        ? { items: [] }
        : { items: [], gaps: [{ what: 'GGUF model', reason: 'unparsable', blinds: ['packages'] }] };
    const { name, version, license, architecture, repository } = facts;
    const licenses = license === '' ? [] : [normalizedLicense(license)];
    const attributes = { format: 'gguf', ...(architecture === '' ? {} : { architecture }) };
    const own = name || nameOf(path).replace(/\.gguf$/, '');
    return { items: [modelAt(path, repositoryOf(repository), own, version, { licenses, attributes })] };
  },
};

/** The same without a word of what they are: that stands beside them, or in the name of their directory. */
export const safetensorsCollector: Collector = {
  name: 'model-safetensors',
  revision: 1,
  wants: { extensions: ['.safetensors'], beginning: BEGINNING, maxSize: BEGINNING },
  what: 'safetensors model',
  blinds: ['packages'],
  take: ({ path }, content) => {
    if (content.length === 0) return { items: [] };
    if (!beginsAsSafetensors(content))
      return { items: [], gaps: [{ what: 'safetensors model', reason: 'unparsable', blinds: ['packages'] }] };
    return {
      items: [modelAt(path, null, nameByPlace(path), '', { licenses: [], attributes: { format: 'safetensors' } })],
    };
  },
};

/** What Hugging Face's libraries write beside a model (`PretrainedConfig.save_pretrained`): the name under which it was had. */
export const configCollector: Collector = {
  name: 'model-config',
  revision: 1,
  wants: { names: ['config.json'], unless: ({ path, size }) => size > LONGEST_CONFIG || elsewhere.test(path) },
  what: 'config.json of a model',
  blinds: [],
  take: ({ path }, content) => {
    if (!content.includes('"_name_or_path"')) return { items: [] };
    const name = jsonObject(content)?.['_name_or_path'];
    return typeof name === 'string' && name.trim() !== '' && name.length <= 300
      ? { items: [fact('model', NAMED, path, [name.trim()])] }
      : { items: [] };
  },
};

/** The card of a model in a snapshot (huggingface.co/docs, "Model Cards"): YAML between two lines, with its license. */
export const cardCollector: Collector = {
  name: 'model-card',
  revision: 1,
  wants: { names: ['README.md'], maxSize: 4 << 20, never: (path) => snapshotOf(path) === null },
  what: 'model card',
  blinds: [],
  take: ({ path }, content) => {
    const text = content.toString('utf8', 0, 65_536);
    const end = /^---\r?\n/.test(text) ? text.indexOf('\n---', 3) : -1;
    if (end === -1) return { items: [] };
    for (const line of indentedLines(Buffer.from(text.slice(4, end)))) {
      const pair = line.indent === 0 ? keyAndValue(line.text) : null;
      if (pair?.key === 'license' && pair.value !== '' && pair.value !== 'other')
        return { items: [fact('huggingface', LICENSED, path, normalizedLicenses([pair.value]))] };
    }
    return { items: [] };
  },
};

/** Installed packages have files of this name by the hundreds. */
const elsewhere = /(?:^|\/)(?:node_modules|site-packages|dist-packages|proc|sys|etc)\//;

function fact(ecosystem: string, kind: string, path: string, values: readonly string[]): HarvestedFact {
  return { kind: 'fact', ecosystem, fact: kind, key: homeOf(path), values };
}

function modelAt(
  path: string,
  repository: string | null,
  name: string,
  version: string,
  more: Required<Pick<HarvestedPackage, 'licenses' | 'attributes'>>,
): HarvestedPackage {
  const snapshot = snapshotOf(path);
  if (snapshot !== null) return languagePackage('huggingface', snapshot.repository, snapshot.revision, more);
  return repository === null
    ? languagePackage('model', name, version || unknown, more)
    : languagePackage('huggingface', repository, version || unknown, more);
}
