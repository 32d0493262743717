import type { BuildResult } from '../advisories/build.ts';
import type { DatabaseStatus } from '../advisories/status.ts';
import type { UpdateResult } from '../advisories/update.ts';
import type { Language, Text } from '../base/text.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import type { EnginePlaces } from '../gates/runtime/engine-places.ts';
import type { RuntimeAnswer } from '../gates/runtime/runtime-gate.ts';
import type { GoldenEngine } from '../golden/build/golden-engine.ts';
import type { ImageFacts } from '../golden/image-facts.ts';
import type { LocalImage, ProbedEngine } from '../images/docker/local-images.ts';
import type {
  ContainerdOptions,
  ImageSource,
  ProgressSink,
  ReadLimits,
  RegistryOptions,
} from '../images/image-source.ts';
import type { LoginFacts } from '../images/registry/login-facts.ts';
import type { KeyRequest } from '../ledger/signing-key.ts';
import type { Platform } from '../model/image.ts';
import type { Listing } from '../model/listing.ts';
import type { Report } from '../model/report.ts';
import type { VersionScheme } from '../model/version-scheme.ts';
import type { ApprovedBase } from '../policy/approved-bases.ts';
import type { Control } from '../policy/control.ts';
import type { PolicyFacts } from '../policy/policy-facts.ts';
import type { PullResult } from '../publishing/pull.ts';
import type { PushResult } from '../publishing/push.ts';
import type { Reporter } from '../reports/reporter.ts';
import type { FleetService } from './fleet-service.ts';
import type { InstallationService } from './installation-service.ts';
import type { LedgerService } from './ledger-service.ts';

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
  /** Reads one image and says what is in it. No advisories are needed, and nobody judges. As {@link Services.scan} for the rest. */
  list(request: ListRequest): Promise<Listing>;
  readonly advisories: AdvisoryService;
  readonly policies: PolicyService;
  readonly engines: EngineService;
  readonly gates: GateService;
  readonly fleet: FleetService;
  readonly golden: GoldenService;
  readonly ledger: LedgerService;
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
  /** What reads layers on a thread beside, as a file; left out where there is none. */
  readonly layerThread?: string;
}

export type OpenServices = (context: ServiceContext) => Services;

/** The one directory that Plimsoll writes to of its own accord. */
export interface StateHome {
  /** Absolute. It may not be there yet: a reader takes a missing directory for an empty one. */
  readonly path: string;
  /**
   * Makes the directory (mode 0700) where it is missing and returns its path. Throws `home-unusable`.
   *
   * @param isForCache whatever is to be kept there only saves time later: that the disk takes nothing is no error then
   */
  ready(isForCache?: boolean): string;
}

export interface ListRequest {
  readonly ref: string;
  readonly platform: Platform;
  readonly offline: boolean;
  readonly limits: ReadLimits;
  readonly registry: RegistryOptions;
  readonly containerd?: ContainerdOptions;
  /** A file that knows Java archives by their SHA-1. */
  readonly javaIndex?: string;
  /** As `OpenOptions.trustsEngine`; false where it is left out. */
  readonly trustsEngine?: boolean;
  /** Milliseconds; null for no limit. */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
  readonly progress: ProgressSink;
}

export interface ScanRequest extends ListRequest {
  /** Later files add to earlier ones; none means the built-in policy `observe`. */
  readonly policyFiles: readonly string[];
  /** Documents whose statements take findings out, each with its reason in the report. */
  readonly vexFiles?: readonly string[];
  /** Public keys, each a PEM file: what lies beside the image and is signed by one of them counts as such a document. */
  readonly vexKeys?: readonly string[];
}

export interface AdvisoryService {
  /** Brings the database up to date, or leaves the old one whole and throws. */
  update(request: UpdateRequest): Promise<DatabaseUpdate>;
  /** Makes a database file that depends on its sources alone. */
  build(request: BuildRequest): Promise<BuildResult>;
  /** Puts a database into a registry, signed. */
  push(request: PushRequest): Promise<PushResult>;
  /** Takes the database of a registry, or leaves the old one whole and throws. */
  pull(request: PullRequest): Promise<PullResult>;
  /** Of the starter set where there never was an update. */
  status(): Promise<DatabaseStatus>;
}

/** Where advisories are taken from. */
export interface SourceRequest {
  /** Base URLs of OSV buckets, `https:` or `file:`; empty for the public one. */
  readonly sources: readonly string[];
  /** URLs of the KEV catalogue. Where `sources` is not empty, only what stands here is asked. */
  readonly kev: readonly string[];
  /** URLs of EPSS scores; as `kev`. */
  readonly epss: readonly string[];
  /** URLs of files of the NVD, JSON 2.0; as `kev`. */
  readonly nvd: readonly string[];
  /** Feeds to take, as OSV names ecosystems; empty for those that Plimsoll can match. */
  readonly feeds: readonly string[];
  readonly offline: boolean;
  readonly signal: AbortSignal;
  readonly progress: ProgressSink;
}

