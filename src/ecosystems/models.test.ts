import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';
import { gguf, safetensors } from '../../test/build/models.ts';
import { match } from '../match/match.ts';
import { store } from '../match/testing/inventories.ts';
import { ecosystems } from './all.ts';

const commit = 'a'.repeat(40);
const cache = `root/.cache/huggingface/hub/models--acme--tiny/snapshots/${commit}`;
const tensors = safetensors({ __metadata__: { format: 'pt' }, w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } });

async function read(...layers: readonly LayerFiles[]) {
  const { packages, gaps } = await inventoryOf(...layers);
  return {
    packages: packages.map(({ purl, path, licenses }) => [purl, path, ...licenses].join(' ')),
    gaps: gaps.map(({ what, path, reason }) => `${what} ${path} ${reason}`),
  };
}

test('a model in GGUF is what it says of itself, however large it is', async () => {
  const facts = gguf({
    'general.architecture': 'llama',
    'general.name': 'Tiny Llama',
    'general.version': 'v1.1',
    'general.license': 'apache-2.0',
    'general.file_type': 7,
    'tokenizer.ggml.tokens': ['<s>', 'a', 'b'],
  });
  const large = Buffer.concat([facts, Buffer.alloc(20 << 20, 0x7f)]);
  const { packages } = await inventoryOf({ 'models/tiny.gguf': large });
  const [model, ...others] = packages;
  assert.equal(others.length, 0);
  assert.equal(model?.purl, 'pkg:model/Tiny%20Llama@v1.1');
  assert.deepEqual(model?.licenses, ['Apache-2.0']);
  assert.deepEqual(model?.attributes, { format: 'gguf', architecture: 'llama' });
});

test('one that says nothing is called by its file, one that says its repository by that', async () => {
  assert.deepEqual(
    await read({
      'models/phi-3-Q4.gguf': gguf({ 'general.architecture': 'phi3' }),
      'models/b.gguf': gguf({ 'general.name': 'B', 'general.repo_url': 'https://huggingface.co/acme/b' }),
      'models/c.gguf': gguf({ 'general.name': 'C', 'general.repo_url': 'https://example.org/acme/c' }),
    }),
    {
      packages: [
        'pkg:huggingface/acme/b@%28unknown%29 models/b.gguf',
        'pkg:model/C@%28unknown%29 models/c.gguf',
        'pkg:model/phi-3-Q4@%28unknown%29 models/phi-3-Q4.gguf',
      ],
      gaps: [],
    },
  );
});

test('facts behind a long vocabulary count as far as they are looked at', async () => {
  const tokens = Array.from({ length: 300_000 }, (_, i) => `token number ${i}`);
  const behind = gguf({ 'tokenizer.ggml.tokens': tokens, 'general.name': 'Behind' });
  assert.ok(behind.length > 4 << 20);
  assert.deepEqual((await read({ 'a.gguf': behind })).packages, ['pkg:model/a@%28unknown%29 a.gguf']);
});

test('a snapshot of Hugging Face is one model of its repository and commit, behind links as its libraries make them', async () => {
  const blobs = 'root/.cache/huggingface/hub/models--acme--tiny/blobs';
  assert.deepEqual(
    await read({
      [`${blobs}/1`]: Buffer.concat([tensors, Buffer.alloc(5 << 20)]),
      [`${blobs}/2`]: tensors,
      [`${cache}/model-00001-of-00002.safetensors`]: tensors,
      [`${cache}/unet/model.safetensors`]: tensors,
      [`${cache}/README.md`]: '---\nlanguage: en\nlicense: mit\ntags:\n  - license: x\n---\n# Tiny\n',
      [`root/.cache/huggingface/hub/models--gpt2/snapshots/${commit}/model.safetensors`]: tensors,
    }),
    {
      packages: [
        `pkg:huggingface/acme/tiny@${commit} ${cache}/model-00001-of-00002.safetensors MIT`,
        `pkg:huggingface/gpt2@${commit} root/.cache/huggingface/hub/models--gpt2/snapshots/${commit}/model.safetensors`,
      ],
      gaps: [],
    },
  );
});

test('tensors elsewhere are called by what lies beside them, else by their directory', async () => {
  assert.deepEqual(
    (
      await read({
        'srv/bert/model.safetensors': tensors,
        'srv/bert/adapter.safetensors': tensors,
        'srv/x/model.safetensors': tensors,
        'srv/x/config.json': '{"_name_or_path": "acme/named-model", "architectures": ["A"]}',
        'app/models/lora.safetensors': tensors,
        'app/node_modules/a/config.json': '{"_name_or_path": "no model"}',
      })
    ).packages,
    [
      'pkg:model/bert@%28unknown%29 srv/bert/adapter.safetensors',
      'pkg:model/lora@%28unknown%29 app/models/lora.safetensors',
      'pkg:model/named-model@%28unknown%29 srv/x/model.safetensors',
    ],
  );
});

test('what only has the name of a model is a gap', async () => {
  const whole = gguf({ 'general.name': 'x' });
  assert.deepEqual(
    await read({
      'a.gguf': 'text',
      'b.safetensors': 'text',
      'empty.gguf': '',
      'old.gguf': Buffer.concat([whole.subarray(0, 4), Buffer.from([1, 0, 0, 0]), whole.subarray(8)]),
    }),
    {
      packages: [],
      gaps: [
        'GGUF model a.gguf unparsable',
        'GGUF model old.gguf unparsable',
        'safetensors model b.safetensors unparsable',
      ],
    },
  );
});

test('a model is data: that no feed speaks of it is no gap', async () => {
  const image = {
    ...releases.debian12,
    'models/tiny.gguf': gguf({ 'general.name': 'Tiny' }),
    [`${cache}/a.safetensors`]: tensors,
  };
  const inventory = await inventoryOf(image);
  assert.equal(inventory.packages.length, 2);
  assert.deepEqual(match(inventory, store([]), ecosystems).gaps, []);
});
