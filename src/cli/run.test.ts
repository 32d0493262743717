import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { callPlimsoll, sampleReport } from '../../test/build/command-line.ts';
import { failure } from '../base/errors.ts';
import type { Report } from '../model/report.ts';
import type { Reporter } from '../reports/reporter.ts';
import type { ScanRequest } from './services.ts';

describe('a wrong call', () => {
  const cases: [line: string, code: string, hint: RegExp][] = [
    ['skan x', 'unknown-command', /Did you mean: plimsoll scan/],
    ['db updat', 'unknown-command', /Did you mean: plimsoll db update/],
    ['xyzzy', 'unknown-command', /plimsoll help/],
    ['db', 'unknown-command', /plimsoll db update/],
    ['scan x --polcy p', 'unknown-flag', /Did you mean: --policy/],
    ['--severity high scan x', 'flag-before-command', /after the command/],
    ['scan', 'missing-argument', /plimsoll scan/],
    ['scan a b', 'too-many-arguments', /--help/],
    ['scan x --max-image-size huge', 'bad-flag-value', /500MB/],
    ['scan x --timeout 10', 'bad-flag-value', /10s/],
    ['scan x --severity awful', 'bad-flag-value', /critical/],
    ['scan x --platform windows', 'bad-flag-value', /OS\/ARCH/],
    ['scan x --policy', 'flag-needs-value', /--policy VALUE/],
    ['scan x --policy --offline', 'flag-needs-value', /--policy VALUE/],
    ['scan x --registry-token secret', 'secret-on-command-line', /PLIMSOLL_REGISTRY_TOKEN/],
    ['scan x -o jsn', 'bad-flag-value', /did you mean json/],
    ['scan x -o json -o table', 'one-report-to-stdout', /=FILE/],
    ['scan x -o json=/proc/self/fd/1 -o table', 'one-report-to-stdout', /=FILE/],
    ['scan x -o json=', 'bad-flag-value', /FORMAT=FILE/],
    ['scan x -o sarif', 'not-in-this-version', /plimsoll help/],
    ['scan x --scap-results d', 'not-in-this-version', /plimsoll help/],
    ['scan rootfs:/ --record', 'not-recordable', /archive:/],
    ['scan sbom:x --record', 'not-recordable', /archive:/],
    ['scan x --record --vex v.json', 'vex-not-recorded', /waivers/],
    ['scan x --signing-key k', 'secret-on-command-line', /PLIMSOLL_SIGNING_KEY/],
    ['ledger allow x --owner me', 'missing-flag', /--reason/],
    ['ledger import x', 'missing-flag', /--key/],
    ['registry scan localhost:1 --report-format html', 'missing-flag', /--reports/],
    ['ledger show xyz', 'fingerprint-invalid', /four or more/],
    ['scan x --only secrets', 'not-in-this-version', /plimsoll help/],
    ['scan x --skip packages', 'not-in-this-version', /plimsoll help/],
    ['scan x --severity hihg', 'bad-flag-value', /did you mean high\?/],
    ['db status -o jsn', 'bad-flag-value', /It takes table, json \(did you mean json\?\)\.$/],
    ['policy simulate x', 'not-in-this-version', /plimsoll help/],
    ['gate kubernetes --listen x', 'not-in-this-version', /plimsoll help/],
    ['policy simulate f', 'not-in-this-version', /plimsoll help/],
    ['scan x --lang fr', 'bad-flag-value', /en, zh-CN/],
    ['registry scan nginx', 'bad-registry-place', /HOST\/PREFIX/],
    ['registry scan registry.local/shop/app:1', 'bad-registry-place', /HOST\/PREFIX/],
    ['completion tcsh', 'bad-flag-value', /bash, zsh, fish/],
  ];
  for (const [line, code, hint] of cases) {
    test(line, async () => {
      const ended = await callPlimsoll(line.split(' '));
      assert.equal(ended.code, 2);
      const [what, remedy, ...rest] = ended.stderr.split('\n');
      assert.match(what ?? '', new RegExp(`^plimsoll: .* \\(${code}\\)$`));
      assert.match(remedy ?? '', hint);
      assert.match(remedy ?? '', /^ {2}\S/);
      assert.deepEqual(rest, ['']);
      assert.equal(ended.stdout, '');
      assert.equal(ended.scans.length, 0, 'nothing was scanned');
    });
  }

  test('speaks the language that was asked for, even before it is understood', async () => {
    assert.match((await callPlimsoll(['skan', '--lang', 'zh-CN'])).stderr, /没有名为“skan”的命令/);
    assert.match((await callPlimsoll(['skan'], { environment: { LANG: 'zh_CN.UTF-8' } })).stderr, /没有名为/);
    assert.match(
      (await callPlimsoll(['skan'], { environment: { LANG: 'zh_CN.UTF-8', LC_ALL: 'C' } })).stderr,
      /there is no command/,
    );
  });

  test('is one JSON object a line for machines', async () => {
    const ended = await callPlimsoll(['--log-format', 'json', 'scan', 'x', '--timeout', '1']);
    assert.deepEqual(Object.keys(JSON.parse(ended.stderr)), ['level', 'code', 'message', 'remedy', 'exit']);
    assert.equal(JSON.parse((await callPlimsoll(['--log-format', 'json', 'skan'])).stderr).code, 'unknown-command');
  });

  test('cannot move the cursor or break the line', async () => {
    const ended = await callPlimsoll(['scan', 'x', '--timeout', '\x1b[2J\nplimsoll: all is well']);
    assert.equal(ended.stderr.split('\n').length, 3);
    assert.ok(!ended.stderr.includes('\x1b'));
  });
});

