// The services' contracts, and the types that are made from them.
import { execFileSync } from 'node:child_process';

export const contracts = [
  { source: '../backend/api/openapi.yaml', types: 'src/api/schema.d.ts' },
  { source: '../media/api/openapi.yaml', types: 'src/api/media-schema.d.ts' },
  { source: '../messaging/api/openapi.yaml', types: 'src/api/messaging-schema.d.ts' },
  { source: '../messaging/api/live.yaml', types: 'src/api/live-schema.d.ts' },
];

/** Makes the types of one contract anew. */
export function generate({ source, types }) {
  const run = (...command) =>
    execFileSync('npx', ['--no-install', ...command], { stdio: ['ignore', 'ignore', 'inherit'] });
  run('openapi-typescript', source, '--output', types, '--alphabetize=false');
  run('prettier', '--log-level', 'warn', '--write', types);
}
