import type { Collector, LayerFile, Taken } from '../../collect/collector.ts';
import { readPeFacts } from '../../formats/executable/pe-facts.ts';
import { undigested } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';

const ending = /\.(?:dll|exe|bpl)$/i;
const LONGEST_NAME = 200;

/**
 * Programs and libraries for Windows, by what they say of themselves (`VERSIONINFO`); those of .NET are NuGet's. They do not run in an image of Linux. What says no
 * version is not listed: nothing would be known of it but its file's name.
 */
export const windowsProgramsCollector: Collector = {
  name: 'generic-windows-programs',
  revision: 1,
  wants: { programs: { marks: [], sections: [] } },
  what: 'program for Windows',
  blinds: ['programs'],
  take,
  takePieces: () => ({ items: [] }),
};

function take({ path }: LayerFile, content: Buffer): Taken {
  if (!ending.test(path)) return { items: [] };
  const facts = readPeFacts(content);
  if (facts === null || facts.isManaged) return { items: [] };
  const told = (field: string) => (facts.texts.get(field) ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const version = versionOf(told('ProductVersion')) ?? versionOf(told('FileVersion'));
  // Microsoft calls all that comes with Windows by the name of Windows.
  const isOfMicrosoft = /microsoft/i.test(told('CompanyName') + told('ProductName'));
  const fields = ['FileDescription', 'InternalName', 'OriginalFilename'];
  const name = [...(isOfMicrosoft ? [] : ['ProductName']), ...fields, 'ProductName']
    .map(told)
    .find((text) => text !== '');
  if (version === null || name === undefined || name.length > LONGEST_NAME) return { items: [] };
  const attributes = { packageType: 'pe', architecture: '', distro: '' };
  return { items: [languagePackage('generic', name, version, { attributes }), ...undigested('generic', path)] };
}

/** `1, 2, 3, 4` as old compilers wrote it is `1.2.3.4`. */
function versionOf(told: string): string | null {
  return /^\d+(?:(?:\.|, ?)\d+)*[\w.+-]{0,60}/.exec(told)?.[0].replace(/, ?/g, '.') ?? null;
}

/** Whether a package is a program for Windows. */
export function isForWindows({ purl }: { readonly purl: string }): boolean {
  return /[?&]package_type=pe(?:&|$)/.test(purl);
}
