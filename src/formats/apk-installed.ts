/** One package of apk's database of installed packages. */
export interface ApkPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string | null;
  readonly origin: string | null;
  readonly license: string | null;
  readonly maintainer: string | null;
  /** The files that `keep` chose. */
  readonly files: readonly ApkFile[];
}

export interface ApkFile {
  /** Without a leading slash. */
  readonly path: string;
  /** `sha1:` and hexadecimal digits; null where the database has none that can be read. */
  readonly digest: string | null;
}

export interface ApkDatabase {
  readonly packages: readonly ApkPackage[];
  /** Records without a name or a version, or with two: where the line between them is gone, one of two packages is. And lines that are no field. */
  readonly faults: number;
  /** There were more packages or files than anybody installs; what came after them was not read. */
  readonly tooMany: boolean;
}

const MAX_PACKAGES = 100_000;
const MAX_FILES = 200_000;
/** Characters; Linux has no longer ones. */
const LONGEST_PATH = 4095;

/**
 * Reads apk-tools' database of installed packages (apk-package(5), "INSTALLED DATABASE"): records parted by empty lines, a field a
 * line, `X:value`. `F:` opens a directory, `R:` names a file in it, `Z:` holds that file's checksum.
 */
export function readApkDatabase(text: string, keep: (path: string) => boolean): ApkDatabase {
  const packages: ApkPackage[] = [];
  let faults = 0;
  let kept = 0;
  let record = emptyRecord();
  const finish = () => {
    if (record.touched) {
      const { name, version, architecture, origin, license, maintainer, files } = record;
      if (name === '' || version === '') faults += 1;
      else packages.push({ name, version, architecture, origin, license, maintainer, files });
      kept += files.length;
    }
    record = emptyRecord();
  };
  for (let at = 0; at < text.length; ) {
    if (packages.length >= MAX_PACKAGES || kept + record.files.length >= MAX_FILES) {
      return { packages, faults, tooMany: true };
    }
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed;
    if (end === at) finish();
    else if (text[at + 1] === ':') {
      const field = text.charAt(at);
      if ((field === 'P' && record.name !== '') || (field === 'V' && record.version !== '')) faults += 1;
      takeField(record, field, text.slice(at + 2, end), keep);
    } else faults += 1;
    at = end + 1;
  }
  finish();
  return { packages, faults, tooMany: false };
}

interface Record {
  touched: boolean;
  name: string;
  version: string;
  architecture: string | null;
  origin: string | null;
  license: string | null;
  maintainer: string | null;
  directory: string;
  file: string | null;
  files: ApkFile[];
}

function emptyRecord(): Record {
  return {
    touched: false,
    name: '',
    version: '',
    architecture: null,
    origin: null,
    license: null,
    maintainer: null,
    directory: '',
    file: null,
    files: [],
  };
}

function takeField(record: Record, field: string, value: string, keep: (path: string) => boolean): void {
  record.touched = true;
  switch (field) {
    case 'P':
      record.name = value;
      break;
    case 'V':
      record.version = value;
      break;
    case 'A':
      record.architecture = value;
      break;
    case 'o':
      record.origin = value;
      break;
    case 'L':
      record.license = value;
      break;
    case 'm':
      record.maintainer = value;
      break;
    case 'F':
      record.directory = value;
      record.file = null;
      break;
    case 'R':
      if (record.directory.length + value.length >= LONGEST_PATH) {
        record.file = null;
        break;
      }
      record.file = record.directory === '' ? value : `${record.directory}/${value}`;
      if (!keep(record.file)) record.file = null;
      else record.files.push({ path: record.file, digest: null });
      break;
    case 'Z':
      if (record.file !== null) record.files[record.files.length - 1] = { path: record.file, digest: sha1Of(value) };
      break;
  }
}

/** `Q1` and base64 is a SHA-1; older databases have other forms, which nothing here can be compared with. */
function sha1Of(checksum: string): string | null {
  if (!/^Q1[A-Za-z0-9+/]{27}=$/.test(checksum)) return null;
  return `sha1:${Buffer.from(checksum.slice(2), 'base64').toString('hex')}`;
}
