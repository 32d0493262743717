import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Report } from '../../src/model/report.ts';
import { htmlReporter } from '../../src/reports/html.ts';
import type { Render } from '../../src/reports/reporter.ts';
import { type Browser, chromium, startBrowser, type Tab } from '../browser.ts';
import { hostileReport, hugeReport, unownedExecutables } from '../harsh-reports.ts';
import { poorContrast } from '../poor-contrast.ts';
import { cleanReport, sampleReport, sampleView } from '../sample-report.ts';

const missing = chromium === null && process.env['CI'] !== 'true' ? 'needs Debian package: chromium' : false;

describe('the HTML report in Chromium', { skip: missing }, () => {
  let browser: Browser;
  let folder: string;

  let write: Render;

  before(async () => {
    write = await htmlReporter.load();
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-html-'));
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  let pages = 0;
  async function show(report: Report, view: Parameters<Browser['open']>[1] = {}): Promise<Tab> {
    pages += 1;
    const file = join(folder, `${pages}.html`);
    await writeFile(file, [...write(report, sampleView())].join(''));
    return browser.open(pathToFileURL(file).href, view);
  }
  const rows = (tab: Tab) =>
    tab.value<string[]>("[...document.querySelectorAll('.row .id')].map((cell) => cell.textContent)");
  const settled = (tab: Tab) =>
    tab.value('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');

  test('it opens from disk, complains of nothing and asks for nothing but itself', async () => {
    for (const report of [
      sampleReport(),
      cleanReport(),
      hostileReport(),
      cleanReport({ verdict: { controls: [], base: null } }),
    ]) {
      const tab = await show(report);
      assert.deepEqual(tab.complaints, []);
      assert.equal(tab.requests.length, 1);
      assert.match(await tab.value<string>("document.querySelector('h1').textContent"), /^(Denied|Allowed) by policy/);
    }
  });

  test('hostile texts do nothing but stand there', async () => {
    const tab = await show(hostileReport());
    assert.notEqual(await tab.value('document.title'), 'owned');
    assert.equal(
      await tab.value("document.querySelectorAll('img, iframe, object, #app script, [onload], [onerror]').length"),
      0,
    );
    assert.ok(
      (await tab.value<string>("document.getElementById('app').textContent")).includes('<img src=x onerror=alert(1)>'),
    );
    assert.equal(
      await tab.value(
        "[...document.querySelectorAll('a[href]')].filter((a) => !/^(#|https:)/.test(a.getAttribute('href'))).length",
      ),
      0,
    );
  });

  test('no page scrolls sideways, whatever the width', async () => {
    for (const report of [sampleReport(), hostileReport()]) {
      for (const width of [360, 760, 1280]) {
        const tab = await show(report, { width });
        await tab.value("document.querySelectorAll('summary, .row').forEach((one) => one.click())");
        const wide = await tab.value<number>('document.documentElement.scrollWidth - innerWidth');
        assert.ok(wide <= 0, `${wide} too wide at ${width}`);
      }
    }
  });

  test("a command's flag is not broken behind its hyphens, whatever the width", async () => {
    const flags = `(() => {
      const walker = document.createTreeWalker(document.getElementById('app'), NodeFilter.SHOW_TEXT);
      const found = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        for (const match of node.data.matchAll(/--[a-z][a-z-]+/g)) {
          const range = document.createRange();
          range.setStart(node, match.index);
          range.setEnd(node, match.index + match[0].length);
          found.push([match[0], new Set([...range.getClientRects()].map((box) => box.top)).size]);
        }
      }
      return found.filter(([, lines]) => lines > 0);
    })()`;
    for (let width = 360; width <= 1240; width += 80) {
      const tab = await show(sampleReport(), { width });
      const found = await tab.value<[string, number][]>(flags);
      assert.ok(found.length > 0);
      const broken = found.filter(([, lines]) => lines > 1);
      assert.deepEqual(broken, [], `at ${width}`);
    }
  });

  test('texts can be read in light and dark: contrast AA', async () => {
    for (const dark of [false, true]) {
      const tab = await show(sampleReport(), { dark });
      await tab.value("document.querySelectorAll('summary, .row').forEach((one) => one.click())");
      assert.deepEqual(await tab.value(poorContrast), []);
    }
  });

  test('the language turns the whole page, and back', async () => {
    const tab = await show(sampleReport());
    const before = await tab.value('document.body.innerText');
    await tab.value("document.getElementById('language').click()");
    assert.equal(await tab.value('document.documentElement.lang'), 'zh-CN');
    const chinese = await tab.value<string>('document.body.innerText');
    for (const words of [
      '阻断，依据策略 production',
      '该做什么',
      '在镜像中设置 USER',
      '已过期',
      '复现本次扫描',
      '已遭在野利用',
    ])
      assert.ok(chinese.includes(words), words);
    for (const words of ['What to do', 'Findings', 'Denied', 'fixes', 'critical', 'undefined', '{'])
      assert.ok(!chinese.includes(words), words);
    await tab.value("document.getElementById('language').click()");
    assert.equal(await tab.value('document.body.innerText'), before);
  });

  test('nothing to do is only said where everything could be read', async () => {
    const told = async (report: Report) =>
      (await show(report)).value<string>("document.querySelector('.calm').innerText");
    assert.match(await told(cleanReport()), /Nothing to do\./);
    const { gaps } = sampleReport().inventory;
    const read = gaps.map((gap) => ({ ...gap, incomplete: false }));
    assert.match(await told(cleanReport({ inventory: { gaps: read } })), /\?\s*Nothing that is known of: not all/);
  });

  test('the theme can be chosen against the system', async () => {
    const tab = await show(sampleReport());
    const background = () => tab.value<string>('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await tab.value(
      "(() => { const theme = document.getElementById('theme'); theme.value = 'dark'; theme.dispatchEvent(new Event('change')); })()",
    );
    assert.notEqual(await background(), light);
    const dark = await show(sampleReport(), { dark: true });
    assert.equal(await background(), await dark.value('getComputedStyle(document.body).backgroundColor'));
  });

  test('everything in the table works from the keyboard', async () => {
    const tab = await show(sampleReport());
    await tab.press('/');
    assert.equal(await tab.value('document.activeElement.type'), 'search');
    await tab.type('libssl');
    assert.deepEqual(await rows(tab), ['CVE-2023-5678']);
    await tab.press('Escape');
    assert.equal((await rows(tab)).length, 9);
    await tab.press('ArrowDown');
    await tab.press('ArrowDown');
    assert.equal(await tab.value("document.activeElement.querySelector('.id').textContent"), 'CVE-2022-1271');
    await tab.press('ArrowUp');
    await tab.press('Enter');
    assert.equal(await tab.value("document.activeElement.getAttribute('aria-expanded')"), 'true');
    assert.match(
      await tab.value("document.querySelector('.detail').textContent"),
      /CVSS:3\.1\/AV:N.*DSA-5532-1.*introduced 0/s,
    );
    await tab.press('Escape');
    assert.equal(await tab.value("document.querySelector('.detail')"), null);
    await tab.press('Escape');
    assert.equal(await tab.value('document.activeElement.type'), 'search');
  });

  test('facets, layers and orders narrow and turn the table', async () => {
    const tab = await show(sampleReport());
    const chip = (name: string) => tab.value(`document.querySelector('[data-chip="${name}"]').click()`);
    await chip('severity:1');
    assert.equal((await rows(tab)).length, 3);
    await chip('origin:false');
    assert.deepEqual(await rows(tab), ['CVE-2021-23337']);
    assert.match(await tab.value("document.querySelector('.where').textContent"), /1–1 of 1 · filtered from 9/);
    await chip('severity:1');
    await chip('origin:false');
    await chip('exploited:true');
    assert.deepEqual(await rows(tab), ['CVE-2023-5363']);
    await chip('exploited:true');
    await tab.value('document.querySelector(\'.layers [data-layer="6"] button\').click()');
    assert.deepEqual(await rows(tab), ['CVE-2021-23337', 'GHSA-xxxx-local']);
    await tab.value("[...document.querySelectorAll('.tools button')].at(-1).click()");
    await tab.value("document.querySelectorAll('th button')[1].click()");
    assert.equal((await rows(tab))[0], 'CVE-2005-2541');
    assert.equal(await tab.value("document.querySelectorAll('th')[1].getAttribute('aria-sort')"), 'ascending');
  });

  test('what the policy needs is marked: the advices, the findings, the waivers', async () => {
    const [waived] = sampleReport().verdict.waived;
    const many = Array.from({ length: 30 }, (_, at) => ({ ...waived!, evidence: { id: `CVE-2019-${9000 + at}` } }));
    const tab = await show(sampleReport({ verdict: { waived: [...many, waived!] } }));
    const all = (selector: string) => tab.value<number>(`document.querySelectorAll('${selector}').length`);
    assert.equal(await tab.value("document.querySelector('#todo .lead').textContent"), 'needed to be allowed: 1–4');
    assert.equal(await all('.advice.needed'), 4);
    await tab.value('document.querySelector(\'[data-chip="policy:1"]\').click()');
    assert.deepEqual(await rows(tab), ['CVE-2023-5363', 'CVE-2022-1271', 'CVE-2023-4911', 'CVE-2021-23337']);
    assert.equal(await all('.outcome.waived'), 1);
    assert.match(await tab.value("document.getElementById('sights').textContent"), /CVE-2019-9000 \(\+30\)/);
  });

  test('an image that nothing was asked of is not dressed as one that passed', async () => {
    const tab = await show(cleanReport({ verdict: { controls: [], base: null } }));
    assert.equal(
      await tab.value("document.querySelector('h1').textContent"),
      'Allowed by policy production, which judges nothing',
    );
    assert.deepEqual(
      await tab.value("[document.querySelector('h1').className, document.querySelector('.mark').classList[1]]"),
      ['unjudged', 'unjudged'],
    );
  });

  test('an advice folds out to the findings that it settles', async () => {
    const tab = await show(sampleReport());
    await tab.value("document.querySelector('.advice summary').click()");
    await settled(tab);
    assert.equal(await tab.value("document.querySelectorAll('.settles li').length"), 3);
    await tab.value("document.querySelector('.settles button').click()");
    assert.deepEqual(await rows(tab), ['CVE-2023-5363', 'CVE-2023-5678', 'CVE-2023-5678']);
  });

  test('a hundred unowned executables take a few lines, and fold out to each of them', async () => {
    const paths = Array.from({ length: 100 }, (_, at) => `opt/vendor/${at % 4}/libexec/helper-${at}`);
    const report = cleanReport({ inventory: { gaps: unownedExecutables(paths) } });
    for (const width of [360, 1280]) {
      const tab = await show(report, { width });
      const lines = await tab.value<string[]>(
        "[...document.querySelectorAll('.sights > div:first-child > ul > li')].map((one) => one.innerText)",
      );
      assert.equal(lines.length, 4);
      assert.match(
        lines[0] ?? '',
        /^25 unowned executables in opt\/vendor\/0\/libexec\/: .*helper-0, helper-4, helper-8/,
      );
      assert.equal(await tab.value("document.querySelector('.sights h3 .count').textContent"), '100');
      await tab.value("document.querySelectorAll('.sights summary').forEach((one) => one.click())");
      const names = await tab.value<string[]>(
        "[...document.querySelectorAll('.names li')].map((one) => one.innerText)",
      );
      assert.deepEqual(names.toSorted(), paths.toSorted());
      assert.ok((await tab.value<number>('document.documentElement.scrollWidth - innerWidth')) <= 0);
    }
  });

  test('20,000 findings stay quick', async () => {
    const tab = await show(hugeReport(20_000));
    const render = await tab.value<number>(
      "(() => { const begun = performance.now(); document.getElementById('language').click(); document.getElementById('app').offsetHeight; return performance.now() - begun; })()",
    );
    assert.ok(render < 1000, `${render} ms to draw`);
    const search = await tab.value<number>(
      "(() => { const box = document.querySelector('#findings .field'); const begun = performance.now(); box.value = 'package-77'; box.dispatchEvent(new Event('input')); document.body.offsetHeight; return performance.now() - begun; })()",
    );
    assert.ok(search < 500, `${search} ms to search`);
    assert.equal((await rows(tab)).length, 50);
  });

  test('it prints on A4 with everything that was folded', async () => {
    const tab = await show(sampleReport());
    const pdf = await tab.pdf();
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)];
    assert.ok(boxes.length > 0 && boxes.length < 10, `${boxes.length} pages`);
    assert.deepEqual(
      boxes[0]?.slice(1, 3).map((side) => Math.round(Number(side))),
      [595, 842],
    );
  });

  test('paper gets the table, not the narrow layout of a phone', async () => {
    const pdf = await (await show(hugeReport(200))).pdf();
    const pages = pdf.toString('latin1').match(/\/MediaBox/g)?.length ?? 0;
    assert.ok(pages > 0 && pages < 20, `${pages} pages`);
  });

  test('landmarks, headings and names are there for those who listen', async () => {
    const tab = await show(sampleReport());
    assert.deepEqual(
      await tab.value("['header', 'main', 'footer', 'h1'].map((tag) => document.querySelectorAll(tag).length)"),
      [1, 1, 1, 1],
    );
    const nameless =
      "[...document.querySelectorAll('button, input, select, section, [role=img]')].filter((one) => one.getClientRects().length > 0 && !(one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.textContent.trim())).map((one) => one.outerHTML)";
    assert.deepEqual(await tab.value(nameless), []);
  });
});
