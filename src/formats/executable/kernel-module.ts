import { bytesOf, executablesIn } from './executable.ts';

/** What a module of Linux says of itself. Texts are empty where it does not say. */
export interface KernelModule {
  /** Absent in modules of kernels before 5.0. */
  readonly name: string;
  /** Its own; most modules of the kernel's own sources have none. */
  readonly version: string;
  /** The kernel that it was built for: the first word of `vermagic`. */
  readonly release: string;
  readonly license: string;
  /** Whether it was built with the kernel, of its sources. */
  readonly isInTree: boolean;
}

/** Characters of one text. */
const LONGEST = 256;
const MAX_FIELDS = 10_000;

/**
 * The section `.modinfo` of a module (Linux, `include/linux/module.h`: texts `KEY=VALUE`, each ended by a NUL; of several the first). Null for what is none.
 */
export function readKernelModule(bytes: Buffer): KernelModule | null {
  const [executable] = executablesIn(bytes);
  const section = executable?.sections.find(({ name }) => name === '.modinfo');
  if (executable === undefined || section === undefined) return null;
  const fields = new Map<string, string>();
  for (const field of bytesOf(executable, section).toString('utf8').split('\0', MAX_FIELDS)) {
    const equals = field.indexOf('=');
    const key = field.slice(0, Math.max(0, equals));
    if (!fields.has(key)) fields.set(key, field.slice(equals + 1).trim());
  }
  const text = (key: string) => fields.get(key)?.slice(0, LONGEST) ?? '';
  const release = /^\S+/.exec(text('vermagic'))?.[0] ?? '';
  return release === ''
    ? null
    : {
        name: text('name'),
        version: text('version'),
        release,
        license: text('license'),
        isInTree: text('intree') === 'Y',
      };
}
