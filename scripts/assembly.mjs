// Makes src/formats/inflate/inflate-program.ts of assembly/, and with --check says whether it is what comes out.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');
const file = join(root, 'src/formats/inflate/inflate-program.ts');
const options = [
  ...['-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--enable', 'threads'],
  // The memory that it is given: it holds nothing of its own, and lies where src/formats/inflate/inflate-memory.ts says.
  ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '512', '--zeroFilledMemory'],
];

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-assembly-'));
try {
  const binary = join(folder, 'inflate.wasm');
  const { error, stderr } = await asc.main([join(root, 'assembly/inflate.ts'), '-o', binary, ...options]);
  if (error !== null) throw new Error(String(stderr));
  const made = `/** Made of assembly/ by scripts/assembly.mjs: WebAssembly, in base64. */
export const inflateProgram =
  '${readFileSync(binary, 'base64')}';
`;
  if (!process.argv.includes('--check')) writeFileSync(file, made);
  else if (readFileSync(file, 'utf8') !== made)
    throw new Error(
      'src/formats/inflate/inflate-program.ts is not what assembly/ makes: run node scripts/assembly.mjs',
    );
} finally {
  rmSync(folder, { recursive: true });
}
