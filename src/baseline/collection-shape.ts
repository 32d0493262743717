import type { z } from 'zod';
import { type Digest, isDigest } from '../base/digest.ts';
import { severities } from '../model/finding.ts';
import { gapReasons } from '../model/gap.ts';
import type { Zod } from '../policy/control.ts';
import type { Collection } from './collection.ts';

/** No engine unpacks an image of more. Images that stand on one another layer by layer make a tree so deep. */
const mostLayers = 512;

/** The shape of a collection that was written down, for reading it back. Keys that later versions add are passed over. */
export function collectionShape(zod: Zod): z.ZodType<Collection> {
  const text = zod.string();
  const count = zod.int().min(0);
  const time = zod.nullable(text);
  const digest = zod.custom<Digest>(isDigest);
  const diffIds = zod.array(digest).max(mostLayers);
  const findings = zod.object(
    Object.fromEntries(severities.map((severity) => [severity, count])),
  ) as unknown as z.ZodType<Record<(typeof severities)[number], number>>;
  const effective = zod.object({ kind: zod.enum(['root', 'other', 'unsure']), uid: zod.nullable(zod.int()) });
  const distribution = zod.object({
    id: text,
    versionId: text,
    name: text,
    like: zod.array(text),
    codename: zod.nullable(text),
  });
  const fingerprint = zod.object({
    configDigest: digest,
    manifestDigest: zod.nullable(digest),
    indexDigest: zod.nullable(digest),
    diffIds,
    chainId: zod.nullable(digest),
  });
  const layer = zod.object({
    diffId: digest,
    size: count,
    command: zod.nullable(text),
    created: time,
    packages: count,
    findings,
  });
  const gap = zod.object({
    what: text,
    path: zod.nullable(text),
    reason: zod.enum(gapReasons),
    incomplete: zod.boolean(),
  });
  const image = zod.object({
    id: text,
    fingerprint,
    created: time,
    user: text,
    effective,
    labels: zod.record(text, text),
    size: count,
    distribution: zod.nullable(distribution),
    packages: count,
    findings,
    exploited: count,
    layers: zod.array(layer).max(mostLayers),
    gaps: zod.array(gap),
  });
  const container = zod.object({
    id: text,
    name: text,
    image: text,
    imageId: text,
    state: text,
    user: text,
    effective,
    started: time,
  });
  return zod.object({
    schemaVersion: zod.literal(1),
    tool: zod.object({ name: text, version: text }),
    collectedAt: text,
    engine: zod.object({ name: text, version: text, address: text, host: text }),
    labels: zod.array(text),
    containers: zod.array(container),
    images: zod.array(image),
    unread: zod.array(zod.object({ id: text, code: text, what: zod.object({ en: text, 'zh-CN': text }) })),
    local: zod.array(
      zod.object({
        id: text,
        names: zod.array(text),
        digests: zod.array(text),
        created: time,
        diffIds,
      }),
    ),
    database: zod.nullable(zod.object({ digest: text, builtAt: text, starter: zod.boolean() })),
  });
}
