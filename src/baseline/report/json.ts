import type { BaseNode, PlacedImage } from '../base-node.ts';
import type { BaselineOverview } from '../overview.ts';
import type { BaselineReporter } from './baseline-reporter.ts';

/** The report for machines: `docs/baseline.schema.json`. Keys only ever join; the same collection and policy give the same bytes. */
export const baselineJson: BaselineReporter = {
  format: 'json',
  title: { en: 'JSON, for machines', 'zh-CN': 'JSON，供程序读取' },
  *render(overview) {
    yield `${JSON.stringify(documentOf(overview), null, 2)}\n`;
  },
};

function documentOf({
  collection,
  roots,
  findings,
  running,
  asRoot,
  outdatedContainers,
  unread,
}: BaselineOverview): object {
  const { tool, collectedAt, engine, labels, containers, images, database } = collection;
  return {
    schemaVersion: 1,
    tool,
    collectedAt,
    engine,
    labels,
    totals: {
      containers: containers.length,
      running,
      asRoot,
      images: images.length,
      bases: roots.length,
      outdatedContainers,
      unreadImages: unread.length,
      findings,
    },
    tree: roots.map(nodeOf),
    images,
    containers,
    unread: unread.map(({ image, containers: above }) => ({
      id: image.id,
      code: image.code,
      what: image.what.en,
      containers: above.map(({ id }) => id),
    })),
    database,
  };
}

function nodeOf(node: BaseNode): object {
  const { key, diffIds, names, distribution, created, packages, findings, images, children, total, outdated } = node;
  return {
    chainId: key === '' ? null : key,
    diffIds,
    names,
    distribution,
    created,
    packages,
    findings,
    images: images.map(placedOf),
    total: {
      containers: total.containers,
      running: total.running,
      images: total.images,
      users: total.users.map(([user, count]) => ({ user, containers: count })),
    },
    outdated: outdated.map(({ name, created: own, newer, newerCreated, claimed }) => ({
      name,
      created: own,
      newer: newer === '' ? null : newer,
      newerCreated,
      claimed,
    })),
    children: children.map(nodeOf),
  };
}

function placedOf({ image, containers, claim }: PlacedImage): object {
  return { id: image.id, containers: containers.map(({ id }) => id), claim };
}
