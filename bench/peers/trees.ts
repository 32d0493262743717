import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../test/e2e/build/parts.ts';

import { kept } from './layers.ts';

/** Frameworks that bring about 2,500 packages between them. Their versions are fixed; what they ask for is whatever npm has of it. */
const frameworks = [
  'react-scripts@5.0.1',
  '@angular/cli@16.2.0',
  '@nestjs/cli@10.0.0',
  'gulp@4.0.2',
  'karma@6.4.0',
  'sails@1.5.0',
  'lodash@4.17.11',
  'express@4.16.0',
  'serverless@3.30.0',
];

/** A folder with `node_modules`, 700 MB. */
export function nodeTree(): Promise<string> {
  return kept('node-tree', (draft) => {
    writeFileSync(join(draft, 'package.json'), '{}');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'];
    run('npm', ['install', '--prefix', draft, ...flags, ...frameworks]);
  });
}

/** A server of some 400 jars, and two programs that carry theirs inside one archive. */
export function javaTree(): Promise<string> {
  return kept('java-tree', (draft) => {
    const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';
    const artifacts = [
      'org.keycloak:keycloak-quarkus-dist:21.1.1:tar.gz',
      'io.zipkin:zipkin-server:3.4.4:jar:exec',
      'org.apache.activemq:activemq-web-console:5.16.0:war',
    ];
    for (const artifact of artifacts) {
      run('mvn', ['-q', '-B', plugin, `-Dartifact=${artifact}`, `-DoutputDirectory=${draft}`]);
    }
    const server = join(draft, 'keycloak-quarkus-dist-21.1.1.tar.gz');
    mkdirSync(join(draft, 'keycloak'));
    run('tar', ['-C', join(draft, 'keycloak'), '--strip-components=1', '-xzf', server]);
    rmSync(server);
  });
}
