import { exitCodes, failure } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { fill, type Text } from '../../base/text.ts';
import type { BaselineOverview } from '../../baseline/overview.ts';
import { collectWords as words } from '../../messages/baseline-collect.ts';
import { command } from '../command.ts';
import type { Io } from '../io.ts';
import { readTargets, writeTargets } from '../report-targets.ts';
import { scanFlagGroups, scanFlags, scanRequest } from '../scan-flags.ts';

const { platform: _, 'registry-ca': __, 'registry-insecure': ___, 'registry-token': ____, ...limits } = scanFlags;

export const baselineCollect = command({
  name: 'baseline collect',
  summary: { en: 'read the images under all containers of a host', 'zh-CN': '采集本机全部容器所用的镜像' },
  description: [
    {
      en: 'Asks the container engine for every container, running or not, finds the image of each by its content, and reads each distinct image once, shared layers only once. What it finds is kept in the state directory for `baseline report`.',
      'zh-CN':
        '向容器引擎查询全部容器（无论是否运行），按内容确定各自的镜像；每个不同的镜像只读一次，共享的镜像层也只读一次。结果存入状态目录，供 `baseline report` 使用。',
    },
    {
      en: 'It changes nothing at the engine. An image that cannot be read is named, with the containers on it, and the exit code is 3.',
      'zh-CN': '不改动引擎中的任何内容。读不到的镜像会连同其上的容器一并列出，退出码为 3。',
    },
  ],
  arguments: {},
  flags: {
    output: {
      type: 'list',
      short: 'o',
      value: 'json[=FILE]',
      trusted: (value) => value.includes('='),
      summary: {
        en: 'also write what was collected as JSON, to a file or to standard output, for `baseline report --from` elsewhere',
        'zh-CN': '同时把采集结果以 JSON 写入文件或标准输出，供其他机器用 `baseline report --from` 查看',
      },
    },
    label: {
      type: 'list',
      value: 'KEY[=VALUE]',
      // What narrows the look must not come from a file that lies around.
      trusted: true,
      summary: {
        en: 'only containers with this label; the report says so',
        'zh-CN': '仅采集带该标签的容器；报告中会注明',
      },
    },
    ...limits,
  },
  groups: scanFlagGroups
    .map((group) => ({ ...group, flags: group.flags.filter((name) => name in limits) }))
    .filter(({ flags }) => flags.length > 0),
  examples: [
    {
      line: 'plimsoll baseline collect',
      does: {
        en: 'See what really runs here, then look at it with baseline report.',
        'zh-CN': '查看本机实际运行的内容，然后用 baseline report 查看。',
      },
    },
    {
      line: 'plimsoll baseline collect -o json=host-7.json',
      does: {
        en: 'Take the collection of this host along to another machine.',
        'zh-CN': '把本机的采集结果带到其他机器上查看。',
      },
    },
  ],
  seeAlso: ['baseline report', 'baseline drift', 'db update'],
  async run({ flags }, open, io) {
    const [{ collectBaseline }, { keepCollection, collectionText }, { baselineOverview }] = await Promise.all([
      import('../../baseline/collect.ts'),
      import('../../baseline/collection-file.ts'),
      import('../../baseline/overview.ts'),
    ]);
    const targets = flags.output.length === 0 ? [] : readTargets(flags.output, [{ format: 'json' }]);
    const services = await open();
    const home = io.home.ready();
    const settings = { ...flags, platform: null, 'registry-ca': null, 'registry-insecure': [], 'registry-token': null };
    const collection = await collectBaseline({
      access: { environment: io.environment, offline: flags.offline, signal: io.signal },
      labels: flags.label,
      version: io.version,
      scan: (ref, progress) => services.scan(scanRequest(ref, [], settings, { signal: io.signal, progress })),
      progress: io.progress,
      now: new Date(),
    });
    const file = keepCollection(home, collection);
    await writeTargets(targets, () => [collectionText(collection)], io);
    const overview = baselineOverview(collection, []);
    if (targets.every((target) => target.file !== null)) await tell(overview, file, io);
    const missing = overview.unread.length + overview.partly.length;
    if (missing === 0) return exitCodes.done;
    io.complain(failure('baseline-incomplete', { count: missing }));
    return exitCodes.incomplete;
  },
});

/** What was collected, in a few lines. */
async function tell({ collection, running, unread, partly }: BaselineOverview, file: string, io: Io): Promise<void> {
  const { containers, images, engine, labels } = collection;
  const names = (above: BaselineOverview['unread'][number]['containers']) => above.map(({ name }) => name).join(', ');
  const lines: Text[] = [
    fill(words.done, {
      containers: containers.length,
      running,
      images: images.length + unread.length,
      engine: `${engine.name} ${engine.version}`,
      host: engine.host,
    }),
    ...(labels.length === 0 ? [] : [fill(words.limited, { labels: labels.join(', ') })]),
    ...unread.map(({ image, containers: above }) =>
      fill(words.unread, {
        image: above[0]?.image ?? image.id,
        containers: names(above),
        what: image.what,
        code: image.code,
      }),
    ),
    ...partly.map(({ image, containers: above }) =>
      fill(words.partly, {
        image: above[0]?.image ?? image.id,
        containers: names(above),
        gaps: image.gaps.filter(({ incomplete }) => incomplete).length,
      }),
    ),
    fill(words.kept, { file }),
  ];
  await io.out.write(lines.map((line) => `${printable(io.say(line), 2000)}\n`).join(''));
}
