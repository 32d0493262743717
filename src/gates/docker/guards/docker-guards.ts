import type { Guards } from '../guard.ts';
import {
  containerCommit,
  containerCreate,
  containerStart,
  containerUpdate,
  execCreate,
  execStart,
} from './container-guards.ts';
import type { GuardServices } from './guard-services.ts';
import { imageCreate } from './image-create.ts';
import { imageLoad } from './image-load.ts';
import { refusedPlugin } from './refused-plugins.ts';
import { serviceImage } from './service-guards.ts';

/** The guards of every guarded route. */
export function dockerGuards(services: GuardServices): Required<Guards> {
  return {
    'image-create': imageCreate(services),
    'image-load': imageLoad(services),
    'container-create': containerCreate,
    'container-start': containerStart,
    'container-update': containerUpdate,
    'container-commit': containerCommit,
    'exec-create': execCreate,
    'exec-start': execStart,
    'service-create': serviceImage,
    'service-update': serviceImage,
    'plugin-pull': refusedPlugin,
    'plugin-create': refusedPlugin,
    'plugin-enable': refusedPlugin,
  };
}
