import { lstatSync } from 'node:fs';
import { failureFrom, PlimsollError } from '../../../base/errors.ts';
import { wordsOf } from '../../../base/system-words.ts';
import { fill, type Text } from '../../../base/text.ts';
import { accountFiles, accountOf, makeAccount } from './account.ts';
import { changesOf, type PathChange } from './changes.ts';
import type { EngineFacts } from './engine-facts.ts';
import { type Host, onHost } from './host.ts';
import {
  type Journal,
  type Kept,
  keepBefore,
  keepPaths,
  placeOf,
  readJournal,
  realPath,
  writeJournal,
} from './journal.ts';
import { places } from './places.ts';
import type { Plan, Step } from './plan.ts';
import { bringBack, takeAway } from './removal.ts';
import { callAll, callsToClose, type ServiceChanges } from './services.ts';
import { giveHome, makeSo, printAfter } from './step.ts';
import { ownedBy } from './whole-file.ts';

export interface InstallOptions {
  readonly home: string;
  readonly version: string;
  readonly facts: EngineFacts;
  /** What an administrator changed since the last installation is written anew; else it is kept, and said. */
  readonly overwrite: boolean;
  /** A line for whoever watches. */
  readonly say: (line: Text) => void;
  /** Tries every lock that should be closed; what is not, in words. */
  readonly verify: () => Promise<Text | null>;
}

export type Installed = 'installed' | 'upgraded' | 'unchanged';

/**
 * Carries a plan out. What was there before is on disk before the first change; whatever ends this in the middle is finished by the same
 * call again, or undone by `takeAway`. What fails is undone here, where nothing stood before. Throws `gate-install-failed`.
 */
export async function install(host: Host, plan: Plan, options: InstallOptions): Promise<Installed> {
  const { home, say } = options;
  const earlier = readJournal(host, home);
  const changes = changesOf(host, plan, earlier, options.overwrite);
  const isWhole = earlier?.phase === 'installed';
  const services = servicesFor(host, plan, changes, earlier);
  let step: Text = words.keep;
  let journal: Journal | null = null;
  try {
    if (isWhole && changes.every(({ kind }) => kind === 'same' || kind === 'theirs')) {
      for (const change of changes) if (change.kind === 'theirs') say(fill(words.theirs, { path: change.path }));
      const open = await options.verify();
      if (open !== null) throw new Error(open.en, { cause: open });
      return 'unchanged';
    }
    journal = begin(host, plan, options, earlier);
    for (const one of plan.steps) {
      step = titleOf(one);
      journal = await doStep(host, one, journal, { changes, options });
    }
    journal = dropUnwanted(host, plan, journal, options);
    step = words.services;
    await callAll(host, callsToClose(services), (line) => say(fill(words.call, { line })));
    step = words.verify;
    const open = await options.verify();
    if (open !== null) throw new Error(open.en, { cause: open });
    writeJournal(host, home, { ...journal, phase: 'installed' });
    return earlier === null ? 'installed' : 'upgraded';
  } catch (error) {
    if (journal === null && error instanceof PlimsollError) throw error;
    const state = await afterFailure(host, journal, isWhole, options);
    throw failureFrom(error, 'gate-install-failed', { step, reason: reasonFor(error), state });
  }
}

/** Writes down what is there, and then that it is about to change. */
function begin(host: Host, plan: Plan, options: InstallOptions, earlier: Journal | null): Journal {
  const { home, version } = options;
  const makesAccount = earlier === null && accountOf(host, places.account) === null;
  const journal: Journal = {
    format: 1,
    phase: 'installing',
    stood: earlier !== null && (earlier.stood || earlier.phase === 'installed'),
    version,
    kept: keepBefore(host, home, plan.steps, earlier?.kept ?? []),
    accounts: makesAccount ? keepPaths(host, home, accountFiles, []) : (earlier?.accounts ?? null),
    home: earlier?.home ?? null,
    programs: { ...earlier?.programs, ...plan.programs },
    facts: options.facts,
  };
  writeJournal(host, home, journal);
  return journal;
}

interface Doing {
  readonly changes: readonly PathChange[];
  readonly options: InstallOptions;
}

/** Does one step. Its outcome is written down afterwards: until then, what is there is what was there before, or the step's own. */
async function doStep(host: Host, step: Step, journal: Journal, { changes, options }: Doing): Promise<Journal> {
  const { home, say } = options;
  const keep = (next: Journal): Journal => {
    writeJournal(host, home, next);
    return next;
  };
  switch (step.kind) {
    case 'account':
      if (accountOf(host, step.name) === null) say(fill(words.account, { name: step.name }));
      await makeAccount(host, step.name, home);
      return journal;
    case 'home': {
      const account = accountOf(host, places.account);
      if (account === null) throw new Error(`there is no account ${places.account}`);
      // Whose it was is written down before it is given away; a second time it is not looked at.
      const owned = journal.home ?? ownedBy(lstatSync(onHost(host, home)));
      const next = keep({ ...journal, home: owned });
      giveHome(host, home, account);
      return next;
    }
    default: {
      const change = changes.find(({ path }) => path === step.path);
      if (change?.kind === 'theirs') {
        say(fill(words.theirs, { path: step.path }));
        return journal;
      }
      if (change?.kind === 'same') return journal;
      if (change !== undefined && step.kind !== 'folder')
        say(fill(change.kind === 'made' ? words.made : words.changed, { path: step.path }));
      const path = placeOf(host, step);
      const print = printAfter(host, step);
      // Written down first: a process that is killed between the two leaves what is known to be its own.
      const next = keep({
        ...journal,
        kept: journal.kept.map((one) => (one.path === path ? { ...one, made: withLast(one.made, print) } : one)),
      });
      makeSo(host, step);
      return next;
    }
  }
}

