import { PlimsollError } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import { fill, type Text } from '../../base/text.ts';
import type { ProbedEngine } from '../../images/docker/local-images.ts';
import type { LoginFacts } from '../../images/registry/login-facts.ts';
import type { Check, Examination } from './check.ts';

/** Container engines and registry credentials: what images can be had through. */
export const examineSurroundings: Examination = async (services, io) => {
  const checks: Check[] = [];
  try {
    const signal = AbortSignal.any([io.signal, AbortSignal.timeout(5000)]);
    checks.push(...engineChecks(await services.engines.probe({ offline: false, signal })));
  } catch (error) {
    checks.push(troubleCheck('engine', texts.engine, error, texts.engineRemedy));
  }
  try {
    checks.push(...credentialChecks(await services.engines.credentials()));
  } catch (error) {
    checks.push(troubleCheck('credentials', texts.credentials, error, texts.loginRemedy));
  }
  return checks;
};

/** An error of the catalogue knows its own remedy. */
function troubleCheck(id: string, title: Text, error: unknown, remedy: Text): Check {
  const known = error instanceof PlimsollError ? { detail: error.what, remedy: error.remedy } : null;
  return { id, title, outcome: 'warn', ...(known ?? { detail: wordsOf(error), remedy }) };
}

function engineChecks(engines: readonly ProbedEngine[]): Check[] {
  const title = texts.engine;
  const answering = engines.filter((engine) => engine.engine !== null);
  if (answering.length > 0) {
    return answering.map(({ engine, address, store }) => {
      const answers = fill(texts.answers, { engine: engine ?? '', address });
      return { id: 'engine', title, outcome: 'ok', detail: withStore(answers, store), remedy: null };
    });
  }
  const forbidden = engines.find((engine) => engine.trouble === 'EACCES' || engine.trouble === 'EPERM');
  if (forbidden !== undefined) {
    const detail = fill(texts.forbidden, { address: forbidden.address });
    return [{ id: 'engine', title, outcome: 'warn', detail, remedy: texts.forbiddenRemedy }];
  }
  const asked = engines.map((engine) =>
    engine.trouble === null ? engine.address : `${engine.address} (${engine.trouble})`,
  );
  const detail = fill(texts.none, { asked: asked.join(', ') || '-' });
  return [{ id: 'engine', title, outcome: 'warn', detail, remedy: texts.engineRemedy }];
}

/** Whether images are read where the engine keeps them: without that they are exported, which takes longer and is as right. */
function withStore(answers: Text, store: ProbedEngine['store']): Text {
  if (store === undefined) return answers;
  return 'root' in store
    ? fill(texts.inPlace, { answers, root: store.root })
    : fill(texts.exported, { answers, trouble: store.trouble });
}

function credentialChecks(facts: LoginFacts): Check[] {
  const base = { id: 'credentials', title: texts.credentials } as const;
  const { file } = facts;
  if (facts.state === 'absent')
    return [{ ...base, outcome: 'ok', detail: fill(texts.anonymous, { file }), remedy: null }];
  if (facts.state !== 'usable') {
    return [{ ...base, outcome: 'warn', detail: fill(texts.broken, { file }), remedy: fill(texts.mend, { file }) }];
  }
  const detail = fill(texts.stored, { count: facts.hosts.length, file });
  const missing = facts.helpers.filter((helper) => !helper.found).map((helper) => helper.name);
  if (missing.length === 0) return [{ ...base, outcome: 'ok', detail, remedy: null }];
  const names = missing.join(', ');
  return [
    {
      ...base,
      outcome: 'warn',
      detail: fill(texts.noHelper, { file, names }),
      remedy: fill(texts.helperRemedy, { names, file }),
    },
  ];
}

const texts = {
  engine: { en: 'container engine', 'zh-CN': '容器引擎' },
  answers: { en: '{engine} at {address}', 'zh-CN': '{engine}，位于 {address}' },
  inPlace: {
    en: '{answers}; its images are read where they lie, in {root}',
    'zh-CN': '{answers}；直接读取其镜像目录 {root}',
  },
  exported: {
    en: '{answers}; its images are exported to be read: {trouble}',
    'zh-CN': '{answers}；需导出镜像后读取：{trouble}',
  },
  none: { en: 'none answers: {asked}', 'zh-CN': '均无响应：{asked}' },
  forbidden: { en: '{address} may not be opened by this user', 'zh-CN': '当前用户无权访问 {address}' },
  forbiddenRemedy: {
    en: 'Run as a user of the group that owns the socket, or as root; archives and registries work without it.',
    'zh-CN': '请以套接字所属组的用户或 root 运行；扫描归档和镜像仓库不需要它。',
  },
  engineRemedy: {
    en: 'Start Docker or Podman, or set DOCKER_HOST; archives and registries work without it.',
    'zh-CN': '请启动 Docker 或 Podman，或设置 DOCKER_HOST；扫描归档和镜像仓库不需要它。',
  },
  credentials: { en: 'registry login', 'zh-CN': '仓库登录' },
  anonymous: {
    en: 'none stored ({file}); registries are asked anonymously',
    'zh-CN': '未保存（{file}）；以匿名方式访问镜像仓库',
  },
  stored: { en: '{count} registries in {file}', 'zh-CN': '{file} 中保存了 {count} 个镜像仓库的登录信息' },
  broken: { en: '{file} cannot be read', 'zh-CN': '无法读取 {file}' },
  mend: { en: 'Check its permissions and that it is JSON: {file}', 'zh-CN': '请检查权限以及是否为合法 JSON：{file}' },
  noHelper: { en: '{file} asks for {names}, which is not on PATH', 'zh-CN': '{file} 需要 {names}，但 PATH 中没有' },
  helperRemedy: {
    en: 'Install {names}, or take it out of {file} and run docker login again.',
    'zh-CN': '请安装 {names}，或从 {file} 中移除后重新 docker login。',
  },
  loginRemedy: { en: 'Run: docker login HOST', 'zh-CN': '请运行：docker login 主机' },
} as const satisfies Record<string, Text>;
