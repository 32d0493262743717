import type { Control } from '../control.ts';
import { baseImages } from './base-images.ts';
import { database } from './database.ts';
import { labels } from './labels.ts';
import { packages } from './packages.ts';
import { rootUser } from './root-user.ts';
import { vulnerabilities } from './vulnerabilities.ts';

export const controls: readonly Control[] = [vulnerabilities, rootUser, packages, baseImages, labels, database];
