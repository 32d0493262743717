import type { Collector } from '../../collect/collector.ts';
import { declaredLicenses } from '../../formats/deb-copyright.ts';
import { normalizedLicenses } from '../license-names.ts';

const place = /^usr\/share\/doc\/[^/]+\/copyright$/;

/** Whose texts come with the choice of a later version, so that the text alone is not the licence. */
const isGnu = /^(?:A|L)?GPL|^GFDL/;

/** The licences of Debian packages (Debian Policy, 12.5). Without it a package has no licence in the report; nothing else depends on it. */
export const copyrightCollector: Collector = {
  name: 'deb-copyright',
  revision: 1,
  wants: { names: ['copyright'], maxSize: 16 << 20, unless: ({ path }) => !place.test(path) },
  what: 'copyright file',
  blinds: [],
  take: ({ path }, content) => {
    const { names, exact } = declaredLicenses(content.toString('utf8'));
    const values = [
      ...new Set(names.flatMap((name) => (exact || !isGnu.test(name) ? normalizedLicenses([name]) : name))),
    ];
    return {
      items: values.length === 0 ? [] : [{ kind: 'fact', ecosystem: 'deb', fact: 'licenses', key: path, values }],
    };
  },
};
