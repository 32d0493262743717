import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { file, paxEntry, tar } from '../../build/tar.ts';
import { debianBase } from '../build/debian.ts';
import { has, inHook, isRoot, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { testHost } from './host.ts';
import { followsSchema } from './schema.ts';

const host = testHost('drift');
const home = join(host.folder, 'home');
const ready = (t: TestContext) => has(t, 'docker', 'debootstrap') && isRoot(t);
after(() => host.removeAll());

interface Item {
  readonly path: string;
  readonly aspects: readonly string[];
  readonly grave: boolean;
  readonly accounts: readonly string[];
}

describe('running containers against their images', { concurrency: 1 }, () => {
  before(() => {
    if (!ready(inHook)) return;
    host.importBase('debian:11', debianBase());
    host.build(
      'app:1',
      `FROM ${host.image('debian:11')}\nRUN rm /usr/bin/wc && cp /bin/cat /usr/bin/tool && ln /usr/bin/tool /usr/bin/twin\n`,
    );
  });

  async function drift(...names: readonly string[]) {
    const line = ['baseline', 'drift', ...names.map(host.container), '-o', 'json'];
    const ran = await plimsoll(line, { home });
    const document = JSON.parse(ran.stdout);
    followsSchema(document, 'baseline-drift.schema.json');
    const [container] = document.containers;
    return { ...ran, container, items: container.drift as readonly Item[] };
  }
  const told = (items: readonly Item[]) =>
    items.map(({ path, aspects, grave }) => `${path} ${aspects}${grave ? ' grave' : ''}`);

  test('a container that does nothing is as its image', async (t) => {
    if (!ready(t)) return;
    host.create('run', 'calm', 'app:1');
    const { code, items, stderr } = await drift('calm');
    assert.deepEqual([code, items, stderr], [0, [], '']);
  });

  test('data, logs, and files that were only touched are no reason to worry', async (t) => {
    if (!ready(t)) return;
    host.create('run', 'busy', 'app:1');
    host.exec(
      'busy',
      'echo x >/tmp/data; echo y >>/var/log/dpkg.log; touch /usr/bin/tool; chmod 600 /etc/issue; chown 7 /srv; rm /usr/bin/cut; mkfifo /tmp/pipe',
    );
    host.exec('busy', 'perl -MSocket -e "socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un(q(/tmp/socket)))"');
    const { code, items, container } = await drift('busy');
    assert.equal(code, 0);
    assert.deepEqual(told(items).sort(), [
      'etc/issue mode',
      'srv owner',
      'tmp/data added',
      'tmp/pipe added',
      'tmp/socket added',
      'usr/bin/cut removed',
      'var/log/dpkg.log content',
    ]);
    assert.ok(container.same > 0, 'the touched file and the directories above are the same');
  });

  test('a program that was copied in, setuid, capabilities, an account with uid 0: the gravest first', async (t) => {
    if (!ready(t)) return;
    host.create('run', 'owned', 'app:1');
    const copied = paxEntry(
      {
        'SCHILY.xattr.security.capability':
          '\x01\x00\x00\x02\x00\x20\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00',
      },
      file('sniffer', '#!/bin/sh\n', 0o755),
    );
    run('docker', ['cp', '-', `${host.container('owned')}:/usr/local/bin`], { input: tar([copied]) });
    host.exec(
      'owned',
      'cp /usr/bin/id /usr/local/bin/evil; chmod u+s /usr/bin/find; echo toor::0:0::/:/bin/sh >>/etc/passwd; echo >>/usr/bin/twin; ln -s /data/x /usr/bin/wc',
    );
    const { code, items } = await drift('owned');
    assert.equal(code, 1);
    assert.deepEqual(told(items), [
      'etc/passwd root-account,content grave',
      'usr/bin/find setuid,mode grave',
      'usr/local/bin/sniffer capability,added grave',
      'usr/bin/twin content grave',
      'usr/bin/wc added grave',
      'usr/local/bin/evil added grave',
    ]);
    assert.deepEqual(items[0]?.accounts, ['toor']);
    const table = await plimsoll(['baseline', 'drift', host.container('owned')], { home });
    assert.equal(table.code, 1);
    assert.match(table.stdout, /^drift +\S+ +grave +added +- +0755,0:0 +usr\/local\/bin\/evil$/m);
  });

  test('what lies on volumes and in memory is no drift', async (t) => {
    if (!ready(t)) return;
    host.create('run', 'volume', 'app:1', '-v', '/data', '--tmpfs', '/scratch:exec');
    host.exec('volume', 'cp /usr/bin/id /data/evil; cp /usr/bin/id /scratch/evil');
    const { code, items } = await drift('volume');
    assert.deepEqual([code, items], [0, []]);
  });

  test('without a name every running container with the label is compared, and no other', async (t) => {
    if (!ready(t)) return;
    host.create('create', 'asleep', 'app:1');
    const ran = await plimsoll(['baseline', 'drift', '--label', host.label], { home });
    const names = ran.stdout
      .split('\n')
      .filter((line) => line.startsWith('container '))
      .map((line) => line.split(/\s+/)[1]);
    assert.deepEqual(names, ['busy', 'calm', 'owned', 'volume'].map(host.container));
    assert.equal(ran.code, 1);
  });

  test('a container whose image was removed cannot be compared: exit 3, and its programs are named all the same', async (t) => {
    if (!ready(t)) return;
    host.build('lost:1', `FROM ${host.image('debian:11')}\nRUN echo lost >/lost\n`);
    host.create('run', 'lost', 'lost:1');
    host.exec('lost', 'echo >>/usr/bin/find; cp /usr/bin/id /usr/bin/evil');
    run('docker', ['kill', host.container('lost')]);
    run('docker', ['rmi', '-f', host.image('lost:1')]);
    const { code, items, container, stderr } = await drift('lost');
    assert.equal(code, 3);
    assert.match(stderr, /^plimsoll: .*\(drift-incomplete\)\n {2}\S.*\n$/);
    assert.match(container.gaps[0].reason, /its image could not be read/);
    assert.ok(told(items).includes('usr/bin/evil added grave'));
    assert.ok(told(items).includes('usr/bin/find content grave'));
  });

  test('a name that the engine does not know is a wrong call', async (t) => {
    if (!ready(t)) return;
    const ran = await plimsoll(['baseline', 'drift', host.container('nobody')], { home });
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /\(container-not-found\)/);
  });
});
