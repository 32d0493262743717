import { shortDigest } from '../../base/digest.ts';
import { aligned } from '../../reports/table/plain.ts';
import { type BaseNode, titleOf, withChildren } from '../base-node.ts';
import { sum, userWord } from '../base-tree.ts';
import { type BaselineOverview, pathsToImages } from '../overview.ts';
import type { BaselineView } from './baseline-reporter.ts';

type Row = readonly string[];

/**
 * The report for a pipe: one thing a line, told apart by its first word (the same in every language), columns aligned within a kind,
 * `-` for nothing, in a stable order. Every container is one line.
 */
export function baselinePlain(overview: BaselineOverview, view: BaselineView): string[] {
  const { collection, roots, unread } = overview;
  const { engine, containers, images } = collection;
  const nodes = roots.flatMap((root) => [...withChildren(root)]);
  const paths = pathsToImages(roots);
  const byId = new Map(images.map((image) => [image.id, image]));
  const blocks: (readonly Row[])[] = [
    [['host', engine.host, engine.name, engine.version, collection.collectedAt, engine.address]],
    nodes.map(baseRow),
    containers.map((container): Row => {
      const path = paths.get(container.imageId) ?? [];
      const image = byId.get(container.imageId);
      const isStale = path.some(({ outdated }) => outdated.length > 0);
      return [
        'container',
        container.state,
        container.name,
        shortDigest(container.id),
        shortDigest(container.imageId),
        userWord(container),
        baseOf(path),
        isStale ? 'outdated' : '',
        image === undefined ? 'unread' : `critical=${image.findings.critical}`,
        image === undefined ? '' : `high=${image.findings.high}`,
        image === undefined ? '' : `findings=${sum(image.findings)}`,
        container.image,
      ];
    }),
    nodes.flatMap(({ key, outdated }) =>
      outdated.map(
        ({ name, created, newer, newerCreated, claimed }): Row => [
          'outdated',
          shortDigest(key),
          created,
          shortDigest(newer),
          newerCreated,
          claimed ? 'label' : '',
          name,
        ],
      ),
    ),
    nodes.flatMap(({ images: placed }) =>
      placed.flatMap(({ image, claim }): Row[] =>
        claim === null ? [] : [['claim', shortDigest(image.id), claim.standing, claim.name ?? claim.digest ?? '']],
      ),
    ),
    unread.map(
      ({ image, containers: above }): Row => [
        'unread',
        image.id,
        image.code,
        String(above.length),
        image.what[view.language],
      ],
    ),
    images.flatMap(({ id, gaps }) =>
      gaps.map((gap): Row => ['gap', shortDigest(id), gap.reason, gap.incomplete ? 'incomplete' : 'partial', gap.what]),
    ),
  ];
  return blocks.flatMap(aligned);
}

function baseRow(node: BaseNode): Row {
  const { key, names, diffIds, total, packages, findings, children } = node;
  return [
    children.length > 0 ? 'base' : 'image',
    shortDigest(key),
    `layers=${diffIds.length}`,
    `containers=${total.containers}`,
    `running=${total.running}`,
    `images=${total.images}`,
    `packages=${packages}`,
    `critical=${findings.critical}`,
    `high=${findings.high}`,
    names[0]?.from ?? '',
    titleOf(node) ?? '',
  ];
}

/** The nearest base under an image that has a name; the image's own node is none. */
function baseOf(path: readonly BaseNode[]): string {
  return (
    path
      .slice(0, -1)
      .toReversed()
      .map(titleOf)
      .find((title) => title !== null) ?? ''
  );
}
