import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../build/parts.ts';

export interface KeyPair {
  readonly keyFile: string;
  readonly certificateFile: string;
  readonly key: Buffer;
  readonly cert: Buffer;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A certificate for this machine that signs itself. */
export function selfSigned(folder: string, name: string): KeyPair {
  const { keyFile, certificateFile } = filesOf(folder, name);
  const usual = ['-days', '2', '-keyout', keyFile, '-out', certificateFile];
  run('openssl', [
    'req',
    '-x509',
    ...newKey,
    ...usual,
    '-subj',
    `/CN=${name}`,
    '-addext',
    'subjectAltName=IP:127.0.0.1',
  ]);
  return pairOf(folder, name);
}

/** A certificate for this machine that an authority made by {@link selfSigned} signs. */
export function signedBy(authority: KeyPair, folder: string, name: string): KeyPair {
  const { keyFile, certificateFile } = filesOf(folder, name);
  const request = join(folder, `${name}.csr`);
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  run('openssl', ['req', ...newKey, '-keyout', keyFile, '-out', request, ...subject]);
  const signing = [
    '-CA',
    authority.certificateFile,
    '-CAkey',
    authority.keyFile,
    '-CAcreateserial',
    '-copy_extensions',
    'copy',
  ];
  run('openssl', ['x509', '-req', '-in', request, '-days', '2', '-out', certificateFile, ...signing]);
  return pairOf(folder, name);
}

function filesOf(folder: string, name: string) {
  return { keyFile: join(folder, `${name}.key`), certificateFile: join(folder, `${name}.pem`) };
}

function pairOf(folder: string, name: string): KeyPair {
  const files = filesOf(folder, name);
  return { ...files, key: readFileSync(files.keyFile), cert: readFileSync(files.certificateFile) };
}