function withLast(made: readonly string[], print: string): readonly string[] {
  return made.at(-1) === print ? made : [...made.filter((one) => one !== print), print];
}

/** What an earlier installation made and this one does not want. The engine's configuration is edited, and stays. */
export function unwanted(host: Host, plan: Plan, journal: Journal | null): readonly Kept[] {
  if (journal === null) return [];
  const wanted = new Set(
    plan.steps.flatMap((step) => (step.kind === 'account' || step.kind === 'home' ? [] : [placeOf(host, step)])),
  );
  const config = realPath(host, journal.facts.configFile);
  return journal.kept.filter(({ path }) => !wanted.has(path) && path !== config);
}

/** Puts back what was there before it. */
function dropUnwanted(host: Host, plan: Plan, journal: Journal, options: InstallOptions): Journal {
  const others = unwanted(host, plan, journal);
  if (others.length === 0) return journal;
  for (const kept of others.toReversed()) bringBack(host, journal, kept, options);
  const next = { ...journal, kept: journal.kept.filter((kept) => !others.includes(kept)) };
  writeJournal(host, options.home, next);
  return next;
}

/** What has to be started anew for these changes; everything, where an earlier call did not come to its end. */
export function servicesFor(
  host: Host,
  plan: Plan,
  changes: readonly PathChange[],
  earlier: Journal | null,
): ServiceChanges {
  const isWhole = earlier?.phase === 'installed';
  const config = earlier === null ? null : earlier.facts.configFile;
  const gone = unwanted(host, plan, earlier).map(({ path }) => path);
  const changed = [...changes.filter(({ kind }) => kind !== 'same').map(({ path }) => path), ...gone];
  const has = (part: string) => changed.some((path) => path.includes(part));
  const wants = (part: string) => plan.steps.some((step) => 'path' in step && step.path.includes(part));
  return {
    authz: wants(places.pluginSpec),
    containerd: isWhole ? has('containerd.service.d/') : wants('containerd.service.d/'),
    engine:
      !isWhole ||
      has('docker.socket.d/') ||
      has('docker.service.d/') ||
      has(places.pluginSpec) ||
      (config !== null && changed.includes(config)),
  };
}

/** A gate that stood is not taken away because it cannot be changed: that would open what was closed. */
async function afterFailure(
  host: Host,
  journal: Journal | null,
  isWhole: boolean,
  options: InstallOptions,
): Promise<Text> {
  if (isWhole || journal?.stood === true) return words.stood;
  if (journal === null) return words.untouched;
  options.say(words.undoing);
  try {
    await takeAway(host, { home: options.home, overwrite: false, say: options.say });
    return words.undone;
  } catch (error) {
    return fill(words.notUndone, { reason: reasonFor(error) });
  }
}

function reasonFor(error: unknown): Text {
  if (error instanceof PlimsollError) return error.what;
  if (error instanceof Error && isText(error.cause)) return error.cause;
  return wordsOf(error);
}

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'en' in value && 'zh-CN' in value;
}

function titleOf(step: Step): Text {
  if (step.kind === 'account') return fill(words.account, { name: step.name });
  return fill(step.kind === 'home' ? words.home : words.made, { path: step.path });
}

const words = {
  keep: { en: 'keeping what is there', 'zh-CN': '备份现有文件' },
  account: { en: 'account {name}', 'zh-CN': '账户 {name}' },
  home: { en: 'owner of {path}', 'zh-CN': '{path} 的属主' },
  made: { en: 'new      {path}', 'zh-CN': '新建  {path}' },
  changed: { en: 'changed  {path}', 'zh-CN': '修改  {path}' },
  theirs: {
    en: 'kept     {path}: somebody changed it since; --overwrite writes it anew',
    'zh-CN': '保留  {path}：安装后被他人修改过；用 --overwrite 可重新写入',
  },
  call: { en: 'run      {line}', 'zh-CN': '执行  {line}' },
  services: { en: 'starting the services', 'zh-CN': '启动服务' },
  verify: { en: 'trying the locks', 'zh-CN': '逐一试锁' },
  undoing: { en: 'It failed: everything goes back to what it was.', 'zh-CN': '安装失败：正在恢复原状。' },
  undone: { en: 'All is as it was before', 'zh-CN': '一切已恢复原状' },
  notUndone: {
    en: 'It could not be undone, either ({reason}): run plimsoll gate docker uninstall',
    'zh-CN': '也未能撤销（{reason}）：请运行 plimsoll gate docker uninstall',
  },
  untouched: { en: 'Nothing was changed', 'zh-CN': '未做任何更改' },
  stood: {
    en: 'A gate stood before, so nothing is opened: run it again, or plimsoll gate docker uninstall',
    'zh-CN': '关卡此前已就位，因此不会放开：请重新运行，或执行 plimsoll gate docker uninstall',
  },
} as const satisfies Record<string, Text>;