describe('flags', () => {
  test('global ones stand before or after the command', async () => {
    for (const line of [
      '--lang zh-CN scan x',
      'scan --lang=zh-CN x',
      'scan x --lang zh-CN',
      '--lang en --lang zh-CN scan x',
    ]) {
      assert.equal((await callPlimsoll(line.split(' '))).stdout, 'table of x in zh-CN\n', line);
    }
  });

  test('the command line beats the variable', async () => {
    const environment = { PLIMSOLL_MAX_LAYERS: '7', PLIMSOLL_POLICY: 'a.yaml,b.yaml' };
    const [fromVariable] = (await callPlimsoll(['scan', 'x'], { environment })).scans;
    assert.equal(fromVariable?.limits.maxLayers, 7);
    assert.deepEqual(fromVariable?.policyFiles, ['a.yaml', 'b.yaml']);
    const [fromLine] = (await callPlimsoll(['scan', 'x', '--max-layers=9', '--policy', 'c.yaml'], { environment }))
      .scans;
    assert.equal(fromLine?.limits.maxLayers, 9);
    assert.deepEqual(fromLine?.policyFiles, ['c.yaml']);
  });

  test('the variable beats the file, in either spelling of a key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-run-'));
    try {
      const file = join(folder, 'flags.yaml');
      writeFileSync(
        file,
        'max-layers: 5\nmaxFileSize: 2MiB\noffline: true\nregistryInsecure: [a.example, "b.example:5000"]\n',
      );
      const [scan] = (
        await callPlimsoll(['--config', file, 'scan', 'x'], { environment: { PLIMSOLL_MAX_LAYERS: '7' } })
      ).scans;
      assert.deepEqual([scan?.limits.maxLayers, scan?.limits.maxFileSize, scan?.offline], [7, 2 ** 21, true]);
      assert.deepEqual(scan?.registry.insecureHosts, ['a.example', 'b.example:5000']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a secret comes from the environment', async () => {
    const [scan] = (await callPlimsoll(['scan', 'x'], { environment: { PLIMSOLL_REGISTRY_TOKEN: 's3cret' } })).scans;
    assert.equal(scan?.registry.token, 's3cret');
  });

  test('whatever follows -- is an argument', async () => {
    assert.equal((await callPlimsoll(['scan', '--', '--odd'])).scans[0]?.ref, '--odd');
  });

  test('a lone dash is standard input', async () => {
    assert.equal((await callPlimsoll(['scan', '-'])).scans[0]?.ref, 'archive:-');
  });
});

