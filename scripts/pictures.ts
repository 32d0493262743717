// Makes the pictures of docs/images/ anew: real scans of real images in an engine of their own, nothing drawn by hand.
// Needs root, npm and the Debian packages docker.io, debootstrap, chromium, fonts-noto-cjk and pngquant.
import { type ExecFileSyncOptions, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startBrowser } from '../test/browser.ts';
import { debianBase } from '../test/e2e/build/debian.ts';
import { terminalPicture } from './terminal-picture.ts';

const root = join(import.meta.dirname, '..');
const base = 'golden-debian:11';
const checkout = 'registry.local/shop/checkout:1.8.0';
/** Applications with what somebody installed years ago and nobody has looked at since. */
const applications = {
  'registry.local/shop/search:0.9.2': ['axios@0.18.0', 'handlebars@4.1.0', 'jquery@3.3.1', 'moment@2.19.0'],
  [checkout]: ['express@4.16.0', 'handlebars@4.1.0', 'lodash@4.17.15', 'minimist@0.0.8', 'node-forge@0.9.0'],
};
const columns = 104;

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'));
const environment = {
  ...process.env,
  DOCKER_HOST: `unix://${folder}/docker.sock`,
  PLIMSOLL_HOME: join(folder, 'home'),
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
};
const stopEngine = await startEngine();
const browser = await startBrowser();
try {
  buildImages();
  const policy = policyFor(base);
  for (const language of ['en', 'zh-CN'] as const) {
    const ending = language === 'en' ? '' : `.${language}`;
    const inLanguage = { ...environment, PLIMSOLL_LANG: language };
    const start = onTerminal('npm start', root, inLanguage);
    write(`start${ending}.svg`, terminalPicture(start, columns));
    const scan = `bin/plimsoll scan --policy production.yaml docker:${checkout}`;
    writeFileSync(join(root, 'production.yaml'), policy);
    const table = onTerminal(scan, root, { ...inLanguage, PLIMSOLL_OUTPUT: `table,html=${folder}/report.html` });
    write(`scan${ending}.svg`, terminalPicture(table, columns));
    const tab = await browser.open(pathToFileURL(join(folder, 'report.html')).href, { width: 1000 });
    await tab.value("document.documentElement.style.overflow = 'hidden'");
    write(`report${ending}.png`, quantized(await tab.screenshot()));
  }
} finally {
  await browser.close();
  await stopEngine();
  rmSync(join(root, 'production.yaml'), { force: true });
  rmSync(folder, { recursive: true });
}

/** An engine without anybody else's images. */
async function startEngine(): Promise<() => Promise<void>> {
  const places = ['data-root', 'exec-root', 'pidfile'].flatMap((name) => [`--${name}`, join(folder, name)]);
  const engine = spawn('dockerd', ['--host', environment.DOCKER_HOST, '--bridge=none', '--iptables=false', ...places], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => engine.once('exit', () => resolve()));
  const stop = () => {
    engine.kill();
    return ended;
  };
  for (let tries = 0; tries < 100; tries += 1) {
    await setTimeout(200);
    try {
      run('docker', ['info']);
      return stop;
    } catch {
      // Not there yet.
    }
  }
  await stop();
  throw new Error('the engine does not come up');
}

function buildImages(): void {
  run('sh', ['-c', `docker import - ${base} < "$0"`, debianBase()]);
  for (const [name, packages] of Object.entries(applications)) {
    const context = mkdtempSync(join(folder, 'image-'));
    run('npm', ['install', '--ignore-scripts', '--prefix', join(context, 'app'), ...packages]);
    const lines = [`FROM ${base}`, 'COPY app /app', 'WORKDIR /app', 'CMD ["node", "server.js"]', ''];
    writeFileSync(join(context, 'Dockerfile'), lines.join('\n'));
    run('docker', ['build', '--tag', name, context]);
  }
}

function policyFor(image: string): string {
  const layers = run('docker', ['inspect', '--format', '{{json .RootFS.Layers}}', image]).trim();
  return `version: 1
name: production
controls:
  vulnerabilities: { severity: high, knownExploited: true }
  rootUser: {}
  packages: { forbid: [{ name: "netcat*" }, { name: openssh-server, type: deb }] }
  baseImages: { approved: [{ name: "${image}", diffIds: ${layers} }] }
waivers:
  - control: vulnerabilities
    match: { package: minimist }
    reason: parses constants only
    owner: shop@example.com
    expires: 2027-03-31
`;
}

/** A command line as it was typed and what it showed on a terminal in the end: progress, which is drawn over, is left out. */
function onTerminal(line: string, cwd: string, env: NodeJS.ProcessEnv): string {
  const sized = `stty cols ${columns} rows 60; exec ${line}`;
  const options = {
    cwd,
    env: { ...env, PLIMSOLL_QUIET: '1', npm_config_update_notifier: 'false', npm_config_progress: 'false' },
  };
  return `\x1b[2m$\x1b[0m \x1b[1m${line}\x1b[0m\n${run('script', ['-qec', sized, '/dev/null'], options)}`;
}

/** 256 colors are enough for a page, and a quarter of the bytes. */
function quantized(png: Buffer): Buffer {
  return execFileSync('pngquant', ['--speed', '1', '--quality', '60-95', '-'], { input: png });
}

/** A denied image ends a scan with 1, which here is what we came for. */
function run(program: string, args: readonly string[], options: ExecFileSyncOptions = {}): string {
  try {
    return String(execFileSync(program, args, { env: environment, stdio: ['ignore', 'pipe', 'ignore'], ...options }));
  } catch (error) {
    const isDenied = program === 'script' && error instanceof Error && 'status' in error && error.status === 1;
    if (isDenied && 'stdout' in error) return String(error.stdout);
    throw error;
  }
}

function write(file: string, content: string | Buffer): void {
  mkdirSync(join(root, 'docs', 'images'), { recursive: true });
  writeFileSync(join(root, 'docs', 'images', file), content);
  process.stdout.write(`docs/images/${file}: ${Math.ceil(Buffer.byteLength(content) / 1000)} kB\n`);
}
