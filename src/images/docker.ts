import { failure } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import { parseImageName } from '../model/image-name.ts';
import type { ImageSource } from './image-source.ts';

/** `docker:NAME`: an image of a Docker-compatible engine, Podman's too, by name, digest or id: of the one that this process's environment names. */
export const docker: ImageSource = {
  scheme: 'docker',
  title: { en: 'an image of a container engine', 'zh-CN': '容器引擎中的镜像' },
  form: 'docker:NAME',
  recognizes: async (text) => isEngineName(text),
  open: async (ref, context) => {
    if (!isEngineName(ref)) {
      throw failure('bad-reference', {
        ref: `docker:${printable(ref, 200)}`,
        reason: { en: 'it is not the name of an image', 'zh-CN': '不是镜像名称' },
      });
    }
    // What speaks HTTP takes a while to load.
    return (await import('./docker/open-image.ts')).openEngineImage(ref, context, process.env);
  },
};

/** The name of an image, or an id, whole or shortened. */
function isEngineName(text: string): boolean {
  return /^(?:sha256:)?[0-9a-f]{4,64}$/.test(text) || !('reason' in parseImageName(text));
}
