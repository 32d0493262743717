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

/** Versions with known problems, as they were years ago; wheels without programs of their own. */
const wheels = [
  'Django==2.2.0',
  'Flask==0.12.2',
  'Jinja2==2.10',
  'Werkzeug==0.15.0',
  'requests==2.19.1',
  'urllib3==1.24.1',
  'Twisted==22.1.0',
  'aiohttp-jinja2==1.1.0',
  'bleach==3.1.0',
  'lxml-html-clean==0.1.0',
  'Mako==1.1.2',
  'Markdown==3.2',
  'notebook==6.4.0',
  'paramiko==2.4.1',
  'pip==19.0',
  'Pygments==2.7.1',
  'setuptools==65.0.0',
  'sqlparse==0.4.1',
  'tornado==6.3.1',
  'waitress==1.4.2',
  'wheel==0.37.0',
];

/** A folder as `pip install --target` makes it. */
export function pythonTree(): Promise<string> {
  return kept('python-tree', (draft) => {
    run('pip3', ['install', '-q', '--target', draft, '--no-deps', '--no-compile', '--only-binary=:all:', ...wheels]);
  });
}
