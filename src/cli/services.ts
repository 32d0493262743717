import type { DatabaseStatus } from '../advisories/status.ts';
import type { UpdateResult } from '../advisories/update.ts';
import type { Text } from '../base/text.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import type { LocalImage, ProbedEngine } from '../images/docker/local-images.ts';
import type { ImageSource, ProgressSink, ReadLimits, RegistryOptions } from '../images/image-source.ts';
import type { LoginFacts } from '../images/registry/login-facts.ts';
import type { Platform } from '../model/image.ts';
import type { Report } from '../model/report.ts';
import type { VersionScheme } from '../model/version-scheme.ts';
import type { Control } from '../policy/control.ts';
import type { PolicyFacts } from '../policy/policy-facts.ts';
import type { Reporter } from '../reports/reporter.ts';

/**
 * What the commands are served with. `wiring.ts` builds it; no command sees a concrete plugin.
 *
 * Everything is asked for lazily and loads what it needs only then, so that a command pays for nothing that it does not use.
 * What goes wrong is thrown as an error of the catalogue.
 */
export interface Services {
  /**
   * Reads one image and judges it. The policy files are loaded and checked before anything of the image is touched.
   * Crossing `timeout` is a gap `timeout` in the report, not an error; an aborted `signal` throws the signal's reason.
   */
  scan(request: ScanRequest): Promise<Report>;
  readonly advisories: AdvisoryService;
  readonly policies: PolicyService;
  readonly engines: EngineService;
  sources(): Promise<readonly Pick<ImageSource, 'scheme' | 'title' | 'form'>[]>;
  reporters(): Promise<readonly Reporter[]>;
  controls(): Promise<readonly Pick<Control, 'id' | 'title'>[]>;
  ecosystems(): Promise<readonly Pick<Ecosystem, 'id' | 'title' | 'kind' | 'versions'>[]>;
  schemes(): Promise<readonly VersionScheme[]>;
}

/** What the command line knows before any command runs. */
export interface ServiceContext {
  readonly home: StateHome;
  /** Of Plimsoll itself. */
  readonly version: string;
}

export type OpenServices = (context: ServiceContext) => Services;

/** The one directory that Plimsoll writes to of its own accord. */
export interface StateHome {
  /** Absolute. It may not be there yet: a reader takes a missing directory for an empty one. */
  readonly path: string;
  /** Makes the directory (mode 0700) where it is missing and returns its path. Throws `home-unusable`. */
  ready(): string;
}

export interface ScanRequest {
  readonly ref: string;
  readonly platform: Platform;
  readonly offline: boolean;
  readonly limits: ReadLimits;
  readonly registry: RegistryOptions;
  /** Later files add to earlier ones; none means the built-in policy `observe`. */
  readonly policyFiles: readonly string[];
  /** Milliseconds; null for no limit. */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
  readonly progress: ProgressSink;
}

export interface AdvisoryService {
  /** Brings the database up to date, or leaves the old one whole and throws. */
  update(request: UpdateRequest): Promise<DatabaseUpdate>;
  /** Of the starter set where there never was an update. */
  status(): Promise<DatabaseStatus>;
}

export interface UpdateRequest {
  /** Base URLs of OSV buckets, `https:` or `file:`; empty for the public one. */
  readonly sources: readonly string[];
  /** URLs of the KEV catalogue. Where `sources` is not empty, only what stands here is asked. */
  readonly kev: readonly string[];
  /** URLs of EPSS scores; as `kev`. */
  readonly epss: readonly string[];
  /** Feeds to take, as OSV names ecosystems; empty for those that Plimsoll can match. */
  readonly feeds: readonly string[];
  /** Believes a feed that has less than half of its former records. */
  readonly allowShrink: boolean;
  readonly offline: boolean;
  readonly signal: AbortSignal;
  readonly progress: ProgressSink;
}

/** What an update came to. */
export interface DatabaseUpdate extends Pick<UpdateResult, 'changed' | 'dropped' | 'skipped' | 'notes'> {
  readonly status: DatabaseStatus;
}

export interface PolicyService {
  /** Loads a file (or `builtin:NAME`) with all that it extends and checks it. Throws with file, line and column. */
  check(file: string): Promise<PolicyFacts>;
  /** What a policy says, one line each. */
  explain(file: string): Promise<readonly Text[]>;
  /** The JSON Schema of a policy file. */
  schema(): Promise<object>;
}

/** The container engines of this machine and what they need. */
export interface EngineService {
  /** Every engine address that `docker:` would try, asked once. Never throws for an engine that does not answer. */
  probe(access: EngineAccess): Promise<readonly ProbedEngine[]>;
  /** The images of the first engine that answers, in any order. Throws `engine-…` where none does. */
  images(access: EngineAccess): Promise<readonly LocalImage[]>;
  /** What `docker login` left behind, as the registry source would use it. */
  credentials(): Promise<LoginFacts>;
}

interface EngineAccess {
  /** An engine on another machine is then not asked. */
  readonly offline: boolean;
  readonly signal: AbortSignal;
}
