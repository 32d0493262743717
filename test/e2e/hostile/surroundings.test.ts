import { engineCases } from './engines.ts';
import { faultCases } from './faults.ts';
import { feedServerCases } from './feed-servers.ts';
import { feedCases } from './feeds.ts';
import { playAll } from './playing.ts';
import { policyCases } from './policies.ts';
import { registryCases } from './registries.ts';
import { registryLoginCases } from './registry-logins.ts';
import { stateCases } from './state.ts';
import { stopCases } from './stops.ts';

playAll([
  ['policies', policyCases],
  ['feeds', feedCases],
  ['servers of feeds', feedServerCases],
  ['registries', registryCases],
  ['logins to registries', registryLoginCases],
  ['engines', engineCases],
  ['the state directory', stateCases],
  ['stops and neighbours', stopCases],
  ['this machine', faultCases],
]);
