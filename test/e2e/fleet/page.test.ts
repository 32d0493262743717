import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { FleetSummary } from '../../../src/fleet/fleet-summary.ts';
import { fleetReporters } from '../../../src/fleet/report/reporters.ts';
import { type Browser, chromium, startBrowser, type Tab } from '../../browser.ts';
import { hostileTexts } from '../../harsh-reports.ts';
import { poorContrast } from '../../poor-contrast.ts';
import { fleetRow, fleetSummary } from '../../sample-fleet.ts';

const missing = chromium === null && process.env['CI'] !== 'true' ? 'needs Debian package: chromium' : false;

const none = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 };

/** Image names of a registry that wants to be more than text. */
function hostileSummary(): FleetSummary {
  const text = hostileTexts.join(' ');
  const { ask, policy } = fleetSummary();
  return fleetSummary({
    ask: { ...ask, host: text, prefix: text },
    policy: { ...policy, name: text },
    rows: [
      fleetRow([`${text}:1`, ...hostileTexts.map((name) => `${name}:2`)], {
        verdict: 'denied',
        failed: [text],
        distribution: text,
        base: text,
        user: text,
        exploited: 1,
        reports: { html: { file: text, digest: fleetRow([]).digest } },
      }),
    ],
  });
}

/** Many images in a few repositories, the same every time. */
function largeSummary(count: number): FleetSummary {
  const rows = Array.from({ length: count }, (_, at) =>
    fleetRow([`shop/part-${at % 40}:${at}`], {
      verdict: at % 10 === 0 ? 'denied' : 'allowed',
      findings: { ...none, high: at % 7 },
      fixable: at % 3,
      size: 1_000_000 * (at % 991),
    }),
  );
  return fleetSummary({ rows });
}

