import type { Ecosystem } from '../collect/ecosystem.ts';
import { php } from '../versions/php.ts';
import { modelPackages } from './models/assembled.ts';
import { purlOf } from './purl.ts';

/** Models of which the place or they themselves say that they came from Hugging Face; a version there is a commit. Read with `model`. */
export const huggingface: Ecosystem = {
  id: 'huggingface',
  title: { en: 'Models of Hugging Face', 'zh-CN': 'Hugging Face 模型' },
  kind: 'binary',
  versions: php,
  collectors: [],
  assemble: (assembly) =>
    modelPackages(assembly, 'huggingface', (name, version) => {
      const slash = name.indexOf('/');
      return purlOf('huggingface', slash === -1 ? null : name.slice(0, slash), name.slice(slash + 1), version);
    }),
  advisoryNames: () => [],
  isInert: () => true,
};
