/** What understands the files of a layer and what advisories say of them: loaded where an image is not known. */
export { detectors, pickDistribution } from './detectors/all.ts';
export { ecosystems } from './ecosystems/all.ts';
export { maven, mavenWith } from './ecosystems/maven.ts';
export { matcher } from './match/match.ts';
export { matchedOn } from './match/matched-on.ts';
