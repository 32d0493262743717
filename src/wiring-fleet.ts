import { canonical } from './base/canonical-json.ts';
import { sha256 } from './base/digest.ts';
import type { FleetRequest, OpenFleet } from './cli/fleet-service.ts';
import { rememberedHarvests } from './collect/remembered-harvests.ts';
import type { ImageSource, OpenOptions } from './images/image-source.ts';
import { openRegistryImage } from './images/registry/open-image.ts';
import { type RegistryPool, registryPool } from './images/registry/pool.ts';
import type { Session } from './images/registry/session.ts';
import type { ImageName } from './model/image-name.ts';
import { sharedWork } from './scan/shared-work.ts';
import type { Scanner, ScanWays } from './wiring-scan.ts';

/** Bytes of readings of layers that are at hand for the next image. */
const REMEMBERED = 48 << 20;

/** What the wiring lends for it. */
export interface FleetMaterials {
  readonly version: string;
  readonly openScanner: (request: FleetRequest['scanning'], ways: ScanWays) => Promise<Scanner>;
}

/** Opens a registry for many scans: one pool of connections, policy and advisories read once, layers read by one scan for all. */
export async function openFleet(request: FleetRequest, { version, openScanner }: FleetMaterials): Promise<OpenFleet> {
  const { host, scanning, courtesy, vexDigest } = request;
  const { signal, offline, registry, limits, platform, timeout } = scanning;
  let opened: RegistryPool | null = null;
  const source = pooledSource((name, { signal: until }) => {
    if (opened === null) throw new Error('the registry is not open yet');
    return opened.session(name, until);
  });
  const scanner = await openScanner(scanning, {
    sourced: () => [source],
    narrowed: (cache) => rememberedHarvests(cache, REMEMBERED),
    shared: sharedWork(),
  });
  try {
    const pool = await registryPool(host, { signal, offline, registry }, courtesy, process.env);
    opened = pool;
    const { policy, database, javaIndex } = scanner;
    const known = javaIndex === null ? [] : [javaIndex];
    const basis = sha256(canonical([version, policy.digest, database.digest, vexDigest, limits, timeout, ...known]));
    return {
      pool,
      policy: { name: policy.name, digest: policy.digest },
      database,
      basis,
      read: ({ digest, names }, namings) => {
        const repository = names[0]?.repository ?? '';
        const open = { platform, offline, signal, limits, registry, trustsEngine: false };
        const progress = { step() {} };
        return scanner.scanAs({ ref: `registry:${host}/${repository}@${digest}`, open, progress, timeout }, namings);
      },
      close: () => {
        pool.close();
        scanner.close();
      },
    };
  } catch (error) {
    scanner.close();
    throw error;
  }
}

type SessionFor = (name: ImageName, options: OpenOptions) => Session;

function pooledSource(sessionFor: SessionFor): ImageSource {
  return {
    scheme: 'registry',
    title: { en: 'an image in a registry', 'zh-CN': '镜像仓库中的镜像' },
    form: 'registry:HOST/REPO:TAG',
    recognizes: async () => false,
    open: (ref, context) => openRegistryImage(ref, context, async (name, options) => sessionFor(name, options)),
  };
}