export interface UpdateRequest extends SourceRequest {
  /** Believes a feed that has less than half of its former records. */
  readonly allowShrink: boolean;
}

export interface BuildRequest extends SourceRequest {
  /** The file to write. */
  readonly output: string;
  /** RFC 3339; null for the time of the newest record. */
  readonly builtAt: string | null;
}

interface RegistryRequest {
  /** `HOST/REPO:TAG` */
  readonly ref: string;
  readonly registry: RegistryOptions;
  readonly offline: boolean;
  readonly signal: AbortSignal;
  readonly progress: ProgressSink;
}

export interface PushRequest extends RegistryRequest {
  /** Null for the database of the state directory. */
  readonly file: string | null;
  readonly key: KeyRequest;
}

export interface PullRequest extends RegistryRequest {
  /** Files of public keys to believe, instead of those in the state directory. */
  readonly publicKeys: readonly string[];
  /** One more of them, as PEM. */
  readonly publicKeyText: string | null;
  readonly allowOlder: boolean;
  readonly allowShrink: boolean;
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
  /** The base images that policies approve, later files adding to earlier ones. */
  approvedBases(files: readonly string[]): Promise<readonly ApprovedBase[]>;
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

/** From an image to its hardened successor. */
export interface GoldenService {
  /**
   * As {@link Services.scan}, with what a plan has to know besides.
   * @param knownAs a name that the image gets only if its verdict allows it, and is judged and recorded under; null for its own
   */
  look(request: ScanRequest, knownAs: string | null): Promise<LookedAt>;
  /** The first engine that answers. Throws `engine-…` where none does. */
  engine(access: EngineAccess): Promise<GoldenEngine>;
  /** Proxies that builds are given, as `HTTP_PROXY`. */
  proxies(): Promise<Readonly<Record<string, string>>>;
}

export interface LookedAt {
  readonly report: Report;
  readonly facts: ImageFacts;
}

/** The doors through which images come. */
export interface GateService {
  /** Opens a gate on the engine's socket and returns when it accepts requests. Throws errors of the catalogue. */
  docker(request: DockerGateRequest): Promise<OpenGate>;
  /** Whether an OCI runtime may be called. Never throws for what is wrong with the container: that is refused. */
  runtime(request: RuntimeGateRequest): Promise<RuntimeAnswer>;
  /** Putting the gate on Docker up on this machine, taking it down, and trying what stands. */
  readonly installation: InstallationService;
}

export interface DecidingRequest {
  /** As {@link ScanRequest}. */
  readonly policyFiles: readonly string[];
  /** Stands in for what the policy says of images without a verdict; null leaves that to the policy. */
  readonly unscanned: 'deny' | 'scan' | 'allow' | null;
  /** How images are read where they have to be scanned at the door. */
  readonly scanning: Omit<ScanRequest, 'ref' | 'policyFiles'>;
  /** What entries of the ledger are signed with. */
  readonly key: KeyRequest;
  /** Where these settings were read; null where no file was. */
  readonly configFile: string | null;
}

export interface DockerGateRequest extends DecidingRequest {
  readonly listen: string;
  readonly upstream: string;
  /** Where the engine asks its authorization plugin; null for no such lock. */
  readonly authz: string | null;
  /** What becomes of what came past all locks; null where nobody looks for it. */
  readonly watch: 'report' | 'pause' | 'stop' | 'remove' | null;
  /** Milliseconds between two looks at everything. */
  readonly watchEvery: number;
  readonly observe: boolean;
  /** Where counters are shown; null for nowhere. */
  readonly metrics: string | null;
  /** Bytes that may lie in the state directory while archives are looked at. */
  readonly spoolLimit: number;
  readonly language: Language;
  /** Something that went wrong while the gate stands. */
  readonly remark: (error: unknown) => void;
}

export interface OpenGate {
  readonly address: string;
  readonly metricsAddress: string | null;
  /**
   * Goes on with a new decision log file, and decides by what `read` gives from then on. Throws `gate-not-reloaded` where that cannot be used:
   * then what was in force stays so. Says which policy is in force.
   */
  readonly reload: (
    read: () => Promise<DecidingRequest>,
  ) => Promise<{ readonly name: string; readonly digest: string }>;
  close(): Promise<void>;
}

export interface RuntimeGateRequest extends DecidingRequest {
  /** The runtime's own command line, without its name. */
  readonly args: readonly string[];
  readonly places: Omit<EnginePlaces, 'own'>;
  readonly language: Language;
}
