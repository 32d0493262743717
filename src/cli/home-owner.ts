import { statSync } from 'node:fs';
import { systemCode } from '../base/errors.ts';
import { giveTree } from '../base/tree-owner.ts';

/** What stays root's in a state directory that is somebody else's: what signs, what undoes an installation, what keeps a second one out. */
const rootsOwn: readonly string[] = ['keys', 'install', 'install.lock'];

/**
 * Where root has worked in a state directory that belongs to the gate's account, what root made there is given to that account: else the
 * gate could not write on. Files deep in the cache may stay root's, the gate only reads them.
 */
export function handOver(home: string): void {
  if (process.geteuid?.() !== 0) return;
  const facts = statSync(home, { throwIfNoEntry: false });
  if (facts === undefined || facts.uid === 0) return;
  try {
    giveTree(home, { uid: facts.uid, gid: facts.gid, from: 0, except: rootsOwn, depth: 2 });
  } catch (error) {
    // A disk that is read-only, a root who may give nothing away (in a container, over NFS): what was asked for is done all the same.
    if (!['EROFS', 'EPERM'].includes(systemCode(error) ?? '')) throw error;
  }
}
