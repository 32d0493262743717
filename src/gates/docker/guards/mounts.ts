import { isObject, type JsonObject, listMember, member, objectMember } from '../../../formats/go-json.ts';

/** What is laid over the files of an image in a container. */
export interface Mounts {
  /** Places in the container, canonical, without a leading slash. */
  readonly targets: readonly string[];
  /** Files and directories of this host. */
  readonly hostPaths: readonly string[];
  /** Names of volumes, whatever they stand for. */
  readonly volumes: readonly string[];
}

/**
 * Reads the mounts of a container out of the objects that may hold them: `HostConfig` and, for engines before 25, the settings around it;
 * of a service, its container's; of an engine's own description, the description itself.
 */
export function mountsOf(...holders: readonly JsonObject[]): Mounts {
  const targets: string[] = [];
  const sources: string[] = [];
  const hostPaths: string[] = [];
  for (const holder of holders) {
    for (const bind of listMember(holder, 'Binds') ?? []) {
      const [source = '', target = source] = typeof bind === 'string' ? bind.split(':') : [];
      targets.push(canonical(target));
      sources.push(source);
    }
    for (const mount of listMember(holder, 'Mounts') ?? []) {
      if (!isObject(mount)) continue;
      targets.push(canonical(text(member(mount, 'Target') ?? member(mount, 'Destination'))));
      const [source, name] = [text(member(mount, 'Source')), text(member(mount, 'Name'))];
      // The engine's own description has the name of a volume beside the directory that it is kept in.
      const isDescribed = member(mount, 'Type') === 'volume' && name !== '';
      // The source of an image mount is an image: that is asked for elsewhere.
      const isImage = text(member(mount, 'Type')).toLowerCase() === 'image';
      if (!isImage) sources.push(...(isDescribed && source.startsWith('/') ? [name] : [source, name]));
      hostPaths.push(...driverPaths(mount));
    }
    for (const device of listMember(holder, 'Devices') ?? [])
      if (isObject(device)) hostPaths.push(text(member(device, 'PathOnHost')));
    for (const places of ['Tmpfs', 'Volumes'])
      targets.push(...Object.keys(objectMember(holder, places) ?? {}).map(canonical));
  }
  const isPath = (source: string) => source.startsWith('/');
  return {
    targets,
    hostPaths: [...sources.filter(isPath), ...hostPaths],
    volumes: sources.filter((source) => source !== '' && !isPath(source)),
  };
}

/** What a volume that comes to be with its container is to stand for. */
function driverPaths(mount: JsonObject): readonly string[] {
  const driver = objectMember(objectMember(mount, 'VolumeOptions') ?? {}, 'DriverConfig') ?? {};
  return pathsIn(objectMember(driver, 'Options') ?? {});
}

/**
 * Paths of this host in the options of the `local` volume driver, which hands them to mount(2): `device`, and those among the options of a
 * file system (`o: lowerdir=/a:/b`).
 */
export function pathsIn(options: JsonObject): readonly string[] {
  return Object.values(options)
    .flatMap((value) => text(value).split(/[,:=]/))
    .filter((part) => part.startsWith('/'));
}

/** Whether something may lie over the image's own etc/passwd. */
export function coversPasswd({ targets }: Mounts): boolean {
  return targets.some((target) => ['', 'etc', 'etc/passwd'].includes(target));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function canonical(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
