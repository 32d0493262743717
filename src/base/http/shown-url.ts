import { printable } from '../printable.ts';
import { portOf } from './proxy.ts';

/** The host of a URL for people, with its port where that is not the usual one. */
export function shownHost(url: URL): string {
  return printable(url.host, 256);
}

/** Scheme, host and port: what an authorization is meant for. */
export function originOf(url: URL): string {
  return `${url.protocol}//${url.hostname.toLowerCase()}:${portOf(url)}`;
}
