import { execFileSync } from 'node:child_process';
import { dockerArchive } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import type { Place, Prepared } from './hostile-case.ts';
import { goodScan, release, scanning, status } from './images.ts';

/** A good scan, with something done to this machine before it. */
export function after(
  spoil: (place: Place) => void | Promise<void>,
  more: Partial<Prepared> = {},
  ...flags: readonly string[]
): (place: Place) => Promise<Prepared> {
  return async (place) => {
    const { args } = await goodScan(place);
    await spoil(place);
    return { args: [...args, ...flags], ...more };
  };
}

/** A small file system of its own as the state directory. */
export const tiny = (size: string) => (place: Place) =>
  void execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'x', place.home]);
export const unmounted = (place: Place) => () => void execFileSync('umount', ['-l', place.home]);

/** A scan whose report is megabytes long. */
export const bigReport = scanning(
  dockerArchive({
    layers: [
      tar([
        release,
        file(
          status,
          Array.from(
            { length: 20_000 },
            (_, i) => `Package: p${i}\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n`,
          ).join(''),
        ),
      ]),
    ],
  }),
);
