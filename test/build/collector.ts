import type { Collector, Wanted } from '../../src/collect/collector.ts';
import type { HarvestOptions } from '../../src/collect/harvest-layer.ts';
import { harvestLayer } from '../../src/collect/harvest-layer.ts';
import type { Harvest } from '../../src/model/harvest.ts';

/** A collector that takes each line of a file as a package `name version`. */
export function lineCollector(wants: Wanted = { paths: ['db'] }): Collector {
  return {
    name: 'lines',
    revision: 1,
    wants,
    what: 'line database',
    blinds: ['packages'],
    take: (_, content) => ({
      items: content
        .toString()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [name = '', version = ''] = line.split(' ');
          return {
            kind: 'package',
            ecosystem: 'lines',
            name,
            version,
            architecture: null,
            source: null,
            licenses: [],
            attributes: {},
          };
        }),
    }),
  };
}

export function harvestOptions(overrides: Partial<HarvestOptions> = {}): HarvestOptions {
  return {
    collectors: [lineCollector()],
    maxFileSize: 1 << 20,
    maxLayerSize: 1 << 30,
    signal: new AbortController().signal,
    ...overrides,
  };
}

export async function* chunks(content: Buffer, size = 1000): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

export async function harvestOf(layer: Buffer, overrides: Partial<HarvestOptions> = {}): Promise<Harvest> {
  return (await harvestLayer(chunks(layer), harvestOptions(overrides))).harvest;
}
