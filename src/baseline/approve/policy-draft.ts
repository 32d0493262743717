import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { failure, failureFrom, systemCode } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import type { Text } from '../../base/text.ts';
import type { ApprovedBase } from '../../policy/approved-bases.ts';
import { diffLines } from './changed-lines.ts';
import { withApprovedBase } from './policy-edit.ts';

/** A policy file's new content, which lies beside it, so that what it extends is found, until it was checked. */
export interface PolicyDraft {
  readonly file: string;
  /** As a unified diff. */
  readonly diff: readonly string[];
  /** Puts it in place. Throws `cannot-write` where the policy was changed meanwhile. */
  place(): void;
  drop(): void;
}

/** Drafts a policy file with one more approved base. It keeps its owner and mode; a link of its name keeps leading to it. */
export function draftPolicy(policy: string, base: ApprovedBase): PolicyDraft {
  try {
    const target = realpathSync(policy);
    const before = readFileSync(target, 'utf8');
    const after = withApprovedBase(before, base);
    const file = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.part`);
    const drop = () => rmSync(file, { force: true });
    try {
      writeAs(file, after, target);
    } catch (error) {
      drop();
      throw error;
    }
    return {
      file,
      diff: diffLines(before, after, policy),
      drop,
      place() {
        try {
          if (readFileSync(target, 'utf8') !== before)
            throw failure('cannot-write', { file: policy, reason: texts.changed });
          renameSync(file, target);
        } catch (error) {
          drop();
          throw cannotWrite(error, policy);
        }
      },
    };
  } catch (error) {
    throw cannotWrite(error, policy);
  }
}

/** A new file, with the owner and the mode of another one. */
function writeAs(file: string, text: string, model: string): void {
  const old = openSync(model, 'r');
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    const { uid, gid, mode } = fstatSync(old);
    if (process.getuid?.() === 0) fchownSync(descriptor, uid, gid);
    fchmodSync(descriptor, mode & 0o777);
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
    closeSync(old);
  }
}

function cannotWrite(error: unknown, file: string): unknown {
  return systemCode(error) === undefined ? error : failureFrom(error, 'cannot-write', { file, reason: wordsOf(error) });
}

const texts = {
  changed: { en: 'somebody else changed it in this moment', 'zh-CN': '文件刚刚被他人修改' },
} as const satisfies Record<string, Text>;
