import type { Text } from '../../base/text.ts';
import type { BodyKind, ConnectionKind, Endpoint, GuardName, Meaning, Method } from './endpoint.ts';

/** The versions of the engine API that are understood, `1.` left out. A request for another one is refused. */
export const apiVersions = { oldest: 24, newest: 55 } as const;

/** What about a row is not the rule. */
interface Particular {
  readonly body?: BodyKind;
  readonly connection?: ConnectionKind;
}

const why = {
  reads: { en: 'only looks', 'zh-CN': '只读' },
  leaves: { en: 'takes an image out of the engine', 'zh-CN': '把镜像带出引擎' },
  removes: { en: 'only removes', 'zh-CN': '只删除' },
  stops: { en: 'stops what runs, starts nothing', 'zh-CN': '只停止，不启动任何东西' },
  noImage: { en: 'no image takes part', 'zh-CN': '不涉及镜像' },
  name: {
    en: 'a name is never an identity: what runs is resolved to its content',
    'zh-CN': '名称不是身份：运行时按内容判定',
  },
  talks: {
    en: 'speaks with what runs already',
    'zh-CN': '只与已在运行的容器通信',
  },
  files: {
    en: 'files of a container, which its image does not change; a drift that baselines show',
    'zh-CN': '容器中的文件，不改变镜像；属于基线可见的差异',
  },
  build: {
    en: 'what a build makes is unknown until it is judged, and cannot run before',
    'zh-CN': '构建结果在判定前视为未知，不能运行',
  },
  create: {
    en: 'pulls an image by its digest, or imports a file system as one',
    'zh-CN': '按摘要拉取镜像，或把文件系统导入为镜像',
  },
  load: { en: 'every image in the archive is asked for', 'zh-CN': '逐一判定归档中的每个镜像' },
  container: {
    en: 'the image is resolved to its content, and the user looked at',
    'zh-CN': '把镜像解析为内容，并检查用户',
  },
  start: {
    en: 'the container may have been made behind the back of the gate: its real image is looked at again',
    'zh-CN': '容器可能绕过关卡创建：再次检查其真实镜像',
  },
  update: {
    en: 'a restart policy starts the container later, without a request',
    'zh-CN': '重启策略会在没有请求的情况下再次启动容器',
  },
  commit: {
    en: 'makes an image of a container: only of one whose image may be here',
    'zh-CN': '由容器生成镜像：仅限镜像已放行的容器',
  },
  exec: { en: 'runs a program in a container, as a user that is looked at', 'zh-CN': '在容器内运行程序，检查其用户' },
  execStart: {
    en: 'the container of the exec, and its user, are looked at again',
    'zh-CN': '再次检查 exec 所属容器及其用户',
  },
  service: {
    en: 'the image of the tasks is resolved to its content',
    'zh-CN': '把任务镜像解析为内容',
  },
  pluginPull: {
    en: 'brings a program that runs beside the engine, as root',
    'zh-CN': '引入以 root 身份与引擎并行运行的程序',
  },
  pluginBegins: {
    en: 'begins an installation; asked for a digest, some engines end',
    'zh-CN': '插件安装的第一步；按摘要查询会使某些引擎崩溃',
  },
  pluginEnable: {
    en: 'starts a program beside the engine, as root',
    'zh-CN': '以 root 身份启动与引擎并行的程序',
  },
  join: {
    en: 'a manager elsewhere would start containers here, and no request would pass this gate',
    'zh-CN': '其他管理节点会在本机启动容器，且不经过本关卡',
  },
} as const satisfies Record<string, Text>;

/** What the engine reads of the query on guarded routes; dots mark what it reads as a list. */
const imageKeys = 'fromImage fromSrc repo tag platform message changes...';
const commitKeys = 'container repo tag comment author pause changes...';
const startKeys = 'detachKeys checkpoint checkpoint-dir';
const serviceKeys = 'version registryAuthFrom rollback';

const json: Particular = { body: 'json' };
const stream: Particular = { body: 'stream' };

/**
 * Every route of the engine API 1.24 to 1.55, and what it means for images. A route that does not stand here is refused, unless it is a
 * GET or HEAD: those pass without a body and without an upgrade. `docs/reference/docker-endpoints.md` is printed from this.
 */
