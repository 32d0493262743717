import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { durationWords } from './base/duration.ts';
import { failure, failureFrom } from './base/errors.ts';
import { wordsOf } from './base/system-words.ts';
import { fill, type Text } from './base/text.ts';
import type {
  FilePreview,
  InstallationPreview,
  InstallationRequest,
  InstallationService,
} from './cli/installation-service.ts';
import type { ServiceContext } from './cli/services.ts';
import type { PathChange } from './gates/docker/install/changes.ts';
import type { EngineFacts } from './gates/docker/install/engine-facts.ts';
import type { Journal } from './gates/docker/install/journal.ts';
import type { InstallChoice, Plan } from './gates/docker/install/plan.ts';
import { installationWords as words } from './messages/docker-installation.ts';
import type { GateMaterials } from './wiring-gates.ts';
import { previewRemoval, remove } from './wiring-removal.ts';

/** How often, a second apart, what was put up is tried before it counts as not closed. */
const tries = 3;

/** Putting the gate on Docker up on this machine; each part is imported when it is first needed. */
export function installationService(materials: GateMaterials, context: ServiceContext): InstallationService {
  return {
    preview: (request) => preview(materials, request),
    async install(request, say) {
      onlyRoot('install');
      return locked(materials, () => carryOut(materials, context, request, say));
    },
    previewRemoval: (request) => previewRemoval(materials.home.path, request),
    async uninstall(request, say) {
      onlyRoot('uninstall');
      return locked(materials, () => remove(materials.home.path, request, say));
    },
    async isInstalled() {
      const [{ isInstalled }, { thisHost }] = await Promise.all([
        import('./gates/docker/install/lock-status.ts'),
        import('./gates/docker/install/host.ts'),
      ]);
      return isInstalled(thisHost);
    },
    async status() {
      const [{ lockStatus }, { thisHost }] = await Promise.all([
        import('./gates/docker/install/lock-status.ts'),
        import('./gates/docker/install/host.ts'),
      ]);
      return lockStatus(thisHost);
    },
  };
}

function onlyRoot(verb: string): void {
  if (process.geteuid?.() === 0) return;
  throw failure('gate-not-installable', { reason: words.notRoot, remedy: fill(words.asRoot, { verb }) });
}

async function locked<T>({ home }: GateMaterials, work: () => Promise<T>): Promise<T> {
  const { takeFileLock } = await import('./base/file-lock.ts');
  const letGo = await takeFileLock(join(home.ready(), 'install.lock'), {
    patience: 0,
    pause: 100,
    signal: new AbortController().signal,
    busy: (holder) => failure('gate-install-busy', { holder }),
  });
  try {
    return await work();
  } finally {
    // While it is held, and nothing is left to do: nobody waits for it.
    rmSync(join(home.path, 'install.lock'), { force: true });
    letGo();
  }
}

interface Prepared {
  readonly facts: EngineFacts;
  readonly choice: InstallChoice;
  readonly plan: Plan;
  readonly changes: readonly PathChange[];
  readonly journal: Journal | null;
}

/** Looks at the machine and at what is wanted. Throws where the gate cannot stand there as wanted. */
async function prepared({ home, loadPolicy }: GateMaterials, request: InstallationRequest): Promise<Prepared> {
  const [{ planInstall }, { objection }, { changesOf }, { readJournal }, { isInstalled }, { thisHost }] =
    await Promise.all([
      import('./gates/docker/install/plan.ts'),
      import('./gates/docker/install/objections.ts'),
      import('./gates/docker/install/changes.ts'),
      import('./gates/docker/install/journal.ts'),
      import('./gates/docker/install/lock-status.ts'),
      import('./gates/docker/install/host.ts'),
    ]);
  if (request.key.pem !== null || request.key.passphrase !== null)
    throw failure('gate-not-installable', { reason: words.secret, remedy: words.secretRemedy });
  const choice = choiceOf(request, home.path);
  await loadPolicy(request.policyFiles);
  await checkTrusted([choice.launcher, choice.runtimeLauncher, ...(await filesOf(choice))]);
  const journal = readJournal(thisHost, home.path);
  // Its files would be taken for what was there before.
  if (journal === null && isInstalled(thisHost))
    throw failure('gate-not-installable', { reason: words.otherHome, remedy: words.otherHomeRemedy });
  const facts = await factsOf(journal?.facts ?? null, request.scanning.signal);
  const against = objection(facts, choice);
  if (against !== null) throw against;
  const plan = planInstall(facts, choice, journal?.programs ?? {});
  const changes = changesOf(thisHost, plan, journal, request.overwrite);
  return { facts, choice, plan, changes, journal };
}

