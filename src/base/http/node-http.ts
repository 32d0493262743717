import process from 'node:process';

/**
 * Node.js' own `http`. Asked for by name, its export list is filled in, and with it the whole of Node.js' other client (`WebSocket`, a getter):
 * that takes longer than all else that a command loads. Types may be imported from `node:http`; they cost nothing.
 */
export const { Agent, createServer, request, STATUS_CODES } = process.getBuiltinModule('node:http');
