import type { CourtesyRule } from '../base/http/courtesy.ts';
import type { Target } from '../fleet/target.ts';
import type { RegistryPool } from '../images/registry/pool.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import type { Report } from '../model/report.ts';
import type { Naming } from '../scan/pipeline.ts';
import type { ScanRequest } from './services.ts';

/** Whole registries. */
export interface FleetService {
  /** Policy, advisories and VEX documents are read and checked before the registry is asked anything. Throws errors of the catalogue. */
  open(request: FleetRequest): Promise<OpenFleet>;
}

export interface FleetRequest {
  readonly host: string;
  readonly scanning: Omit<ScanRequest, 'ref' | 'progress'>;
  readonly courtesy: CourtesyRule;
  /** Of the VEX documents, which are part of what verdicts depend on. */
  readonly vexDigest: string;
}

export interface OpenFleet {
  readonly pool: RegistryPool;
  readonly policy: { readonly name: string; readonly digest: string };
  readonly database: DatabaseFacts;
  /** Changes with whatever verdicts depend on, days aside. */
  readonly basis: string;
  /** Reads an image and judges it under each name, in their order. */
  read(target: Target, namings: readonly Naming[]): Promise<readonly Report[]>;
  close(): void;
}
