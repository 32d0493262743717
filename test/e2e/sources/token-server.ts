import { createSign, randomUUID, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { selfSigned } from './certificates.ts';
import { listening } from './listening.ts';

export interface TokenServer {
  /** The registry's settings that make it send people here. */
  readonly auth: string;
  /** What was asked: `GET someone repository:app/web:pull`. */
  readonly asked: string[];
  stop(): void;
}

const service = 'registry.test';
const issuer = 'tokens.test';
const password = 'secret';
export const refreshToken = 'a-refresh-token';

/**
 * A token server (distribution, "Token Authentication Specification") that lets `someone` with the password `secret`, or with the refresh token,
 * pull and push, and nobody else do anything.
 */
export async function startTokenServer(folder: string): Promise<TokenServer> {
  const { key, cert, certificateFile } = selfSigned(folder, 'tokens');
  const chain = [new X509Certificate(cert).raw.toString('base64')];
  const asked: string[] = [];

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const form = request.method === 'POST' ? new URLSearchParams(await textOf(request)) : url.searchParams;
    const user = userOf(request, form);
    const scopes = form.getAll('scope').flatMap((scope) => scope.split(' '));
    asked.push(`${request.method} ${user ?? '-'} ${scopes.join(' ')}`);
    if (form.get('service') !== service) response.writeHead(400).end();
    else if (user === null && request.headers.authorization !== undefined) response.writeHead(401).end();
    else {
      const token = signed({ key, chain, subject: user ?? '', access: user === null ? [] : scopes.map(accessTo) });
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ token, access_token: token, expires_in: 300 }));
    }
  });
  const port = await listening(server);
  const settings = [
    `realm: "http://127.0.0.1:${port}/token"`,
    `service: ${service}`,
    `issuer: ${issuer}`,
    `rootcertbundle: ${certificateFile}`,
  ];
  return { auth: `token: {${settings.join(', ')}}`, asked, stop: () => void server.close() };
}

function userOf(request: IncomingMessage, form: URLSearchParams): string | null {
  if (form.get('grant_type') === 'refresh_token') return form.get('refresh_token') === refreshToken ? 'someone' : null;
  const basic = Buffer.from(`someone:${password}`).toString('base64');
  return request.headers.authorization === `Basic ${basic}` ? 'someone' : null;
}

function accessTo(scope: string) {
  const [type, name, actions = ''] = scope.split(':');
  return { type, name, actions: actions.split(',') };
}

function signed(claim: { key: Buffer; chain: readonly string[]; subject: string; access: readonly object[] }): string {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, nbf: now - 10, exp: now + 300 };
  const body = { iss: issuer, aud: service, sub: claim.subject, jti: randomUUID(), access: claim.access, ...times };
  const unsigned = [{ typ: 'JWT', alg: 'ES256', x5c: claim.chain }, body]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createSign('sha256').update(unsigned).sign({ key: claim.key, dsaEncoding: 'ieee-p1363' });
  return `${unsigned}.${signature.toString('base64url')}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