/** An engine that an earlier call left down is as it was found then, but for its configuration. */
async function factsOf(earlier: EngineFacts | null, signal: AbortSignal): Promise<EngineFacts> {
  const [{ lookAtEngine, readConfig }, { thisHost }] = await Promise.all([
    import('./gates/docker/install/engine-facts.ts'),
    import('./gates/docker/install/host.ts'),
  ]);
  try {
    return await lookAtEngine(thisHost, AbortSignal.any([signal, AbortSignal.timeout(30_000)]));
  } catch (error) {
    if (earlier !== null) return { ...earlier, daemon: readConfig(thisHost, earlier.configFile) };
    const { PlimsollError } = await import('./base/errors.ts');
    if (error instanceof PlimsollError) throw error;
    throw failureFrom(error, 'gate-not-installable', {
      reason: fill(words.noEngine, { reason: wordsOf(error) }),
      remedy: words.startEngine,
    });
  }
}

function choiceOf(request: InstallationRequest, home: string): InstallChoice {
  const { locks, unscanned, observe, watch, metrics, launcher, language } = request;
  const file = (name: string) => (name.startsWith('builtin:') ? name : resolve(name));
  return {
    locks,
    policyFiles: request.policyFiles.map(file),
    unscanned,
    observe,
    watch,
    watchEvery: durationWords(request.watchEvery),
    metrics,
    signingKeyFile: request.key.file === null ? null : resolve(request.key.file),
    home,
    launcher,
    runtimeLauncher: join(dirname(launcher), 'plimsoll-runtime'),
    language,
  };
}

async function filesOf({ policyFiles, signingKeyFile }: InstallChoice): Promise<readonly string[]> {
  const chains = await Promise.all(policyFiles.map(extendedFiles));
  return [...chains.flat(), ...(signingKeyFile === null ? [] : [signingKeyFile])];
}

/** A policy's file, and those that it extends. It was loaded already: the chain has an end. */
async function extendedFiles(file: string): Promise<readonly string[]> {
  if (file.startsWith('builtin:')) return [];
  const [{ parseDocument }, { extendedFile }] = await Promise.all([
    import('./cli/config-yaml.ts'),
    import('./policy/policy-source.ts'),
  ]);
  const content: unknown = parseDocument(readFileSync(file, 'utf8')).toJS();
  const given = typeof content === 'object' && content !== null && 'extends' in content ? content.extends : null;
  return [file, ...(typeof given === 'string' ? await extendedFiles(extendedFile(file, given)) : [])];
}

/** What runs as root, or decides what may run, may be changed by root alone. */
async function checkTrusted(paths: readonly string[]): Promise<void> {
  const { changeableByOthers } = await import('./gates/docker/install/trusted-path.ts');
  for (const path of paths) {
    let reason: Text | null;
    try {
      reason = changeableByOthers(path);
    } catch (error) {
      throw failureFrom(error, 'gate-not-installable', {
        reason: fill(words.unread, { path, reason: wordsOf(error) }),
        remedy: words.nameAnother,
      });
    }
    if (reason !== null)
      throw failure('gate-not-installable', {
        reason: fill(words.untrusted, { path, reason }),
        remedy: words.trust,
      });
  }
}

