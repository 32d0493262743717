import { statfs } from 'node:fs/promises';

/** File systems on disks (statfs(2), Linux' magic.h): what is mounted below a root from a partition of its own belongs to the system there. */
const disks: ReadonlySet<number> = new Set([
  0xef53, // ext2 to ext4
  0x58465342, // xfs
  0x9123683e, // btrfs, also its subvolumes
  0x2fc12fc1, // zfs
  0xf2f52010, // f2fs
  0xca451a4e, // bcachefs
  0x52654973, // reiserfs
  0x3153464a, // jfs
  0x4d44, // fat
]);

/** File systems of the running kernel, and those of containers and snaps, which are images of their own. */
const others: ReadonlySet<number> = new Set([
  0x9fa0, // proc
  0x62656572, // sysfs
  0x01021994, // tmpfs, also for devices
  0x1cd1, // devpts
  0x27e0eb, // cgroup
  0x63677270, // cgroup2
  0x64626720, // debugfs
  0x74726163, // tracefs
  0x73636673, // securityfs
  0xcafe4a11, // bpf
  0x6165676c, // pstore
  0x19800202, // mqueue
  0x958458f6, // hugetlbfs
  0x62656570, // configfs
  0x65735543, // fusectl
  0xde5e81e4, // efivarfs
  0x42494e4d, // binfmt_misc
  0x0187, // autofs
  0x6e736673, // namespaces
  0x794c7630, // overlay
  0x73717368, // squashfs
]);

/**
 * What to do about a file system that is mounted below a directory: read it as part of the tree, leave it out as no part of it, or say that it
 * was left out (network file systems and unknown ones may be endless or hang).
 */
export async function mountedBelow(path: string): Promise<'part' | 'no-part' | 'unread'> {
  const facts = await statfs(path).catch(() => null);
  if (facts === null) return 'unread';
  if (disks.has(facts.type)) return 'part';
  return others.has(facts.type) ? 'no-part' : 'unread';
}
