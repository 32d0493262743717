import { minuteWords } from '../../../base/moments.ts';
import { sizeWords } from '../../../base/size.ts';
import { fill, phrase, verbatim } from '../../../base/text.ts';
import { baselinePageWords } from '../../../messages/baseline-page.ts';
import { baselineWords as words } from '../../../messages/baseline-report.ts';
import { gapText } from '../../../messages/gap-text.ts';
import { severityWords } from '../../../messages/report-advice.ts';
import { severities } from '../../../model/finding.ts';
import type { SeverityCounts } from '../../../reports/overview.ts';
import { joined } from '../../../reports/wording.ts';
import { type BaseNode, titleOf, withChildren } from '../../base-node.ts';
import { userWord } from '../../base-tree.ts';
import { type CollectedContainer, type CollectedImage, isRunning } from '../../collection.ts';
import { type BaselineOverview, pathsToImages } from '../../overview.ts';
import type { BaselineView } from '../baseline-reporter.ts';
import {
  claimText,
  containersText,
  counted,
  findingsText,
  layersText,
  nameText,
  nodeTitle,
  outdatedText,
  usersText,
} from '../wording.ts';

const layersShown = 60;

/** What the page's script gets, in both languages. */
export function pageData(overview: BaselineOverview, view: BaselineView): object {
  const { collection, roots, findings, unread, partly } = overview;
  const { engine, containers, tool, database } = collection;
  const places = new Map(containers.map(({ id }, at) => [id, at]));
  const notRead = [
    ...unread.map(({ image, containers: above }) => ({
      name: above[0]?.image ?? image.id,
      what: image.what,
      containers: namesOf(above),
    })),
    ...partly.map(({ image, containers: above }) => ({
      name: above[0]?.image ?? image.id,
      what: joined(image.gaps.filter(({ incomplete }) => incomplete).map(gapText)),
      containers: namesOf(above),
    })),
  ];
  return {
    language: view.language,
    words: baselinePageWords,
    names: { severity: severityWords },
    host: engine.host,
    where: verbatim(`${engine.name} ${engine.version} · ${engine.host} · ${minuteWords(collection.collectedAt)}`),
    ...answerOf(overview),
    counts: countList(findings),
    findings: findingsText(findings),
    roots: roots.map((root) => nodeOf(root, null, places)),
    containers: containerRows(overview),
    outdated: overview.outdated.flatMap((node) =>
      node.outdated.map((one) => ({
        text: outdatedText(one),
        note: containersText(node.total.containers, node.total.running),
        key: node.key,
      })),
    ),
    notRead,
    origin: {
      engine: `${engine.name} ${engine.version}, ${engine.address}`,
      host: engine.host,
      collectedAt: collection.collectedAt,
      labels: collection.labels.join(', '),
      database: database === null ? '' : `${database.builtAt} ${database.digest}`,
      tool: `${tool.name} ${tool.version}`,
    },
    isStarter: database?.starter === true ? words.starter : null,
  };
}

/** The answer in words: how many containers on how many bases, and what is wrong with it. */
function answerOf({ collection, roots, running, asRoot, outdatedContainers, unread, partly }: BaselineOverview) {
  const { containers, images } = collection;
  const onBases = phrase(words.onBases, {
    images: counted(containers.length, words.oneContainer, words.containers),
    bases: counted(roots.length, words.oneBase, words.bases),
  });
  const stale =
    outdatedContainers === 0 ? words.upToDate : counted(outdatedContainers, words.outdatedOne, words.outdatedCount);
  const missing = unread.length + partly.length;
  return {
    answer: onBases,
    state: missing > 0 ? 'denied' : outdatedContainers > 0 ? 'undecided' : 'allowed',
    tally: missing === 0 ? stale : joined([stale, fill(words.notRead, { count: missing })], ' · ', ' · '),
    facts: [
      phrase(words.running, { count: running }),
      phrase(words.asRoot, { count: asRoot }),
      counted(images.length, words.oneImage, words.images),
      ...(collection.labels.length === 0 ? [] : [phrase(words.limited, { labels: collection.labels.join(', ') })]),
    ],
  };
}

function nodeOf(node: BaseNode, below: BaseNode | null, places: ReadonlyMap<string, number>): object {
  const { key, diffIds, names, distribution, created, packages, findings, images, children, total, outdated } = node;
  const depth = below?.diffIds.length ?? 0;
  const facts = [
    ...(distribution === null || titleOf(node) === distribution ? [] : [verbatim(distribution)]),
    layersText(diffIds.length, depth),
    counted(packages, words.onePackage, words.packages),
    findingsText(findings),
    usersText(total.users),
  ];
  return {
    key,
    title: nodeTitle(node),
    names: names.map(nameText),
    isApproved: names.some(({ from }) => from === 'approved'),
    facts: joined(facts, ' · ', ' · '),
    created: created === null ? '' : minuteWords(created),
    counts: countList(findings),
    total: containersText(total.containers, total.running),
    size: total.containers,
    layers: ownLayers(node, depth),
    cargo: images.flatMap((placed) => placed.containers.map(({ id }) => places.get(id) ?? -1)),
    warnings: [...outdated.map(outdatedText), ...images.map(claimText).filter((text) => text !== null)],
    isOutdated: outdated.length > 0,
    children: children.map((child) => nodeOf(child, node, places)),
  };
}

/** The layers that a node adds to the one below it, as any image on it tells. */
function ownLayers(node: BaseNode, from: number): readonly object[] {
  const image = imageOn(node);
  return (image?.layers ?? [])
    .slice(from, node.diffIds.length)
    .slice(0, layersShown)
    .map(({ command, size }) => ({
      command: command ?? '',
      size: sizeWords(size),
    }));
}

function imageOn(node: BaseNode): CollectedImage | undefined {
  for (const { images } of withChildren(node)) if (images[0] !== undefined) return images[0].image;
  return undefined;
}

function containerRows({ collection, roots }: BaselineOverview): readonly object[] {
  const paths = pathsToImages(roots);
  const images = new Map(collection.images.map((image) => [image.id, image]));
  return collection.containers.map((container) => {
    const path = paths.get(container.imageId) ?? [];
    const base = path.slice(0, -1).findLast((node) => titleOf(node) !== null);
    const image = images.get(container.imageId);
    return {
      name: container.name,
      state: container.state,
      runs: isRunning(container),
      image: container.image,
      base: base === undefined ? null : nodeTitle(base),
      user: userWord(container),
      key: path.at(-1)?.key ?? null,
      isOutdated: path.some(({ outdated }) => outdated.length > 0),
      counts: image === undefined ? null : countList(image.findings),
      findings: image === undefined ? null : findingsText(image.findings),
    };
  });
}

function namesOf(containers: readonly CollectedContainer[]): string {
  return containers.map(({ name }) => name).join(', ');
}

function countList(counts: SeverityCounts): readonly number[] {
  return severities.map((severity) => counts[severity]);
}
