import { isObject, type JsonObject, listMember, member, objectMember } from '../../../formats/go-json.ts';

/** What is laid over the files of an image in a container. */
export interface Mounts {
  /** Places in the container, canonical, without a leading slash. */
  readonly targets: readonly string[];
  /** Files and directories of this host. */
  readonly hostPaths: readonly string[];
}

/**
 * Reads the mounts of a container out of the objects that may hold them: `HostConfig` and, for engines before 25, the settings around it;
 * of a service, its container's; of an engine's own description, the description itself.
 */
export function mountsOf(...holders: readonly JsonObject[]): Mounts {
  const targets: string[] = [];
  const hostPaths: string[] = [];
  for (const holder of holders) {
    for (const bind of listMember(holder, 'Binds') ?? []) {
      const [source = '', target = source] = typeof bind === 'string' ? bind.split(':') : [];
      targets.push(canonical(target));
      hostPaths.push(source);
    }
    for (const mount of listMember(holder, 'Mounts') ?? []) {
      if (!isObject(mount)) continue;
      targets.push(canonical(text(member(mount, 'Target') ?? member(mount, 'Destination'))));
      hostPaths.push(text(member(mount, 'Source')), ...devices(mount));
    }
    for (const places of ['Tmpfs', 'Volumes'])
      targets.push(...Object.keys(objectMember(holder, places) ?? {}).map(canonical));
  }
  return { targets, hostPaths: hostPaths.filter((path) => path.startsWith('/')) };
}

/** The `local` volume driver mounts whatever `device` names. */
function devices(mount: JsonObject): readonly string[] {
  const driver = objectMember(objectMember(mount, 'VolumeOptions') ?? {}, 'DriverConfig') ?? {};
  return [text(objectMember(driver, 'Options')?.['device'])];
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