async function preview(materials: GateMaterials, request: InstallationRequest): Promise<InstallationPreview> {
  const { facts, choice, plan, changes, journal } = await prepared(materials, request);
  const isWhole = journal?.phase === 'installed';
  const [{ remarks }, { callsToClose }, { servicesFor, unwanted }, { accountOf }, { thisHost }, { places }] =
    await Promise.all([
      import('./gates/docker/install/objections.ts'),
      import('./gates/docker/install/services.ts'),
      import('./gates/docker/install/install.ts'),
      import('./gates/docker/install/account.ts'),
      import('./gates/docker/install/host.ts'),
      import('./gates/docker/install/places.ts'),
    ]);
  const isUnchanged = isWhole && changes.every(({ kind }) => kind === 'same' || kind === 'theirs');
  const files = await Promise.all(changes.map(shownChange));
  const stops = await containersThatStop(materials, request, facts.socket);
  return {
    files: files.flat(),
    others: isWhole
      ? unwanted(thisHost, plan, journal).map(({ path }) => fill(words.dropped, { path }))
      : [
          ...(accountOf(thisHost, places.account) === null ? [fill(words.account, { name: places.account })] : []),
          fill(words.home, { path: choice.home, name: places.account }),
        ],
    calls: isUnchanged ? [] : callsToClose(servicesFor(thisHost, plan, changes, journal)).map((call) => call.join(' ')),
    remarks: [
      ...remarks(facts, choice),
      ...(process.geteuid?.() === 0 ? [] : [fill(words.asUser, { home: choice.home })]),
      ...(stops === null ? [] : [stops.reason, stops.remedy]),
    ],
  };
}

async function shownChange({ path, kind, from, to }: PathChange): Promise<readonly FilePreview[]> {
  if (kind === 'same' || to.kind === 'folder') return [];
  const { lineDiff } = await import('./gates/docker/install/line-diff.ts');
  const text = (content: PathChange['from']) => (content.kind === 'file' ? content.bytes.toString('utf8') : '');
  const lines = to.kind === 'link' ? [`→ ${to.target}`] : lineDiff(text(from), text(to));
  return [{ path, kind, lines }];
}

/** Running containers that the gate would not let start again, and how each is recorded; null where there is none. */
async function containersThatStop(
  materials: GateMaterials,
  request: InstallationRequest,
  socket: string,
): Promise<{ readonly reason: Text; readonly remedy: Text } | null> {
  if (request.observe) return null;
  const { unfitContainers } = await import('./wiring-gates.ts');
  const found = await unfitContainers(materials, request, socket, request.language);
  if (found.length === 0) return null;
  const asked = [...new Set(found.map(({ asked }) => asked))];
  const policies = request.policyFiles.map((file) => ` --policy ${file}`).join('');
  const lines = asked.slice(0, 20).map((image) => `plimsoll scan --record${policies} docker:${image}`);
  const list = [...new Set(found.map(({ asked, refusal }) => `${asked} (${refusal.code})`))].slice(0, 20).join(', ');
  return {
    reason: fill(words.stops, { count: found.length, list }),
    remedy: fill(words.record, { lines: lines.join('; ') }),
  };
}

async function carryOut(
  materials: GateMaterials,
  { version }: ServiceContext,
  request: InstallationRequest,
  say: (line: Text) => void,
) {
  const { facts, choice, plan } = await prepared(materials, request);
  const [{ install }, { lockStatus, openOf }, { thisHost }, { remarks }, { ledgerService }] = await Promise.all([
    import('./gates/docker/install/install.ts'),
    import('./gates/docker/install/lock-status.ts'),
    import('./gates/docker/install/host.ts'),
    import('./gates/docker/install/objections.ts'),
    import('./wiring-ledger.ts'),
  ]);
  // A ledger that cannot be written or a key that cannot be used is found before anything is changed.
  const { signal } = request.scanning;
  await ledgerService(materials.home).prepare({ key: request.key, signal });
  const stops = request.acceptStops ? null : await containersThatStop(materials, request, facts.socket);
  if (stops !== null) throw failure('gate-not-installable', stops);
  for (const remark of remarks(facts, choice)) say(remark);
  const verify = async () => {
    let open: Text | null = null;
    for (let tried = 0; tried < tries; tried += 1) {
      const status = await lockStatus(thisHost);
      // A gate that observes refuses nothing: it can only be seen to stand.
      const wanted = status.checks.filter(({ id }) =>
        request.observe ? id === 'service' || id === 'engine-socket' : id !== 'runtimes' && id !== 'tcp',
      );
      open = openOf({ ...status, checks: wanted }, request.locks);
      if (open === null) return null;
      await wait(1000);
    }
    return open;
  };
  return install(thisHost, plan, {
    home: materials.home.path,
    version,
    facts,
    overwrite: request.overwrite,
    say,
    verify,
  });
}