describe('a configuration file', () => {
  const cases: [content: string, problem: RegExp][] = [
    ['polcy: x\n', /no flag "polcy"; did you mean policy/],
    ['policy: a\npolicy: b\n', /line 2, column 1: a key stands twice/],
    ['max-layers: 1\nmaxLayers: 2\n', /stands twice/],
    ['- a\n', /not a mapping/],
    ['policy: {a: b}\n', /neither a value nor a list/],
    ['policy: &a [*a]\n', /aliases are not allowed/],
    ['a: &a [x,x]\nb: [*a]\n', /aliases are not allowed/],
    ['policy: x\n---\npolicy: y\n', /line 2, column 1: a second document begins here/],
    ['a: [\n', /line 2, column 1: the indentation is wrong, or a closing bracket is missing/],
    ['scap-results: d\n', /not in this version/],
    ['version: true\n', /no flag "version" \(/],
  ];
  for (const [content, problem] of cases) {
    test(`${JSON.stringify(content)} is refused`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'plimsoll-run-'));
      try {
        const file = join(folder, 'flags.yaml');
        writeFileSync(file, content);
        const ended = await callPlimsoll(['--config', file, 'scan', 'x']);
        assert.equal(ended.code, 2, ended.stderr);
        assert.match(ended.stderr, problem);
        assert.equal(ended.stderr.split('\n').length, 3);
        assert.equal(ended.scans.length, 0);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  test('that was named and is not there is an error', async () => {
    const ended = await callPlimsoll(['scan', 'x', '--config', '/nonexistent.yaml']);
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /config-unreadable/);
  });
});

describe('the exit code of a scan', () => {
  const verdict = sampleReport.verdict;
  const message = { en: 'the package database is damaged', 'zh-CN': '软件包数据库已损坏' };
  const control = (outcome: 'pass' | 'fail' | 'unknown') => ({
    id: `c-${outcome}`,
    outcome,
    message,
    evidence: [],
    examined: 1,
  });
  const gap = { what: 'layer', path: null, layer: null, reason: 'truncated', blinds: [], incomplete: true } as const;

  test('allowed is 0', async () => assert.equal((await callPlimsoll(['scan', 'x'])).code, 0));

  test('denied by a control is 1, whatever else is unknown, and says nothing on standard error', async () => {
    const controls = [control('unknown'), control('fail')];
    const ended = await callPlimsoll(['scan', 'x'], {
      report: { verdict: { ...verdict, decision: 'deny', controls } },
    });
    assert.deepEqual([ended.code, ended.stderr], [1, '']);
  });

  test('denied only because something is unknown is 3, in two lines, with the report', async () => {
    const controls = [control('pass'), control('unknown')];
    const ended = await callPlimsoll(['scan', 'x'], {
      report: { verdict: { ...verdict, decision: 'deny', controls } },
    });
    assert.equal(ended.code, 3);
    assert.equal(
      ended.stderr,
      'plimsoll: x could not be judged, because c-unknown is unknown: the package database is damaged (undecided)\n' +
        '  The report says what the control could not find out. Mend that, then scan again.\n',
    );
    assert.equal(ended.stdout, 'table of x in en\n');
  });

  test('an image that was not read completely is 3 even where the policy allows or denies', async () => {
    for (const decision of ['allow', 'deny'] as const) {
      const report = {
        verdict: { ...verdict, decision, controls: [control('fail')] },
        inventory: { ...sampleReport.inventory, gaps: [gap] },
      };
      const ended = await callPlimsoll(['scan', 'x'], { report });
      assert.equal(ended.code, 3);
      assert.match(ended.stderr, /layer: it ends too early \(incomplete\)/);
    }
  });

  test('a defect is 3 and shows its stack only with --verbose', async () => {
    const services = { scan: () => Promise.reject(new TypeError('x is not a function')) };
    const ended = await callPlimsoll(['scan', 'x'], { services });
    assert.equal(ended.code, 3);
    assert.match(ended.stderr, /^plimsoll: Plimsoll itself failed: x is not a function \(defect\)\n {2}\S.*\n$/);
    assert.match((await callPlimsoll(['scan', 'x', '--verbose'], { services })).stderr, /run\.test\.ts/);
  });

  test('work that is stopped is 3 and leaves at once', async () => {
    const stop = new AbortController();
    const services = { scan: () => new Promise<never>(() => setImmediate(() => stop.abort(failure('interrupted')))) };
    const ended = await callPlimsoll(['scan', 'x'], { services, signal: stop.signal });
    assert.equal(ended.code, 3);
    assert.match(ended.stderr, /\(interrupted\)/);
  });
});

test('progress is drawn where a terminal can go back on its line, and nowhere else', async () => {
  const step = { what: { en: 'Reading', 'zh-CN': '正在读取' }, done: 1, total: null, unit: 'files' } as const;
  const services = {
    async scan(request: ScanRequest): Promise<Report> {
      request.progress.step(step);
      await setTimeout(350);
      request.progress.step({ ...step, done: 2 });
      return sampleReport;
    },
  };
  const cases: [argv: string[], terminal: boolean, term: string, drawn: boolean][] = [
    [[], true, 'xterm', true],
    [[], true, 'dumb', false],
    [[], false, 'xterm', false],
    [['--quiet'], true, 'xterm', false],
    [['--log-format', 'json'], true, 'xterm', false],
  ];
  for (const [argv, terminal, term, drawn] of cases) {
    const { stderr } = await callPlimsoll(['scan', 'x', ...argv], { services, terminal, environment: { TERM: term } });
    assert.equal(stderr.includes('Reading'), drawn, `${argv} ${terminal} ${term}`);
    if (!drawn) assert.equal(stderr, '');
  }
});

test('an image for another platform than was asked for is taken where it stands alone, and that is said', async () => {
  const said = async (platform: string, ...more: string[]) =>
    (await callPlimsoll(['scan', 'x', '--platform', platform, ...more])).stderr;
  assert.match(await said('linux/arm64/v8'), /is for linux\/amd64, not for linux\/arm64\/v8/);
  assert.equal(await said('linux/arm64', '--quiet'), '');
  assert.equal(await said('linux/amd64'), '');
  assert.equal(await said('linux/amd64/v2'), '');
  assert.equal((await callPlimsoll(['scan', 'x'])).stderr, '');
  const cyclonedx: Reporter = {
    format: 'cyclonedx',
    title: { en: '', 'zh-CN': '' },
    mediaType: '',
    extension: '',
    load: async () => () => [],
    loadListing: async () => () => ['{}'],
  };
  const services = { list: async () => sampleReport, reporters: async () => [cyclonedx] };
  const listed = await callPlimsoll(['sbom', 'x', '--platform', 'linux/arm'], { services });
  assert.equal(listed.stdout, '{}');
  assert.match(listed.stderr, /is for linux\/amd64, not for linux\/arm:/);
});

describe('report files', () => {
  test('are written whole, beside standard output, and replace a planted link instead of following it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-run-'));
    try {
      const victim = join(folder, 'victim');
      writeFileSync(victim, 'precious');
      symlinkSync(victim, join(folder, 'r.json'));
      const ended = await callPlimsoll([
        'scan',
        'x',
        '-o',
        'table',
        '-o',
        `json=${folder}/r.json`,
        `-ohtml=${folder}/r.html`,
      ]);
      assert.equal(ended.code, 0, ended.stderr);
      assert.equal(ended.stdout, 'table of x in en\n');
      assert.equal(readFileSync(join(folder, 'r.json'), 'utf8'), 'json of x in en\n');
      assert.equal(readFileSync(victim, 'utf8'), 'precious');
      assert.deepEqual(readdirSync(folder).sort(), ['r.html', 'r.json', 'victim']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('that cannot be written are known before the scan', async () => {
    for (const file of ['/nonexistent/folder/r.json', tmpdir()]) {
      const ended = await callPlimsoll(['scan', 'x', '-o', `json=${file}`]);
      assert.match(ended.stderr, /cannot-write/);
      assert.equal(ended.scans.length, 0);
    }
  });

  test('appear all or not at all: one that cannot be rendered leaves no other behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-run-'));
    try {
      const reporter = (format: string, render: () => Iterable<string>) => ({
        format,
        title: { en: '', 'zh-CN': '' },
        mediaType: '',
        extension: format,
        load: async () => render,
      });
      const reporters = async () => [
        reporter('json', () => ['fine']),
        reporter('html', function* () {
          yield 'half';
          throw new Error('broken');
        }),
      ];
      const ended = await callPlimsoll(['scan', 'x', '-o', `json=${folder}/a`, '-o', `html=${folder}/b`], {
        services: { reporters },
      });
      assert.equal(ended.code, 3);
      assert.deepEqual(readdirSync(folder), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('help', () => {
  test('is shown by --help, -h and help alike', async () => {
    const pages = await Promise.all(
      [
        ['scan', '--help'],
        ['-h', 'scan', 'x'],
        ['help', 'scan'],
      ].map((argv) => callPlimsoll(argv)),
    );
    for (const page of pages) {
      assert.equal(page.code, 0);
      assert.equal(page.stdout, pages[0]?.stdout);
    }
    assert.match(pages[0]?.stdout ?? '', /--max-image-size SIZE/);
    assert.doesNotMatch(pages[0]?.stdout ?? '', /--scap-results/);
  });

  test('is Chinese throughout where it is asked for', async () => {
    const { stdout } = await callPlimsoll(['scan', '--help', '--lang', 'zh-CN']);
    assert.match(stdout, /plimsoll scan \[选项\] REF/);
    assert.doesNotMatch(stdout, /[\u4e00-\u9fff]; /);
    assert.match((await callPlimsoll(['--lang', 'zh-CN'])).stdout, /plimsoll 命令 \[选项\] \[参数\]/);
  });

  test('fits the terminal in both languages', async () => {
    for (const language of ['en', 'zh-CN']) {
      const { stdout } = await callPlimsoll(['scan', '--help', '--lang', language], { terminal: true });
      const wide = stdout.split('\n').filter((line) => line.length > 110);
      assert.deepEqual(wide, []);
    }
  });

  test('plimsoll alone, and help of a group, list commands', async () => {
    assert.match((await callPlimsoll([])).stdout, /quickstart/);
    const group = (await callPlimsoll(['help', 'db'])).stdout;
    assert.match(group, /db status/);
    assert.doesNotMatch(group, /quickstart/);
  });

  test('--version prints the version alone', async () => {
    assert.equal((await callPlimsoll(['--version'])).stdout, '1.2.3\n');
  });
});

test('versions compare answers line by line, over any chunks', async () => {
  const input = ['1 2\n2 1', '\n2 2\nx 1\n1\n1 2 3\n', '\n7 8'];
  const ended = await callPlimsoll(['versions', 'compare', 'numbers'], { input });
  assert.deepEqual(ended.stdout.split('\n'), ['<', '>', '=', 'invalid', 'invalid', 'invalid', 'invalid', '<', '']);
});

test('versions compare knows its schemes', async () => {
  const ended = await callPlimsoll(['versions', 'compare', 'numbrs']);
  assert.equal(ended.code, 2);
  assert.match(ended.stderr, /did you mean numbers/);
});
