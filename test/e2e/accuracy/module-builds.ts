import type { FeedEntry, FeedRecord } from './feed-records.ts';

/**
 * Whether an erratum of AlmaLinux is about a build, by what it means to be in a module: the packages of a module are built for one stream of
 * it, carry `.module_` in their release and the stream in their label (`nodejs:18:8080020230101:abcdef01`), and only an erratum of that
 * stream changes them. An erratum says which ones it is about in its title (`Important: virt:rhel and virt-devel:rhel security update`), or
 * does not say.
 */
export function isAboutBuild(evr: string, label: string, record: FeedRecord, entry: FeedEntry): boolean {
  const isOfModule = (version: string) => version.includes('.module_') || version.includes('.module+');
  const fixes = entry.ranges.flat().filter(([kind]) => kind === 'fixed');
  if (fixes.some(([, version]) => isOfModule(version)) !== (label !== '' || isOfModule(evr))) return false;
  const [module, stream] = label.split(':');
  const named = streamsIn(record).filter((name) => name.split(':')[0] === module);
  return label === '' || named.length === 0 || named.includes(`${module}:${stream}`);
}

/** `module:stream`, as far as a title names them. */
export function streamsIn({ summary }: FeedRecord): readonly string[] {
  return summary.match(/[^\s:,]+:[^\s:,]+/g) ?? [];
}
