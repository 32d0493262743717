// Makes the pictures of docs/golden-images.md anew: a Debian 12 as its release had it, in an engine of its own, built and judged for real.
// Advisories are what the changelogs of the newer packages say, fixed CVEs and their urgency. Needs root, Debian's mirrors and the Debian
// packages docker.io, debootstrap, dpkg, chromium, fonts-noto-cjk and pngquant.
import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type TestRecord, testRecord, writeEcosystems, writeFeed } from '../src/advisories/bucket-for-tests.ts';
import { startBrowser } from '../test/browser.ts';
import { testCache } from '../test/e2e/build/debian.ts';
import { ownEngine } from '../test/e2e/build/own-engine.ts';
import { terminalPicture } from './terminal-picture.ts';

const root = join(import.meta.dirname, '..');
const cart = 'registry.local/shop/cart:2.4.1';
const columns = 108;
const policy = `version: 1
name: production
controls:
  vulnerabilities: { severity: high }
  rootUser: {}
  packages: { forbid: [{ name: "netcat*" }] }
`;

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-golden-'));
const engine = ownEngine();
await engine.start();
const environment = {
  ...process.env,
  DOCKER_HOST: `unix://${engine.socket}`,
  DOCKER_BUILDKIT: '0',
  PLIMSOLL_HOME: join(folder, 'home'),
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
};
const browser = await startBrowser();
try {
  run('sh', ['-c', 'docker import - debian:12 < "$0"', debianBase()]);
  buildCart();
  writeAdvisories(newerPackages());
  run(join(root, 'bin/plimsoll'), ['db', 'update', '--source', pathToFileURL(join(folder, 'bucket')).href]);
  writeFileSync(join(root, 'production.yaml'), policy);
  for (const language of ['en', 'zh-CN'] as const) {
    const ending = language === 'en' ? '' : `.${language}`;
    const env = { ...environment, PLIMSOLL_LANG: language };
    const line = `bin/plimsoll golden plan -o table --policy production.yaml ${cart}`;
    write(`golden-plan${ending}.svg`, terminalPicture(onTerminal(line, env), columns));
    const build = `bin/plimsoll golden build --network host --policy production.yaml ${cart}`;
    const shown = onTerminal(build, { ...env, PLIMSOLL_OUTPUT: `table,html=${folder}/golden.html` });
    write(`golden-build${ending}.svg`, terminalPicture(shown, columns));
    const tab = await browser.open(pathToFileURL(join(folder, 'golden.html')).href, { width: 1000 });
    await tab.value("document.documentElement.style.overflow = 'hidden'");
    write(`golden${ending}.png`, quantized(await tab.screenshot()));
  }
  const dockerfile = run(join(root, 'bin/plimsoll'), ['golden', 'plan', '--policy', 'production.yaml', cart]);
  process.stdout.write(dockerfile);
} finally {
  await browser.close();
  await engine.stop();
  // The network of the host, as containers had it, is a mount.
  run('umount', [join(dirname(engine.socket), 'exec', 'netns', 'default')]);
  await engine.remove();
  rmSync(join(root, 'production.yaml'), { force: true });
  rmSync(folder, { recursive: true });
}

/** A Debian 12 without its security updates, made the first time. */
function debianBase(): string {
  const archive = join(testCache(), 'debian-12-minbase.tar');
  if (existsSync(archive)) return archive;
  const place = join(folder, 'root');
  run('debootstrap', ['--variant=minbase', 'bookworm', place]);
  run('tar', ['-C', place, '--numeric-owner', '--exclude=./dev/*', '-cf', archive, '.']);
  return archive;
}

function buildCart(): void {
  const context = join(folder, 'cart');
  mkdirSync(context);
  const lines = [
    'FROM debian:12',
    'RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl make netcat-openbsd openssl wget',
    'RUN echo "deb http://deb.debian.org/debian-security bookworm-security main" >/etc/apt/sources.list.d/security.list',
    'EXPOSE 443',
    'CMD ["openssl", "s_server"]',
  ];
  writeFileSync(join(context, 'Dockerfile'), `${lines.join('\n')}\n`);
  run('docker', ['build', '--network', 'host', '--tag', cart, context]);
}

/** The packages that the image's own repositories have newer. */
function newerPackages(): readonly string[] {
  const place = join(folder, 'newer');
  mkdirSync(place);
  const script =
    'apt-get update -qq; cd /newer; apt-get download -qq $(apt list --upgradable 2>/dev/null | grep / | cut -d/ -f1)';
  run('docker', ['run', '--rm', '--network', 'host', '--volume', `${place}:/newer`, cart, 'sh', '-c', script]);
  return readdirSync(place).map((name) => join(place, name));
}

function writeAdvisories(packages: readonly string[]): void {
  const records = new Map<string, TestRecord>();
  for (const file of packages) {
    const field = (wanted: string) => run('dpkg-deb', ['--field', file, wanted]).trim();
    // `Source: NAME (VERSION)`; none where it is called like the package.
    const source = field('Source').split(' ')[0] || field('Package');
    const listing = `dpkg-deb --fsys-tarfile "$0" | { tar -xO --wildcards './usr/share/doc/*/changelog.Debian.gz' 2>/dev/null | zcat 2>/dev/null || true; }`;
    const changelog = run('sh', ['-c', listing, file]);
    for (const entry of changelog.split(/^(?=\S)/m)) {
      const [, version = '', urgency = ''] = /^\S+ \(([^)]+)\).*urgency=(\w+)/.exec(entry) ?? [];
      for (const [id] of entry.matchAll(/CVE-\d{4}-\d{4,7}/g)) {
        const record = testRecord(id, '2026-11-01T00:00:00Z', 'Debian:12', source, version, {});
        const affected = record['affected'];
        const marked = (Array.isArray(affected) ? affected : []).map((one: object) => ({
          ...one,
          ecosystem_specific: { urgency },
        }));
        // Later entries are older: the oldest one that names a CVE is where it was fixed.
        records.set(id, { ...record, affected: marked });
      }
    }
  }
  writeFeed(join(folder, 'bucket'), 'Debian', [...records.values()]);
  writeEcosystems(join(folder, 'bucket'), ['Debian']);
}

/** A command line as it was typed and what it showed on a terminal in the end. */
function onTerminal(line: string, env: NodeJS.ProcessEnv): string {
  const sized = `stty cols ${columns} rows 60; exec ${line}`;
  const shown = run('script', ['-qec', sized, '/dev/null'], { env: { ...env, PLIMSOLL_QUIET: '1' } });
  return `\x1b[2m$\x1b[0m \x1b[1m${line}\x1b[0m\n${shown}`;
}

function quantized(png: Buffer): Buffer {
  return execFileSync('pngquant', ['--speed', '1', '--quality', '60-95', '-'], { input: png });
}

function run(program: string, args: readonly string[], options: ExecFileSyncOptions = {}): string {
  return String(
    execFileSync(program, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'inherit'], ...options }),
  );
}

function write(file: string, content: string | Buffer): void {
  writeFileSync(join(root, 'docs', 'images', file), content);
  process.stdout.write(`docs/images/${file}: ${Math.ceil(Buffer.byteLength(content) / 1000)} kB\n`);
}
