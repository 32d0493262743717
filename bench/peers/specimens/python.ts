import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../test/e2e/build/parts.ts';
import { unpackDebian } from './debian-packages.ts';
import type { Specimen } from './specimen.ts';

const wanted = ['requests==2.31.0', 'Jinja2==3.1.2', 'ruamel.yaml==0.18.5', 'zope.interface==6.1', 'Flask==2.2.0'];

const pyproject = `[project]
name = "shop"
version = "1.2.3"
requires-python = ">=3.11"
dependencies = [${wanted.map((one) => JSON.stringify(one)).join(', ')}]

[dependency-groups]
dev = ["pytest==8.3.3"]
`;

export const python: readonly Specimen[] = [
  {
    id: 'venv',
    of: 'python3 -m venv, pip install; an egg and a checkout beside',
    needs: ['python3'],
    make: (root, work) => {
      const venv = join(root, 'opt/venv');
      run('python3', ['-m', 'venv', '--copies', venv]);
      run(join(venv, 'bin/python'), [
        '-m',
        'pip',
        'install',
        '-q',
        '--no-compile',
        ...wanted,
        'pip==22.3',
        'setuptools==65.5.0',
        'wheel==0.38.4',
      ]);
      const source = join(work, 'legacy');
      mkdirSync(source);
      writeFileSync(
        join(source, 'setup.py'),
        "from setuptools import setup\nsetup(name='legacy.tool', version='1.0', license='MIT', py_modules=[])\n",
      );
      const site = run('sh', ['-c', `echo ${venv}/lib/python3.*/site-packages`])
        .toString()
        .trim();
      run(
        join(venv, 'bin/python'),
        [
          'setup.py',
          '-q',
          'install',
          '--single-version-externally-managed',
          '--record',
          join(work, 'r'),
          '--install-lib',
          site,
        ],
        { cwd: source },
      );
      run(join(venv, 'bin/python'), ['setup.py', '-q', 'bdist_egg', '-d', site], { cwd: source });
    },
  },
  {
    id: 'debian-python',
    of: "Debian's Python packages, unpacked",
    needs: ['apt-get', 'dpkg-deb'],
    make: (root, work) =>
      unpackDebian(root, work, [
        'python3-django',
        'python3-yaml',
        'python3-pip',
        'python3-setuptools',
        'python3-pkg-resources',
        'python3-six',
        'python3-cryptography',
        'python3-distro',
        'python3-debian',
        'python3-dateutil',
        'python3.11-minimal',
        'libpython3.11-minimal',
      ]),
  },
  {
    id: 'python-locks',
    isSources: true,
    of: 'pipenv, uv and pip freeze, lock files alone',
    needs: ['python3'],
    make: (root, work) => {
      const tools = join(work, 'tools');
      run('python3', ['-m', 'venv', tools]);
      const bin = (name: string) => join(tools, 'bin', name);
      run(bin('pip'), ['install', '-q', 'pipenv', 'uv']);
      const env = { ...process.env, PIPENV_VENV_IN_PROJECT: '1' };
      const places = ['pipenv', 'uv', 'pip'] as const;
      for (const name of places) {
        mkdirSync(join(work, name));
        mkdirSync(join(root, `srv/by-${name}`), { recursive: true });
        if (name === 'uv') writeFileSync(join(work, name, 'pyproject.toml'), pyproject);
      }
      const keep = (name: string, file: string) =>
        copyFileSync(join(work, name, file), join(root, `srv/by-${name}`, file));
      run(bin('uv'), ['lock', '-q'], { cwd: join(work, 'uv'), env });
      keep('uv', 'uv.lock');
      writeFileSync(
        join(work, 'pipenv/Pipfile'),
        `[packages]\nrequests = "==2.31.0"\nJinja2 = "==3.1.2"\n\n[dev-packages]\npytest = "==8.3.3"\n`,
      );
      run(bin('pipenv'), ['lock'], { cwd: join(work, 'pipenv'), env });
      keep('pipenv', 'Pipfile.lock');
      run('python3', ['-m', 'venv', join(work, 'frozen')]);
      run(join(work, 'frozen/bin/pip'), ['install', '-q', ...wanted]);
      const frozen = run(join(work, 'frozen/bin/pip'), ['freeze']).toString();
      writeFileSync(
        join(root, 'srv/by-pip/requirements.txt'),
        `# frozen\n${frozen}urllib3>=1.21 ; python_version < "3"\n`,
      );
    },
  },
];