export const endpoints: readonly Endpoint[] = [
  passes('GET', '/_ping', why.reads),
  passes('HEAD', '/_ping', why.reads),
  passes('GET', '/version', why.reads),
  passes('GET', '/info', why.reads),
  passes('GET', '/events', why.reads),
  passes('GET', '/system/df', why.reads),
  passes('POST', '/auth', why.noImage, json),
  passes('OPTIONS', '/{any*}', why.reads),

  guarded('POST', '/images/create', 'image-create', why.create, imageKeys, stream),
  guarded('POST', '/images/load', 'image-load', why.load, 'quiet platform...', stream),
  passes('GET', '/images/json', why.reads),
  passes('GET', '/images/search', why.reads),
  passes('GET', '/images/get', why.leaves),
  passes('GET', '/images/{name*}/get', why.leaves),
  passes('GET', '/images/{name*}/history', why.reads),
  passes('GET', '/images/{name*}/json', why.reads),
  passes('GET', '/images/{name*}/attestations', why.reads),
  passes('POST', '/images/{name*}/push', why.leaves, json),
  passes('POST', '/images/{name*}/tag', why.name),
  passes('POST', '/images/prune', why.removes),
  passes('DELETE', '/images/{name*}', why.removes),
  passes('GET', '/distribution/{name*}/json', why.reads),

  passes('POST', '/build', why.build, stream),
  passes('POST', '/build/prune', why.removes),
  passes('POST', '/build/cancel', why.stops),
  passes('POST', '/session', why.build, { connection: 'h2c' }),
  passes('POST', '/grpc', why.build, { connection: 'h2c' }),
  guarded('POST', '/commit', 'container-commit', why.commit, commitKeys, json),

  guarded('POST', '/containers/create', 'container-create', why.container, 'name platform', json),
  guarded('POST', '/containers/{id}/start', 'container-start', why.start, startKeys, { body: 'none' }),
  guarded('POST', '/containers/{id}/restart', 'container-start', why.start, 't signal'),
  guarded('POST', '/containers/{id}/unpause', 'container-start', why.start, ''),
  guarded('POST', '/containers/{id}/update', 'container-update', why.update, '', json),
  passes('GET', '/containers/json', why.reads),
  passes('GET', '/containers/{id}/json', why.reads),
  passes('GET', '/containers/{id}/top', why.reads),
  passes('GET', '/containers/{id}/logs', why.reads),
  passes('GET', '/containers/{id}/stats', why.reads),
  passes('GET', '/containers/{id}/changes', why.reads),
  passes('GET', '/containers/{id}/export', why.leaves),
  passes('HEAD', '/containers/{id}/archive', why.reads),
  passes('GET', '/containers/{id}/archive', why.reads),
  passes('PUT', '/containers/{id}/archive', why.files, stream),
  passes('POST', '/containers/{id}/attach', why.talks, { connection: 'hijack' }),
  passes('GET', '/containers/{id}/attach/ws', why.talks, { connection: 'websocket' }),
  passes('POST', '/containers/{id}/resize', why.talks),
  passes('POST', '/containers/{id}/kill', why.stops),
  passes('POST', '/containers/{id}/stop', why.stops),
  passes('POST', '/containers/{id}/pause', why.stops),
  passes('POST', '/containers/{id}/wait', why.reads),
  passes('POST', '/containers/{id}/rename', why.noImage),
  passes('POST', '/containers/prune', why.removes),
  passes('DELETE', '/containers/{name*}', why.removes),
  passes('GET', '/containers/{id}/checkpoints', why.reads),
  passes('POST', '/containers/{id}/checkpoints', why.stops, json),
  passes('DELETE', '/containers/{id}/checkpoints/{checkpoint}', why.removes),

  guarded('POST', '/containers/{id}/exec', 'exec-create', why.exec, '', json),
  guarded('POST', '/exec/{id}/start', 'exec-start', why.execStart, '', { body: 'json', connection: 'hijack' }),
  passes('POST', '/exec/{id}/resize', why.talks),
  passes('GET', '/exec/{id}/json', why.reads),

  passes('GET', '/volumes', why.reads),
  passes('GET', '/volumes/{name*}', why.reads),
  passes('POST', '/volumes/create', why.noImage, json),
  passes('POST', '/volumes/prune', why.removes),
  passes('PUT', '/volumes/{name*}', why.noImage, json),
  passes('DELETE', '/volumes/{name*}', why.removes),

  passes('GET', '/networks', why.reads),
  passes('GET', '/networks/', why.reads),
  passes('GET', '/networks/{id*}', why.reads),
  passes('POST', '/networks/create', why.noImage, json),
  passes('POST', '/networks/{id*}/connect', why.noImage, json),
  passes('POST', '/networks/{id*}/disconnect', why.noImage, json),
  passes('POST', '/networks/prune', why.removes),
  passes('DELETE', '/networks/{id*}', why.removes),

  guarded('GET', '/plugins/privileges', 'plugin-pull', why.pluginBegins, 'remote'),
  guarded('POST', '/plugins/pull', 'plugin-pull', why.pluginPull, 'remote name', json),
  guarded('POST', '/plugins/{name*}/upgrade', 'plugin-pull', why.pluginPull, 'remote', json),
  guarded('POST', '/plugins/create', 'plugin-create', why.pluginPull, 'name', stream),
  guarded('POST', '/plugins/{name*}/enable', 'plugin-enable', why.pluginEnable, 'timeout'),
  passes('GET', '/plugins', why.reads),
  passes('GET', '/plugins/{name*}/json', why.reads),
  passes('POST', '/plugins/{name*}/disable', why.stops),
  passes('POST', '/plugins/{name*}/push', why.leaves),
  passes('POST', '/plugins/{name*}/set', why.noImage, json),
  passes('DELETE', '/plugins/{name*}', why.removes),

  guarded('POST', '/services/create', 'service-create', why.service, '', json),
  guarded('POST', '/services/{id}/update', 'service-update', why.service, serviceKeys, json),
  passes('GET', '/services', why.reads),
  passes('GET', '/services/{id}', why.reads),
  passes('GET', '/services/{id}/logs', why.reads),
  passes('DELETE', '/services/{id}', why.removes),
  passes('GET', '/tasks', why.reads),
  passes('GET', '/tasks/{id}', why.reads),
  passes('GET', '/tasks/{id}/logs', why.reads),
  passes('GET', '/nodes', why.reads),
  passes('GET', '/nodes/{id}', why.reads),
  passes('POST', '/nodes/{id}/update', why.noImage, json),
  passes('DELETE', '/nodes/{id}', why.removes),
  passes('GET', '/swarm', why.reads),
  passes('GET', '/swarm/unlockkey', why.reads),
  passes('POST', '/swarm/init', why.noImage, json),
  refused('POST', '/swarm/join', why.join, json),
  passes('POST', '/swarm/leave', why.stops),
  passes('POST', '/swarm/update', why.noImage, json),
  passes('POST', '/swarm/unlock', why.noImage, json),
  passes('GET', '/secrets', why.reads),
  passes('GET', '/secrets/{id}', why.reads),
  passes('POST', '/secrets/create', why.noImage, json),
  passes('POST', '/secrets/{id}/update', why.noImage, json),
  passes('DELETE', '/secrets/{id}', why.removes),
  passes('GET', '/configs', why.reads),
  passes('GET', '/configs/{id}', why.reads),
  passes('POST', '/configs/create', why.noImage, json),
  passes('POST', '/configs/{id}/update', why.noImage, json),
  passes('DELETE', '/configs/{id}', why.removes),

  passes('GET', '/debug/vars', why.reads),
  passes('GET', '/debug/pprof/', why.reads),
  passes('GET', '/debug/pprof/{name}', why.reads),
];

function passes(method: Method, path: string, reason: Text, particular: Particular = {}): Endpoint {
  return endpoint(method, path, { kind: 'passes' }, reason, particular);
}

function guarded(
  method: Method,
  path: string,
  guard: GuardName,
  reason: Text,
  keys: string,
  particular: Particular = {},
): Endpoint {
  const words = keys.split(' ').filter((key) => key !== '');
  const read = new Map(words.map((key) => [key.replace('...', ''), key.endsWith('...') ? 'list' : 'single'] as const));
  return endpoint(method, path, { kind: 'guarded', guard, keys: read }, reason, particular);
}

function refused(method: Method, path: string, reason: Text, particular: Particular = {}): Endpoint {
  return endpoint(method, path, { kind: 'refused' }, reason, particular);
}

function endpoint(method: Method, path: string, meaning: Meaning, reason: Text, particular: Particular): Endpoint {
  const body = method === 'POST' || method === 'DELETE' ? 'unread' : 'none';
  return { method, path, body, connection: 'plain', meaning, why: reason, ...particular };
}
