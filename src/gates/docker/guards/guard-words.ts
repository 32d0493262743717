import type { Text } from '../../../base/text.ts';

/** What guards say where no decision about an image stands behind it. */
export const guardWords = {
  noImage: {
    en: 'A container without an image may not be created: whatever is put into it later would never be judged.',
    'zh-CN': '禁止创建没有镜像的容器：之后放入的内容将不会被判定。',
  },
  noImageNext: { en: 'Name an image that the engine has.', 'zh-CN': '请指定引擎中已有的镜像。' },
  noMountedImage: {
    en: 'The engine does not have an image that is to be mounted.',
    'zh-CN': '引擎中没有要挂载的镜像。',
  },
  twoSources: {
    en: 'The request names an image to pull and a file to import at once.',
    'zh-CN': '请求同时指定了要拉取的镜像和要导入的文件。',
  },
  oneSource: { en: 'Give either fromImage or fromSrc.', 'zh-CN': '请只指定 fromImage 或 fromSrc。' },
  badName: { en: '{image} is not the name of an image: {reason}.', 'zh-CN': '{image} 不是镜像名称：{reason}。' },
  goodName: { en: 'Write it as HOST/REPOSITORY:TAG.', 'zh-CN': '请写作 主机/仓库:标签。' },
  badLogin: {
    en: 'The login that was sent along (X-Registry-Auth) is none that an engine could read.',
    'zh-CN': '随请求发送的登录信息（X-Registry-Auth）无法被引擎读取。',
  },
  badLoginNext: { en: 'Log in anew: docker login REGISTRY', 'zh-CN': '请重新登录：docker login 镜像仓库' },
  allTags: {
    en: 'All tags of {image} at once may not be pulled: each image is asked for by its digest.',
    'zh-CN': '禁止一次拉取 {image} 的全部标签：每个镜像须按摘要判定。',
  },
  allTagsNext: { en: 'Pull them one by one.', 'zh-CN': '请逐个拉取。' },
  unresolved: {
    en: '{image} could not be resolved to its content: {reason}',
    'zh-CN': '无法把 {image} 解析为内容：{reason}',
  },
  unresolvedNext: {
    en: 'Check the name, and the login for its registry (docker login).',
    'zh-CN': '请检查名称，以及对该镜像仓库的登录（docker login）。',
  },
  fromUrl: {
    en: 'An import from an address may not be made: the engine would fetch something that nobody has looked at.',
    'zh-CN': '禁止从网址导入：引擎将取回无人检查过的内容。',
  },
  fromUrlNext: {
    en: 'Download it, look at it, and import the file: docker import FILE',
    'zh-CN': '请先下载并检查，再导入文件：docker import 文件',
  },
  changed: {
    en: 'What was pulled as {image} is not what the registry had named before. It was removed again.',
    'zh-CN': '拉取到的 {image} 与镜像仓库此前给出的内容不一致，已重新删除。',
  },
  tooLarge: {
    en: 'What is to be loaded is larger than {limit}, unpacked.',
    'zh-CN': '要加载的内容解压后超过 {limit}。',
  },
  tooLargeNext: {
    en: 'Load fewer images at once, or raise the limit of the gate: --spool-limit',
    'zh-CN': '请减少一次加载的镜像，或提高关卡的上限：--spool-limit',
  },
  noRoom: {
    en: 'There is no room to look at what is to be loaded: {reason}',
    'zh-CN': '没有空间检查要加载的内容：{reason}',
  },
  noRoomNext: {
    en: 'Free some space where the gate keeps its state, and load it again.',
    'zh-CN': '请在关卡的状态目录所在磁盘释放空间后重试。',
  },
  unreadable: {
    en: 'What is to be loaded cannot be read as images: {reason}',
    'zh-CN': '无法把要加载的内容读作镜像：{reason}',
  },
  unreadableNext: {
    en: 'Save it again: docker save -o FILE IMAGE',
    'zh-CN': '请重新保存：docker save -o 文件 镜像',
  },
  checkpoint: {
    en: 'A container may not be started from a checkpoint: what runs then is memory that nobody has judged.',
    'zh-CN': '禁止从检查点启动容器：恢复的是无人判定过的内存。',
  },
  checkpointNext: { en: 'Start it anew, without --checkpoint.', 'zh-CN': '请不带 --checkpoint 重新启动。' },
  engineSocket: {
    en: 'The engine’s own socket may not be laid into a container, alone or with a directory that it lies in: whoever has it speaks to the engine past this gate.',
    'zh-CN': '禁止把引擎自身的套接字（单独或随其所在目录）挂载到容器：持有者可绕过本关卡直接操作引擎。',
  },
  ownState: {
    en: 'What this gate decides by may not be laid into a container, alone or with a directory that it lies in: whoever has the signing key says what may run.',
    'zh-CN': '禁止把本关卡的判定依据（单独或随其所在目录）挂载到容器：持有签名密钥者可决定放行什么。',
  },
  engineStore: {
    en: 'Where the engine keeps images and containers may not be laid into a container, alone or with a directory that it lies in: a judged image could be changed there.',
    'zh-CN': '禁止把引擎存放镜像和容器的目录（单独或随其上级目录）挂载到容器：已判定的镜像可能在那里被改动。',
  },
  storeNext: {
    en: 'Mount the directories that are needed, one by one; a volume by its name.',
    'zh-CN': '请逐个挂载所需的目录；卷请按名称挂载。',
  },
  partNext: {
    en: 'Mount the directories that are needed, one by one; for the engine, the socket of the gate.',
    'zh-CN': '请逐个挂载所需的目录；如需访问引擎，请挂载关卡的套接字。',
  },
  unseenBind: {
    en: 'A path that is to be laid into a container may not be looked at by this gate, so nobody knows what it leads to.',
    'zh-CN': '本关卡无权查看要挂载的路径，无法确认其指向。',
  },
  unseenBindNext: {
    en: 'Let the gate’s user look at the path, or mount another one.',
    'zh-CN': '请允许关卡的用户查看该路径，或挂载其他路径。',
  },
  noContainerService: {
    en: 'A service that runs something else than containers may not be made: it is no image that could be judged.',
    'zh-CN': '禁止创建运行容器以外内容的服务：其内容不是可以判定的镜像。',
  },
  noContainerServiceNext: {
    en: 'Whoever answers for this host makes it at the engine’s own socket.',
    'zh-CN': '请由本机负责人通过引擎自身的套接字创建。',
  },
  rollback: {
    en: 'The service as it was before names its image by something that may have changed since: {image}',
    'zh-CN': '该服务此前的镜像引用可能已指向其他内容：{image}',
  },
  rollbackNext: {
    en: 'Update it to that image instead: docker service update --image IMAGE',
    'zh-CN': '请改为更新到该镜像：docker service update --image 镜像',
  },
  plugin: {
    en: 'Engine plugins may not be brought in or enabled here: they run beside the engine as root, and the engine does not tell which layers one really stands on.',
    'zh-CN': '禁止引入或启用引擎插件：插件以 root 身份与引擎并行运行，而引擎不说明其实际所基于的镜像层。',
  },
  pluginNext: {
    en: 'Whoever answers for this host installs them at the engine’s own socket.',
    'zh-CN': '请由本机负责人通过引擎自身的套接字安装。',
  },
} as const satisfies Record<string, Text>;
