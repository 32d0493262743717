import { exitCodes, failure } from '../../base/errors.ts';
import { command } from '../command.ts';
import { readTargets, writeTargets } from '../report-targets.ts';
import { scanFlags } from '../scan-flags.ts';

export const baselineDrift = command({
  name: 'baseline drift',
  summary: { en: 'compare running containers with their images', 'zh-CN': '比较运行中的容器与其镜像' },
  description: [
    {
      en: 'Asks the engine what changed in each container and compares it with the image by content: programs and libraries that are new or changed first, then owners, modes, setuid, setgid, capabilities and accounts with uid 0. What lies on volumes and other mounts is no drift.',
      'zh-CN':
        '向容器引擎查询每个容器的改动，并按内容与镜像比较：先看新增或被改动的程序和库，再看属主、权限、setuid、setgid、能力以及 uid 为 0 的账户。卷和其他挂载点上的内容不算差异。',
    },
    {
      en: 'Exits with 1 where something that can be run was added or changed, or runs with more rights; with 3 where something could not be compared; else with 0. Other changes (data, logs) are counted, and shown with --verbose.',
      'zh-CN':
        '有可执行内容新增或被改动，或以更高权限运行时，退出码为 1；有内容无法比较时为 3；否则为 0。其他改动（数据、日志）只计数，加 --verbose 显示。',
    },
  ],
  arguments: {
    CONTAINER: {
      repeats: true,
      summary: {
        en: 'names or ids; all running ones where none is given',
        'zh-CN': '名称或 ID；不写则为全部运行中的容器',
      },
    },
  },
  flags: {
    output: {
      type: 'list',
      short: 'o',
      value: 'FORMAT[=FILE]',
      trusted: (value) => value.includes('='),
      summary: {
        en: 'table (default) or json; to standard output, or to a file, which is written whole or not at all',
        'zh-CN': 'table（默认）或 json；写到标准输出，或写入文件（要么完整写入，要么不写）',
      },
    },
    label: {
      type: 'list',
      value: 'KEY[=VALUE]',
      trusted: true,
      summary: {
        en: 'where none is named, only containers with this label',
        'zh-CN': '未写名称时，仅比较带该标签的容器',
      },
    },
    offline: scanFlags.offline,
    'max-image-size': scanFlags['max-image-size'],
    'max-file-size': scanFlags['max-file-size'],
  },
  examples: [
    {
      line: 'plimsoll baseline drift',
      does: {
        en: 'See whether anything runs here that no image brought.',
        'zh-CN': '查看是否有镜像之外的程序在运行。',
      },
    },
    {
      line: 'plimsoll baseline drift --verbose cart-1',
      does: { en: 'See every change in one container.', 'zh-CN': '查看某个容器的全部改动。' },
    },
  ],
  seeAlso: ['baseline collect', 'baseline report'],
  async run({ arguments: { CONTAINER }, flags }, _open, io) {
    const [{ driftOf }, { driftTable, gapsIn }, { driftJson }] = await Promise.all([
      import('../../baseline/drift/drift.ts'),
      import('../../baseline/drift/table.ts'),
      import('../../baseline/drift/json.ts'),
    ]);
    const targets = readTargets(flags.output, [{ format: 'table' }, { format: 'json' }]);
    const report = await driftOf({
      access: { environment: io.environment, offline: flags.offline, signal: io.signal },
      containers: CONTAINER,
      labels: flags.label,
      maxFileSize: flags['max-file-size'],
      maxImageSize: flags['max-image-size'],
      progress: io.progress,
    });
    const now = new Date();
    await writeTargets(
      targets,
      ({ format }, view) => (format === 'json' ? [driftJson(report, io.version, now)] : driftTable(report, view)),
      io,
    );
    const { count, names } = gapsIn(report);
    if (count > 0) {
      io.complain(failure('drift-incomplete', { count, containers: names }));
      return exitCodes.incomplete;
    }
    const isGrave = report.containers.some(({ items }) => items.some((item) => item.grave));
    return isGrave ? exitCodes.denied : exitCodes.done;
  },
});
