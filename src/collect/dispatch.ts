import type { Collector, LayerFile } from './collector.ts';
import { DirectoryOnce } from './directory-once.ts';
import { mayEndWith } from './endings.ts';
import { nameOf } from './layer-path.ts';

/** Tells which collectors want a file, by five hash tables, however many collectors there are. */
export type Dispatch = (path: string, file: LayerFile | null) => readonly Collector[];

const none: readonly never[] = [];

export function dispatchOf(collectors: readonly Collector[]): Dispatch {
  const byPath = new Map<string, Collector[]>();
  const byName = new Map<string, Collector[]>();
  const byExtension = new Map<string, Collector[]>();
  const byDirectory = new Map<string, { ending: string; collector: Collector }[]>();
  const byParent = new Map<string, { ending: string; collector: Collector }[]>();
  const ofJson: { ending: string; collector: Collector }[] = [];
  for (const collector of collectors) {
    for (const ending of collector.wants.jsonEndings ?? []) ofJson.push({ ending, collector });
    for (const path of collector.wants.paths ?? []) append(byPath, path, collector);
    for (const name of collector.wants.names ?? []) append(byName, name, collector);
    for (const extension of collector.wants.extensions ?? []) append(byExtension, extension, collector);
    for (const { named, ending } of collector.wants.parents ?? []) append(byParent, named, { ending, collector });
    for (const { in: directory, ending } of collector.wants.directories ?? []) {
      append(byDirectory, directory, { ending, collector });
    }
  }
  // Most files are wanted by nobody, which costs no look into a table.
  const mayBeWanted = mayEndWith([
    ...[...byPath.keys(), ...byName.keys()].map((name) => `/${name}`),
    ...byExtension.keys(),
    ...(ofJson.length > 0 ? ['.json'] : []),
  ]);
  const places = new DirectoryOnce((directory) => ({
    inside: byDirectory.get(directory),
    within: byParent.get(nameOf(directory)),
  }));
  return (path, file) => {
    const { inside, within } = places.of(path);
    if ((inside ?? within) === undefined && !mayBeWanted(path)) return none;
    const name = nameOf(path);
    const named = byName.get(name);
    const exact = byPath.get(path);
    const dot = name.lastIndexOf('.');
    const extended = byExtension.size === 0 ? undefined : byExtension.get(name.slice(dot));
    const before = byExtension.size === 0 || dot <= 0 ? -1 : name.lastIndexOf('.', dot - 1);
    const doubled = before === -1 ? undefined : byExtension.get(name.slice(before));
    const ended = ofJson.length > 0 && name.endsWith('.json') ? ofJson : none;
    if ((named ?? exact ?? extended ?? doubled ?? inside ?? within) === undefined && ended.length === 0) return none;
    const wanting = new Set<Collector>([...(exact ?? []), ...(named ?? []), ...(extended ?? []), ...(doubled ?? [])]);
    for (const { ending, collector } of [...(inside ?? []), ...(within ?? []), ...ended])
      if (name.endsWith(ending)) wanting.add(collector);
    return [...wanting].filter(
      ({ wants }) => wants.never?.(path) !== true && (file === null || wants.unless?.(file) !== true),
    );
  };
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
