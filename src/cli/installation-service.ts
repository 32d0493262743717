import type { Text } from '../base/text.ts';
import type { LockStatus } from '../gates/docker/install/lock-status.ts';
import type { Lock } from '../gates/docker/install/places.ts';
import type { DockerGateRequest } from './services.ts';

/** Putting the gate on Docker up, and taking it down. What goes wrong is thrown as an error of the catalogue. */
export interface InstallationService {
  /** What `install` would do, as things are. Changes nothing. */
  preview(request: InstallationRequest): Promise<InstallationPreview>;
  /** Puts the gate up, tries every lock, and undoes all of it where one of them is not closed. */
  install(request: InstallationRequest, say: (line: Text) => void): Promise<'installed' | 'upgraded' | 'unchanged'>;
  previewRemoval(request: RemovalRequest): Promise<readonly Text[]>;
  uninstall(request: RemovalRequest, say: (line: Text) => void): Promise<void>;
  /** Whether the gate's units are on this machine. Asks nobody. */
  isInstalled(): Promise<boolean>;
  /** Tries every lock of this machine. Never throws. */
  status(): Promise<LockStatus>;
}

export interface InstallationRequest
  extends Pick<
    DockerGateRequest,
    'policyFiles' | 'unscanned' | 'scanning' | 'key' | 'configFile' | 'observe' | 'metrics' | 'language'
  > {
  readonly locks: readonly Lock[];
  readonly watch: string;
  /** Milliseconds. */
  readonly watchEvery: number;
  /** Goes on although running containers could not be started again. */
  readonly acceptStops: boolean;
  /** Writes anew what somebody changed since the last installation. */
  readonly overwrite: boolean;
  /** The program that starts Plimsoll: absolute. */
  readonly launcher: string;
}

/** What an installation would come to, in lines for people. */
export interface InstallationPreview {
  /** Each new or changed file, with its lines. */
  readonly files: readonly FilePreview[];
  readonly others: readonly Text[];
  /** What would be run. */
  readonly calls: readonly string[];
  readonly remarks: readonly Text[];
}

export interface FilePreview {
  readonly path: string;
  readonly kind: 'made' | 'changed' | 'theirs';
  /** `+` what comes, `-` what goes. */
  readonly lines: readonly string[];
}

export interface RemovalRequest {
  /** What somebody changed since the installation goes, too. */
  readonly overwrite: boolean;
  /** Ledger, decision log and spool go, too; keys stay. */
  readonly purge: boolean;
}
