import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where Debian puts Chromium; null where it is not installed. */
export const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file)) ?? null;

export interface Browser {
  /** Opens a page in a fresh tab, so many columns wide, and waits until it is loaded. */
  open(
    url: string,
    view?: { readonly width?: number; readonly dark?: boolean; readonly print?: boolean },
  ): Promise<Tab>;
  close(): Promise<void>;
}

export interface Tab {
  /** The value of an expression in the page; throws what it throws. */
  value<T>(expression: string): Promise<T>;
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
  screenshot(options?: { readonly whole?: boolean }): Promise<Buffer>;
  pdf(): Promise<Buffer>;
  /** Messages of the console, uncaught errors and refused requests so far. */
  readonly complaints: readonly string[];
  /** Addresses that the page asked for. */
  readonly requests: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the protocol says of its method
type Loose = any;

type Answer = {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Loose;
  readonly result?: Loose;
  readonly error?: { message: string };
};

/** A headless Chromium with a profile of its own, driven by the DevTools protocol. */
export async function startBrowser(): Promise<Browser> {
  if (chromium === null) throw new Error('needs Debian package: chromium');
  const profile = await mkdtemp(join(tmpdir(), 'plimsoll-browser-'));
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-dev-shm-usage',
  ];
  const child = spawn(chromium, [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const endpoint = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`chromium ended with ${code}`)));
    child.once('error', reject);
  });
  const socket = new WebSocket(endpoint);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  let last = 0;
  const waiting = new Map<number, { resolve(value: Loose): void; reject(error: Error): void }>();
  const listeners = new Set<(event: Answer) => void>();
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id === undefined) {
      for (const listener of listeners) listener(answer);
      return;
    }
    const promise = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error === undefined) promise?.resolve(answer.result);
    else promise?.reject(new Error(answer.error.message));
  });
  const send = (method: string, params: object, sessionId?: string): Promise<Loose> => {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    });
  };

  return {
    async open(url, { width = 1280, dark = false, print = false } = {}) {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      const call = (method: string, params: object = {}) => send(method, params, sessionId);
      const complaints: string[] = [];
      const requests: string[] = [];
      let loaded = () => {};
      const isLoaded = new Promise<void>((resolve) => {
        loaded = resolve;
      });
      listeners.add((event) => {
        if (event.sessionId !== sessionId) return;
        if (event.method === 'Page.loadEventFired') loaded();
        if (event.method === 'Network.requestWillBeSent') requests.push(event.params.request.url);
        if (event.method === 'Runtime.exceptionThrown')
          complaints.push(event.params.exceptionDetails.exception?.description ?? event.params.exceptionDetails.text);
        if (event.method === 'Log.entryAdded') complaints.push(event.params.entry.text);
        if (event.method === 'Runtime.consoleAPICalled') complaints.push(JSON.stringify(event.params.args));
      });
      for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await call(`${domain}.enable`);
      await call('Emulation.setDeviceMetricsOverride', {
        width,
        height: 900,
        deviceScaleFactor: 1,
        mobile: width < 600,
      });
      await call('Emulation.setEmulatedMedia', {
        media: print ? 'print' : '',
        features: [
          { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
          { name: 'prefers-reduced-motion', value: 'reduce' },
        ],
      });
      await call('Page.navigate', { url });
      await isLoaded;
      return {
        complaints,
        requests,
        async value(expression) {
          const { result, exceptionDetails } = await call('Runtime.evaluate', {
            expression,
            returnByValue: true,
            awaitPromise: true,
          });
          if (exceptionDetails !== undefined)
            throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
          return result.value;
        },
        async press(key) {
          const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined;
          const code =
            { Enter: 13, Escape: 27, ArrowUp: 38, ArrowDown: 40, ArrowLeft: 37, ArrowRight: 39, Tab: 9 }[key] ??
            key.charCodeAt(0);
          await call('Input.dispatchKeyEvent', {
            type: 'keyDown',
            key,
            windowsVirtualKeyCode: code,
            ...(text === undefined ? {} : { text }),
          });
          await call('Input.dispatchKeyEvent', { type: 'keyUp', key, windowsVirtualKeyCode: code });
        },
        async type(text) {
          await call('Input.insertText', { text });
        },
        async screenshot({ whole = false } = {}) {
          const { data } = await call('Page.captureScreenshot', { format: 'png', captureBeyondViewport: whole });
          return Buffer.from(data, 'base64');
        },
        async pdf() {
          const { data } = await call('Page.printToPDF', { preferCSSPageSize: true, printBackground: true });
          return Buffer.from(data, 'base64');
        },
      };
    },
    async close() {
      socket.close();
      child.kill('SIGTERM');
      await exited;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
