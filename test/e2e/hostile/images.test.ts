import { archiveCases } from './archives.ts';
import { compressionCases } from './compressions.ts';
import { layerCases } from './layers.ts';
import { layoutCases } from './layouts.ts';
import { linkCases } from './links-and-whiteouts.ts';
import { manifestCases } from './manifests.ts';
import { playAll } from './playing.ts';
import { streamCases } from './streams.ts';

playAll([
  ['archives', archiveCases],
  ['streams and devices', streamCases],
  ['compressions', compressionCases],
  ['manifests and configs', manifestCases],
  ['OCI layouts', layoutCases],
  ['layers', layerCases],
  ['links and whiteouts', linkCases],
]);
