import type { Ecosystem } from '../collect/ecosystem.ts';
import { php } from '../versions/php.ts';
import { modelPackages } from './models/assembled.ts';
import { cardCollector, configCollector, ggufCollector, safetensorsCollector } from './models/collectors.ts';
import { purlOf } from './purl.ts';

/** Models of which it is not known where they came from. They are data: no feed speaks of them, and that is no gap. The type is Syft's. */
export const model: Ecosystem = {
  id: 'model',
  title: { en: 'Machine-learning models', 'zh-CN': '机器学习模型' },
  kind: 'binary',
  versions: php,
  collectors: [ggufCollector, safetensorsCollector, configCollector, cardCollector],
  assemble: (assembly) => modelPackages(assembly, 'model', (name, version) => purlOf('model', null, name, version)),
  advisoryNames: () => [],
  isInert: () => true,
};
