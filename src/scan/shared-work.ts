import { type HarvestScales, weightMemory } from '../collect/harvest-weight.ts';
import type { Squash } from '../images/squash.ts';
import { squashMemory } from '../images/squash-memory.ts';
import { type DetourFinder, detourMemory } from './detours.ts';
import { type LayerTurns, layerTurns } from './layer-turns.ts';
import { type SystemReader, systemMemory } from './system-packages.ts';

/** What scans that go on in one process do for each other: images mostly stand on few bases. It changes nothing about what each finds. */
export interface SharedWork {
  readonly turns: LayerTurns;
  readonly squash: Squash;
  readonly systems: SystemReader;
  readonly detours: DetourFinder;
  readonly weigh: HarvestScales;
}

export function sharedWork(): SharedWork {
  return {
    turns: layerTurns(),
    squash: squashMemory(),
    systems: systemMemory(),
    detours: detourMemory(),
    weigh: weightMemory(),
  };
}
