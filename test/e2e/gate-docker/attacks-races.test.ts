import assert from 'node:assert/strict';
import { file, tar } from '../../build/tar.ts';
import { type Answer, type Attempt, attempts, type Ground, idIn, jsonIn } from './attack-ground.ts';
import { idOf, images } from './attack-images.ts';

const rounds = 200;
const [good, bad] = [idOf(images.good), idOf(images.bad)];

/** Does one thing over and over while another one is done; afterwards how each of that was answered. */
async function during(
  flip: (turn: number) => Promise<unknown>,
  work: () => Promise<readonly Answer[]>,
): Promise<readonly Answer[]> {
  let isOver = false;
  const flipping = async () => {
    for (let turn = 0; !isOver; turn += 1) await flip(turn);
  };
  const flipped = flipping();
  try {
    return await work();
  } finally {
    isOver = true;
    await flipped;
  }
}

/** Answers of a kind, as one line. */
function counted(answers: readonly Answer[], ran: number): Answer {
  const counts = new Map<string, number>();
  for (const { status } of answers) counts.set(String(status), (counts.get(String(status)) ?? 0) + 1);
  const words = [...counts].map(([status, count]) => `${count} × ${status}`).join(', ');
  return { status: 200, text: `${words}; bad or root that ran: ${ran}` };
}

/** Containers that have run although their image is bad. */
async function ranBad({ behind }: Ground): Promise<number> {
  const list = jsonIn(await behind('GET', '/containers/json?all=1')) as { Id: string; ImageID: string }[];
  let ran = 0;
  for (const { Id, ImageID } of list) {
    if (ImageID !== bad) continue;
    const { State } = jsonIn(await behind('GET', `/containers/${Id}/json`)) as { State: { StartedAt: string } };
    if (!State.StartedAt.startsWith('0001')) ran += 1;
  }
  return ran;
}

const short = { Cmd: ['/bin/busybox', 'true'] };

const races: readonly Attempt[] = [
  {
    name: `a tag that moves between the good and the bad image, ${rounds} times created and started`,
    says: /bad or root that ran: 0/,
    outcome: 'harmless',
    // Judged under its own name, so that the moving one is nobody's.
    prepare: async ({ ask }) => (await ask('POST', '/containers/create', { Image: 'bad:1' })).text,
    run: async (ground) => {
      const { ask, behind } = ground;
      const answers = await during(
        (turn) => behind('POST', `/images/${turn % 2 === 0 ? bad : good}/tag?repo=moving&tag=1`),
        async () => {
          const all: Answer[] = [];
          for (let round = 0; round < rounds; round += 1) {
            const made = await ask('POST', '/containers/create', { Image: 'moving:1', ...short });
            all.push(made);
            // Starting takes long; what was made of the bad image is what has to be tried.
            if (made.status === 201 && round % 10 === 0) all.push(await ask('POST', `/containers/${idIn(made)}/start`));
          }
          const list = jsonIn(await behind('GET', '/containers/json?all=1')) as { Id: string; ImageID: string }[];
          for (const { Id, ImageID } of list)
            if (ImageID === bad) all.push(await ask('POST', `/containers/${Id}/start`));
          return all;
        },
      );
      return counted(answers, await ranBad(ground));
    },
    undo: ({ behind }) => behind('DELETE', '/images/moving:1?force=1'),
  },
  {
    name: `a name that moves between a good and a bad container, started ${rounds / 2} times`,
    says: /bad or root that ran: 0/,
    outcome: 'harmless',
    prepare: async ({ behind }) => {
      const ids: string[] = [];
      for (const [name, Image] of [
        ['one', good],
        ['two', bad],
      ])
        ids.push(idIn(await behind('POST', `/containers/create?name=${name}`, { Image, ...short })));
      return ids.join(' ');
    },
    run: async (ground, prepared) => {
      const { ask, behind } = ground;
      const [first, second] = prepared.split(' ');
      const answers = await during(
        async () => {
          await behind('POST', `/containers/${first}/rename?name=away`);
          await behind('POST', `/containers/${second}/rename?name=one`);
          await behind('POST', `/containers/${second}/rename?name=two`);
          await behind('POST', `/containers/${first}/rename?name=one`);
        },
        async () => {
          const all: Answer[] = [];
          for (let round = 0; round < rounds / 2; round += 1) all.push(await ask('POST', '/containers/one/start'));
          return all;
        },
      );
      return counted(answers, await ranBad(ground));
    },
  },
  {
    name: 'a passwd that moves between app and root, an exec made and started twenty times',
    says: /bad or root that ran: 0/,
    outcome: 'harmless',
    prepare: async ({ ask }) => {
      const id = idIn(await ask('POST', '/containers/create', { Image: 'good:1' }));
      assert.equal((await ask('POST', `/containers/${id}/start`)).status, 204);
      return id;
    },
    run: async ({ ask, behind }, id) => {
      const passwd = (uid: number) => tar([file('passwd', `app:x:${uid}:1000::/:/bin/sh\n`)]);
      let ran = 0;
      const answers = await during(
        (turn) => ask('PUT', `/containers/${id}/archive?path=/etc`, passwd(turn % 2 === 0 ? 0 : 1000)),
        async () => {
          const all: Answer[] = [];
          for (let round = 0; round < 20; round += 1) {
            const made = await ask('POST', `/containers/${id}/exec`, {
              Cmd: ['/bin/busybox', 'id', '-u'],
              AttachStdout: true,
            });
            all.push(made);
            if (made.status !== 201) continue;
            const { ProcessConfig } = jsonIn(await behind('GET', `/exec/${idIn(made)}/json`)) as {
              ProcessConfig: { user: string };
            };
            assert.equal(ProcessConfig.user, '1000', 'the exec goes on by number');
            const said = await ask('POST', `/exec/${idIn(made)}/start`, { Detach: false });
            all.push(said);
            if (/\n0\n/.test(said.text)) ran += 1;
          }
          return all;
        },
      );
      return counted(answers, ran);
    },
    undo: ({ behind }, id) => behind('DELETE', `/containers/${id}?force=1`),
  },
  {
    name: 'a name that is not there until the gate has looked',
    says: /^404 .*No such container/s,
    run: ({ ask }) => ask('POST', '/containers/soon/start'),
  },
];

attempts('Races', true, races);
