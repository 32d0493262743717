import { failure, failureFrom, PlimsollError, reasonOf, systemCode } from '../errors.ts';
import { printable } from '../printable.ts';
import { fill, type Text, verbatim } from '../text.ts';

/** OpenSSL's and Node.js' words for a certificate that does not convince. */
const certificateCodes =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME)/;

/** What a server that speaks plain HTTP looks like to TLS. */
const notTlsCodes = /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|BAD_RECORD_TYPE)$/;

const reasons: Readonly<Record<string, Text>> = {
  ENOTFOUND: { en: 'nobody knows its name', 'zh-CN': '无法解析该主机名' },
  EAI_AGAIN: { en: 'the name server does not answer', 'zh-CN': '域名服务器没有响应' },
  ECONNREFUSED: { en: 'nothing listens there', 'zh-CN': '该地址没有服务在监听' },
  ECONNRESET: { en: 'it breaks the connection off', 'zh-CN': '对方断开了连接' },
  EPIPE: { en: 'it breaks the connection off', 'zh-CN': '对方断开了连接' },
  ETIMEDOUT: { en: 'it does not answer', 'zh-CN': '没有响应' },
  EHOSTUNREACH: { en: 'there is no way to it', 'zh-CN': '没有可达的路由' },
  ENETUNREACH: { en: 'there is no way to it', 'zh-CN': '没有可达的路由' },
};

/** Turns trouble before or instead of an answer into an error of the catalogue that keeps its cause. */
export function networkFailure(error: unknown, host: string): PlimsollError {
  if (error instanceof PlimsollError) return error;
  const code = systemCode(error) ?? '';
  if (certificateCodes.test(code)) {
    return failureFrom(error, 'certificate-refused', { host, reason: printable(reasonOf(error), 200) });
  }
  if (notTlsCodes.test(code) || (code === 'EPROTO' && /wrong version number/i.test(reasonOf(error)))) {
    return failureFrom(error, 'not-tls', { host });
  }
  if (code.startsWith('HPE_')) {
    return failureFrom(error, 'bad-answer', {
      host,
      reason: { en: `it does not speak HTTP as it should (${code})`, 'zh-CN': `不符合 HTTP 规范（${code}）` },
    });
  }
  return failureFrom(error, 'host-unreachable', {
    host,
    reason: networkWords(code === '' ? 'error' : code),
  });
}

/** What a code of the system means to somebody who wanted to reach something; the code itself where nothing is known of it. */
export function networkWords(code: string): Text {
  return (Object.hasOwn(reasons, code) ? reasons[code] : undefined) ?? verbatim(code);
}

/** What kept a proxy from being reached, as an error about the host behind it; other errors as they are. */
export function proxyFailure(error: unknown, host: string, proxy: string): unknown {
  const reason = reasons[systemCode(error) ?? ''];
  if (reason === undefined) return error;
  const text = { en: 'the proxy {proxy}: {reason}', 'zh-CN': '代理 {proxy}：{reason}' };
  return failureFrom(error, 'host-unreachable', { host, reason: fill(text, { proxy, reason }) });
}

/** As {@link networkFailure}, for trouble in the middle of an answer's body. */
export function bodyFailure(error: unknown, host: string): PlimsollError {
  if (error instanceof PlimsollError) return error;
  const code = systemCode(error) ?? '';
  return code.startsWith('HPE_') ? networkFailure(error, host) : failureFrom(error, 'connection-lost', { host });
}

/** A host that keeps us waiting for longer than we are ready to. */
export function tooSlow(host: string, waitedFor: 'connection' | 'answer' | 'bytes' | 'rate' | 'whole', ms: number) {
  const seconds = Math.round(ms / 100) / 10;
  return failure('answer-too-slow', { host, reason: slowness[waitedFor](seconds) });
}

const slowness = {
  connection: (s: number) => ({ en: `no connection within ${s} s`, 'zh-CN': `${s} 秒内未能建立连接` }),
  answer: (s: number) => ({ en: `no answer within ${s} s`, 'zh-CN': `${s} 秒内没有应答` }),
  bytes: (s: number) => ({ en: `nothing came for ${s} s`, 'zh-CN': `${s} 秒内没有收到数据` }),
  rate: (s: number) => ({ en: `next to nothing came in ${s} s`, 'zh-CN': `${s} 秒内收到的数据过少` }),
  whole: (s: number) => ({ en: `the answer was not complete after ${s} s`, 'zh-CN': `${s} 秒后应答仍不完整` }),
} as const;
