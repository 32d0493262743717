import { failure } from '../../base/errors.ts';
import { isLoopback } from '../../base/http/loopback.ts';
import type { Text } from '../../base/text.ts';
import type { EngineAddress } from './engine-wire.ts';

/**
 * Reads `unix:///path` or `tcp://127.0.0.1:2375`. What passes there is as good as root on this machine, so that another machine's address
 * is refused: there is no TLS here. Throws `gate-address-invalid`.
 *
 * @param flag whose value it is, for the error
 */
export function parseGateAddress(given: string, flag: string): EngineAddress {
  const invalid = (reason: Text) => failure('gate-address-invalid', { flag, given, reason });
  const [, scheme = '', rest = ''] = /^(unix|tcp):\/\/(.*)$/s.exec(given) ?? [];
  switch (scheme) {
    case 'unix':
      if (!rest.startsWith('/') || rest.endsWith('/') || rest.includes('\0')) throw invalid(texts.relative);
      // The kernel's sun_path, with its zero byte.
      if (Buffer.byteLength(rest) > 107) throw invalid(texts.long);
      return { kind: 'unix', path: rest };
    case 'tcp': {
      const [, bracketed, plain = '', port = ''] =
        /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]/]+)):(\d{1,5})\/?$/.exec(rest) ?? [];
      const host = bracketed ?? plain;
      if (port === '' || Number(port) > 65_535) throw invalid(texts.notAddress);
      if (!isLoopback(host)) throw invalid(texts.remote);
      return { kind: 'tcp', host, port: Number(port) };
    }
    default:
      throw invalid(texts.notAddress);
  }
}

/** Where a gate may listen: also at a socket that systemd has opened for it, `fd://NAME` (`FileDescriptorName=` of its unit). */
export type ListenAddress = EngineAddress | { readonly kind: 'passed'; readonly name: string };

/** As {@link parseGateAddress}, with `fd://NAME`. */
export function parseListenAddress(given: string, flag: string): ListenAddress {
  const name = /^fd:\/\/([A-Za-z0-9_.-]{1,255})$/.exec(given)?.[1];
  return name === undefined ? parseGateAddress(given, flag) : { kind: 'passed', name };
}

export function addressWords(address: ListenAddress): string {
  if (address.kind === 'passed') return `fd://${address.name}`;
  if (address.kind === 'unix') return `unix://${address.path}`;
  return `tcp://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
}

const texts = {
  relative: { en: 'the path of the socket is not absolute', 'zh-CN': '套接字路径不是绝对路径' },
  long: { en: 'the path of the socket is longer than 107 bytes', 'zh-CN': '套接字路径超过 107 字节' },
  notAddress: { en: 'it is not an address', 'zh-CN': '不是地址' },
  remote: {
    en: 'without TLS, whoever is on the way would be root on this machine',
    'zh-CN': '没有 TLS 时，链路上的任何人都等同于本机 root',
  },
} as const satisfies Record<string, Text>;
