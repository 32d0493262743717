import { parseImageName } from '../model/image-name.ts';
import type { ImageSource } from './image-source.ts';

/**
 * `registry:HOST/REPO:TAG`: an image in a registry, by the OCI distribution API (1.1) and Docker's before it. Layers are fetched when
 * they are opened and not before.
 */
export function registrySource(environment: NodeJS.ProcessEnv): ImageSource {
  return {
    scheme: 'registry',
    title: { en: 'an image in a registry', 'zh-CN': '镜像仓库中的镜像' },
    form: 'registry:HOST/REPO:TAG',
    recognizes: async (text) => !('reason' in parseImageName(text)),
    // What speaks HTTP takes a while to load.
    open: async (ref, context) => {
      const [{ openRegistryImage }, { openSession }] = await Promise.all([
        import('./registry/open-image.ts'),
        import('./registry/session.ts'),
      ]);
      return openRegistryImage(ref, context, (name, options) => openSession(name, options, environment));
    },
  };
}

/** With the logins and proxies of this process. */
export const registry: ImageSource = registrySource(process.env);
