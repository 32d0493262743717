import type { Message } from './cri-client.ts';

/** CRI, `NamespaceMode`: a pod's containers share it, each has its own, or it is the machine's. */
const shared = 0;
const ownEach = 1;
const machine = 2;

/** A pod of the machine's own network, as a process of uid 1000 (CRI, `PodSandboxConfig`). */
export function podMessage(
  name: string,
  { logs, sharesProcesses, map }: { readonly logs: string; readonly sharesProcesses: boolean; readonly map?: Message },
): Message {
  const namespaces = namespacesOf(sharesProcesses ? shared : ownEach, map);
  return { 1: { 1: name, 2: name, 3: 'default' }, 3: logs, 8: { 2: { 1: namespaces, 3: { 1: 1000 } } } };
}

/** What a test says of a container. */
export interface ContainerWords {
  readonly name: string;
  /** What the engine is to look for. */
  readonly image: string;
  /** What the pod's author called it, where that is something else. */
  readonly called?: string;
  readonly uid?: number;
  readonly command?: readonly string[];
  /** CRI, `Mount`. */
  readonly mount?: Message;
  /** Of the pod's users. */
  readonly map?: Message;
}

/** CRI, `NamespaceOption`: with a map of users, these are the pod's own. */
function namespacesOf(processes: number, map: Message | undefined): Message {
  if (map === undefined) return { 1: machine, 2: processes, 3: machine };
  return { 1: machine, 2: processes, 3: shared, 5: { 1: shared, 2: map, 3: map } };
}

/** CRI, `ContainerConfig`. */
export function containerMessage(words: ContainerWords): Message {
  const { name, image, called = image, uid = 1000, command, mount, map } = words;
  const namespaces = namespacesOf(ownEach, map);
  return {
    1: { 1: name },
    2: { 1: image, 18: called },
    ...(command === undefined ? {} : { 3: command }),
    ...(mount === undefined ? {} : { 7: mount }),
    11: `${name}.log`,
    15: { 2: { 3: namespaces, 5: { 1: uid } } },
  };
}
