import type { Text } from '../base/text.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import type { ImageSource, ProgressSink, ReadLimits, RegistryOptions } from '../images/image-source.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import type { Platform } from '../model/image.ts';
import type { Report } from '../model/report.ts';
import type { VersionScheme } from '../model/version-scheme.ts';
import type { Control } from '../policy/control.ts';
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
  update(request: UpdateRequest): Promise<DatabaseStatus>;
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
  readonly offline: boolean;
  readonly signal: AbortSignal;
  readonly progress: ProgressSink;
}

export interface DatabaseStatus extends DatabaseFacts {
  /** The file; null for the starter set, which has none. */
  readonly path: string | null;
  /** Bytes of the file. */
  readonly size: number | null;
}

export interface PolicyService {
  /** Loads a file (or `builtin:NAME`) with all that it extends and checks it. Throws with file, line and column. */
  check(file: string): Promise<PolicyFacts>;
  /** What a policy says, one line each. */
  explain(file: string): Promise<readonly Text[]>;
  /** The JSON Schema of a policy file. */
  schema(): Promise<object>;
}

export interface PolicyFacts {
  readonly name: string;
  readonly digest: string;
  /** The ids of the controls that are on. */
  readonly controls: readonly string[];
  readonly waivers: number;
  readonly expiredWaivers: number;
}

/** The container engines of this machine and what they need. */
export interface EngineService {
  /** Every engine address that `docker:` would try, asked once. Never throws for an engine that does not answer. */
  probe(signal: AbortSignal): Promise<readonly EngineFacts[]>;
  /** The images of the first engine that answers, in any order; null where none does. */
  images(signal: AbortSignal): Promise<EngineImages | null>;
  /** What `docker login` left behind, as the registry source would use it. */
  credentials(): Promise<CredentialFacts>;
}

export interface EngineFacts {
  /** `unix:///var/run/docker.sock` */
  readonly address: string;
  /** What it says it is: `Docker 27.1`, `Podman 5.2`; null where it does not answer. */
  readonly engine: string | null;
  /** Why it does not answer (`ENOENT`, `EACCES`, …); null where it does. */
  readonly trouble: string | null;
}

export interface EngineImages {
  readonly address: string;
  readonly images: readonly EngineImage[];
}

export interface EngineImage {
  /** A name, or the image's id where it has none. */
  readonly name: string;
  readonly id: string;
  /** RFC 3339. */
  readonly created: string;
  /** Bytes. */
  readonly size: number;
}

export interface CredentialFacts {
  /** Where config.json is looked for. */
  readonly file: string;
  readonly state: 'absent' | 'usable' | 'unreadable' | 'malformed';
  /** Registries with something stored. Names only. */
  readonly hosts: readonly string[];
  /** Programs that the file asks for, and whether each is on PATH. */
  readonly helpers: readonly { readonly name: string; readonly found: boolean }[];
}
