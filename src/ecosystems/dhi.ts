import type { Ecosystem } from '../collect/ecosystem.ts';
import { semver } from '../versions/semver.ts';

/**
 * What Docker compiles for its hardened images, beside the packages of their distribution. It stands in no database: the SBOMs in the image tell of it
 * (`detectors/bundled-sboms.ts`), under Docker's own type of purl.
 */
export const dhi: Ecosystem = {
  id: 'dhi',
  title: { en: "Docker's hardened images", 'zh-CN': 'Docker 加固镜像组件' },
  kind: 'binary',
  versions: semver,
  collectors: [],
  assemble: () => [],
  advisoryNames: ({ name, version }) => [{ ecosystem: 'Docker Hardened Images', name, version }],
};
