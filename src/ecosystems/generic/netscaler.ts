import type { Collector } from '../../collect/collector.ts';
import { nameOf } from '../../collect/layer-path.ts';
import { packageOf } from './programs.ts';

const names = ['nsversion', 'loader.conf', 'ns.conf'];
/** `ns-14.1-47.48.gz` is its kernel, of which the name is enough. */
const kernel = /(?:^|\/)ns-(\d{1,3}\.\d{1,3})-(\d{1,3}\.\d{1,3})\.gz$/;
const said = /\b(?:NS(\d{1,3}\.\d{1,3}):? Build (\d{1,3}\.\d{1,3})|ns-(\d{1,3}\.\d{1,3})-(\d{1,3}\.\d{1,3}))\b/;
const BEGINNING = 64 << 10;

/** NetScaler (Citrix ADC), by the files in which it says its version: its containers bring it without a package. */
export const netscalerCollector: Collector = {
  name: 'generic-netscaler',
  revision: 1,
  wants: {
    names,
    extensions: ['.gz'],
    beginning: BEGINNING,
    never: (path) => !names.includes(nameOf(path)) && !kernel.test(path),
  },
  what: 'version file',
  blinds: ['packages'],
  take: ({ path }, content) => {
    const [, release, build] = kernel.exec(path) ?? [];
    const [, ...told] = said.exec(content.toString('latin1')) ?? [];
    const [number, patch] = release === undefined ? told.filter((text) => text !== undefined) : [release, build];
    // Boot loaders have a file of this name, too.
    if (number === undefined || patch === undefined) return { items: [] };
    const cpe = 'citrix:netscaler_application_delivery_controller';
    return { items: [packageOf({ name: 'netscaler', cpe }, `${number}-${patch}`)] };
  },
};
