import type { Guards } from '../guard.ts';
import { AdmittedImages } from './admitted-images.ts';
import { containerCommit, containerCreate, containerStart, containerUpdate } from './container-guards.ts';
import { execCreate, execStart } from './exec-guards.ts';
import type { GuardServices } from './guard-services.ts';
import { imageCreate } from './image-create.ts';
import { imageLoad } from './image-load.ts';
import { refusedPlugin } from './refused-plugins.ts';
import { serviceGuard } from './service-guards.ts';

/** The guards of every guarded route. */
export function dockerGuards(services: GuardServices): Required<Guards> {
  const images = new AdmittedImages();
  return {
    'image-create': imageCreate(services),
    'image-load': imageLoad(services),
    'container-create': containerCreate(services, images),
    'container-start': containerStart(services, images),
    'container-update': containerUpdate(services, images),
    'container-commit': containerCommit,
    'exec-create': execCreate,
    'exec-start': execStart,
    'service-create': serviceGuard(services),
    'service-update': serviceGuard(services),
    'plugin-pull': refusedPlugin,
    'plugin-create': refusedPlugin,
    'plugin-enable': refusedPlugin,
  };
}