describe('the page of a registry scan in Chromium', { skip: missing }, () => {
  let browser: Browser;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-fleet-page-'));
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  let pages = 0;
  async function show(
    summary: FleetSummary,
    view: Parameters<Browser['open']>[1] & { readonly language?: 'zh-CN' } = {},
  ): Promise<Tab> {
    const reporter = fleetReporters.find(({ format }) => format === 'html');
    assert.ok(reporter !== undefined);
    pages += 1;
    const file = join(folder, `${pages}.html`);
    const { language = 'en' } = view;
    const asked = { language, color: false, interactive: false, width: 100, verbose: false } as const;
    await writeFile(file, [...reporter.render(summary, asked)].join(''));
    return browser.open(pathToFileURL(file).href, view);
  }
  const names = (tab: Tab) =>
    tab.value<string[]>("[...document.querySelectorAll('.entry .name')].map((one) => one.firstChild.textContent)");
  const chip = (tab: Tab, name: string) => tab.value(`document.querySelector('[data-chip="${name}"]').click()`);
  const order = (tab: Tab, by: string) =>
    tab.value(
      `(() => { const box = document.querySelector('#images select'); box.value = '${by}'; box.dispatchEvent(new Event('change')); })()`,
    );
  const search = (tab: Tab, text: string) =>
    tab.value(
      `(() => { const box = document.querySelector('#images .field'); box.value = ${JSON.stringify(text)}; box.dispatchEvent(new Event('input')); })()`,
    );
  const unfold = (tab: Tab) => tab.value("document.querySelectorAll('summary, .entry').forEach((one) => one.click())");

  test('it opens from disk, complains of nothing and asks for nothing but itself', async () => {
    for (const summary of [fleetSummary(), fleetSummary({ rows: [] }), hostileSummary(), largeSummary(500)]) {
      for (const language of [{}, { language: 'zh-CN' }] as const) {
        const tab = await show(summary, language);
        await unfold(tab);
        assert.deepEqual(tab.complaints, []);
        assert.equal(tab.requests.length, 1);
      }
    }
  });

  test('the name of an image is text, whatever it says', async () => {
    const tab = await show(hostileSummary());
    await unfold(tab);
    assert.notEqual(await tab.value('document.title'), 'owned');
    assert.equal(
      await tab.value("document.querySelectorAll('img, iframe, object, #app script, [onload], [onerror]').length"),
      0,
    );
    for (const where of ['.entry .name', '.deck', '.more-of', '.ref'])
      assert.ok(
        (
          await tab.value<string>(`[...document.querySelectorAll('${where}')].map((one) => one.textContent).join(' ')`)
        ).includes('<img src=x onerror=alert(1)>'),
        where,
      );
    assert.equal(
      await tab.value(
        "[...document.querySelectorAll('a[href]')].filter((a) => !/^#/.test(a.getAttribute('href'))).length",
      ),
      0,
    );
  });

  test('the list is narrowed by chips, by a quay and by words, and folds out', async () => {
    const tab = await show(fleetSummary());
    assert.deepEqual(await names(tab), ['shop/cart:1', 'shop/part:1', 'shop/calm:1']);
    await chip(tab, 'denied');
    assert.deepEqual(await names(tab), ['shop/cart:1']);
    assert.equal(await tab.value("document.querySelector('[data-chip=denied]').getAttribute('aria-pressed')"), 'true');
    await chip(tab, 'denied');
    await chip(tab, 'incomplete');
    assert.deepEqual(await names(tab), ['shop/part:1']);
    await chip(tab, 'incomplete');
    await tab.value('document.querySelector(\'.deck[data-name="shop/calm"]\').click()');
    assert.deepEqual(await names(tab), ['shop/calm:1']);
    await tab.value('document.querySelector(\'.deck[data-name="shop/calm"]\').click()');
    await search(tab, 'VULNERABILITIES cart');
    assert.deepEqual(await names(tab), ['shop/cart:1']);
    await search(tab, 'nothing of the kind');
    assert.deepEqual(await names(tab), []);
    assert.equal(await tab.value("document.querySelector('.empty').textContent"), 'No image matches.');
    await search(tab, '');
    await tab.value("document.querySelector('.entry').click()");
    assert.match(
      await tab.value("document.querySelector('.more-of').textContent"),
      /shop\/cart:latest.*vulnerabilities.*shop\.cart\.1-0123456789ab\.json/s,
    );
  });

  test('the list is put in order by what one asks for', async () => {
    const rows = [
      fleetRow(['b:1'], { size: 300, findings: { ...none, high: 9 }, fixable: 1 }),
      fleetRow(['c:1'], { size: 900_000, fixable: 5 }),
      fleetRow(['a:1'], { size: 20_000, findings: { ...none, critical: 1 } }),
    ];
    const tab = await show(fleetSummary({ rows }));
    const orders = {
      name: ['a:1', 'b:1', 'c:1'],
      findings: ['a:1', 'b:1', 'c:1'],
      fixable: ['c:1', 'b:1', 'a:1'],
      size: ['c:1', 'a:1', 'b:1'],
    };
    const urgent = await names(tab);
    for (const [by, expected] of Object.entries(orders)) {
      await order(tab, by);
      assert.deepEqual(await names(tab), expected, by);
    }
    await order(tab, 'urgency');
    assert.deepEqual(await names(tab), urgent);
  });

  test('ten thousand images stay quick, a hundred at a time', async () => {
    const tab = await show(largeSummary(10_000));
    assert.equal((await names(tab)).length, 100);
    await tab.value("document.querySelector('.more button').click()");
    assert.equal((await names(tab)).length, 200);
    const time = await tab.value<number>(
      "(() => { const begun = performance.now(); const box = document.querySelector('#images .field'); box.value = 'part-7:'; box.dispatchEvent(new Event('input')); document.body.offsetHeight; return performance.now() - begun; })()",
    );
    assert.ok(time < 1000, `${time} ms to search`);
    assert.ok((await names(tab)).every((name) => name.startsWith('shop/part-7:')));
  });

  test('no page scrolls sideways, whatever the width', async () => {
    for (const summary of [fleetSummary(), hostileSummary(), largeSummary(200)]) {
      for (const width of [360, 760, 1280]) {
        const tab = await show(summary, { width });
        await unfold(tab);
        const wide = await tab.value<number>('document.documentElement.scrollWidth - innerWidth');
        assert.ok(wide <= 0, `${wide} too wide at ${width}`);
      }
    }
  });

  test('texts can be read in light and dark: contrast AA', async () => {
    for (const dark of [false, true]) {
      const tab = await show(fleetSummary(), { dark });
      await unfold(tab);
      assert.deepEqual(await tab.value(poorContrast), []);
    }
  });

  test('the language turns the whole page, and back; the theme is chosen against the system', async () => {
    const tab = await show(fleetSummary());
    const before = await tab.value('document.body.innerText');
    await tab.value("document.getElementById('language').click()");
    assert.equal(await tab.value('document.documentElement.lang'), 'zh-CN');
    const chinese = await tab.value<string>('document.body.innerText');
    for (const words of ['港口', '镜像', '阻断', '未能完整判定', '已跳过', '排序'])
      assert.ok(chinese.includes(words), words);
    for (const words of ['Images', 'denied', 'Skipped', 'Order', 'undefined', '{'])
      assert.ok(!chinese.includes(words), words);
    await tab.value("document.getElementById('language').click()");
    assert.equal(await tab.value('document.body.innerText'), before);
    const background = () => tab.value<string>('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await tab.value(
      "(() => { const theme = document.getElementById('theme'); theme.value = 'dark'; theme.dispatchEvent(new Event('change')); })()",
    );
    assert.notEqual(await background(), light);
  });
});
