import type { Collector } from '../../collect/collector.ts';
import { declaredLicenses } from '../../formats/deb-copyright.ts';
import { normalizedLicenses } from '../license-names.ts';

const place = /^usr\/share\/doc\/[^/]+\/copyright$/;

/** The licences of Debian packages (Debian Policy, 12.5). Without it a package has no licence in the report; nothing else depends on it. */
export const copyrightCollector: Collector = {
  name: 'deb-copyright',
  revision: 1,
  wants: { names: ['copyright'], unless: ({ path }) => !place.test(path) },
  what: 'copyright file',
  blinds: [],
  take: ({ path }, content) => {
    const values = normalizedLicenses(declaredLicenses(content.toString('utf8')));
    return {
      items: values.length === 0 ? [] : [{ kind: 'fact', ecosystem: 'deb', fact: 'licenses', key: path, values }],
    };
  },
};
