import { failure } from '../base/errors.ts';
import type { ImageSource } from './image-source.ts';

/** `containerd:NAME`: an image that containerd keeps on this machine (Kubernetes, nerdctl, `ctr`), read in its own directories. */
export const containerd: ImageSource = {
  scheme: 'containerd',
  title: { en: 'an image of containerd', 'zh-CN': 'containerd 中的镜像' },
  form: 'containerd:NAME',
  // Its names are those of the engine and of registries: which of them is meant, only the scheme says.
  recognizes: async () => false,
  open: async (ref, context) => {
    if (ref === '')
      throw failure('bad-reference', {
        ref: 'containerd:',
        reason: { en: 'it names no image', 'zh-CN': '没有写镜像名称' },
      });
    return (await import('./containerd/open-image.ts')).openContainerdImage(ref, context);
  },
};
