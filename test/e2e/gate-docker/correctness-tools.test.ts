import { compareDeeds } from './two-ways.ts';

const project = `cat > docker-compose.yml <<EOF
version: '3.3'
services:
  web:
    image: $IMAGE
    command: sh -c 'echo started; while :; do sleep 0.2; done'
    environment: [A=b]
    volumes: ['data:/data']
    stop_grace_period: 1s
  job:
    build: {context: c}
    image: $P/job
    command: cat /f
volumes: {data: {}}
EOF
mkdir c; printf 'FROM %s\\nCOPY f /f\\n' $IMAGE > c/Dockerfile; echo content > c/f; compose="docker-compose --no-ansi -p $P"`;

/** A program for Debian's python3-docker. */
const python = (program: string) => `cat > it.py <<'EOF'
import docker, os, sys, io, tarfile, threading
P, IMAGE = os.environ['P'], os.environ['IMAGE']
client = docker.from_env()
${program}
EOF
/usr/bin/python3 it.py`;

// What is built on the engine's API besides the docker client.
compareDeeds(
  [
    {
      name: 'Compose: build, up, ps, exec, logs, run, stop, down',
      needs: ['docker-compose'],
      script: `${project}
      $compose build --no-cache job 2>&1 | grep -v -E '^( --->|Removing)'; $compose up -d 2>&1 | sort; $docker wait "$P"_job_1; $compose ps | tr -s ' '; $compose exec -T web sh -c 'echo $A; echo x > /data/f'
      $compose logs --no-color | grep -v '^Attaching' | sort; $compose run --rm -T web cat /data/f; echo typed | $compose run --rm -T web sh -c 'read word; echo got $word'
      $compose config -q; $compose top | grep -q sleep && echo sleeps; $compose stop -t 1 2>&1 | sort; $compose down -v 2>&1 | sort`,
      shows: /Creating PREFIX_web_1[\s\S]*job_1 *\| content[\s\S]*got typed/,
    },
    {
      name: 'Compose: up in the foreground, until it ends',
      needs: ['docker-compose'],
      script: `${project}; $compose up --abort-on-container-exit --exit-code-from job 2>&1 | grep -E 'content|exited with code 0'; $compose down -v 2>&1 | sort`,
      shows: /content/,
    },
    {
      name: 'docker-py: containers, streams and sockets',
      needs: ['docker-compose'],
      script: python(`
c = client.containers.run(IMAGE, ['sh', '-c', 'for i in 1 2 3; do echo line $i; sleep 0.1; done; exit 3'], name=P, detach=True)
for line in c.logs(stream=True, follow=True): print(line)
print(c.wait()['StatusCode'], c.logs(tail=1))
c.remove()
print(client.containers.run(IMAGE, ['echo', 'hi'], remove=True))
c = client.containers.run(IMAGE, ['sleep', '60'], name=P, detach=True)
print(c.exec_run(['sh', '-c', 'echo out; echo err >&2; exit 4'], demux=True))
print([chunk for chunk in c.exec_run(['sh', '-c', 'echo a; sleep 0.3; echo b'], stream=True).output])
_, sock = c.exec_run(['cat'], stdin=True, socket=True, tty=True)
sock._sock.sendall(b'typed\\n'); data = b''
while b'typed\\r\\ntyped' not in data: data += sock._sock.recv(100)
print(data); sock.close()
api = client.api
e = api.exec_create(c.id, ['wc', '-c'], stdin=True)
s = api.exec_start(e, socket=True); big = os.urandom(5000000)
import socket as so
s._sock.sendall(big); s._sock.shutdown(so.SHUT_WR); out = b''
while True:
  piece = s._sock.recv(1000)
  if not piece: break
  out += piece
print(out)
buffer = io.BytesIO(); t = tarfile.open(fileobj=buffer, mode='w'); info = tarfile.TarInfo('f'); info.size = 3; t.addfile(info, io.BytesIO(b'abc')); t.close()
print(c.put_archive('/tmp', buffer.getvalue()))
bits, stat = c.get_archive('/tmp/f'); print(stat['name'], stat['size'], len(b''.join(bits)) % 512)
print(sorted(c.top()['Titles']), c.stats(stream=False)['name'])
c.rename(P + '-new'); c.reload(); print(c.name, c.status); c.pause(); c.unpause(); c.kill(); print(c.wait()['StatusCode'])
ws = api.attach_socket(c.id, ws=False); print(type(ws).__name__); c.remove(v=True, force=True)
try: client.containers.get(P)
except docker.errors.NotFound as e: print(e.explanation)
`),
      shows: /line 3[\s\S]*typed[\s\S]*5000000/,
    },
    {
      name: 'docker-py: images, builds, events, volumes, networks',
      needs: ['docker-compose'],
      script: python(`
got = []
def watch():
  for e in client.events(decode=True, filters={'label': 'of=' + P}):
    got.append(e['Action'])
    if e['Action'] == 'destroy': return
w = threading.Thread(target=watch); w.start()
image, log = client.images.build(fileobj=io.BytesIO(('FROM %s\\nRUN echo built\\n' % IMAGE).encode()), tag=P + '/built', nocache=True, rm=True)
print([l.get('stream') for l in log if 'built' in str(l.get('stream')) and 'Success' not in str(l)], image.tags)
saved = b''.join(image.save(named=True)); client.images.remove(P + '/built'); print([i.tags for i in client.images.load(saved)])
print([i.tags for i in client.images.list(name=P + '/built')], image.tag(P + '/other', 'x'))
print(len(client.api.history(P + '/built')) > 0, client.api.inspect_image(P + '/other:x')['RepoTags'])
v = client.volumes.create(P, labels={'a': 'b'}); n = client.networks.create(P, labels={'a': 'b'})
c = client.containers.run(IMAGE, ['true'], name=P, labels={'of': P}, network=P, volumes={P: {'bind': '/v'}}, detach=True); c.wait(); c.remove()
w.join(10); print(got); n.remove(); v.remove()
print(client.ping(), sorted(client.version().keys())[:3], client.info()['OSType'], sorted(client.df().keys()))
try: client.images.pull('127.0.0.1:1/x')
except docker.errors.APIError as e: print(e.status_code, e.explanation)
try: client.login('me', 'secret', registry='127.0.0.1:1')
except docker.errors.APIError as e: print(e.status_code, e.explanation)
print(client.images.prune(filters={'label': 'of=' + P}), client.containers.prune(filters={'label': 'of=' + P}))
`),
      shows: /'built\\n'[\s\S]*'destroy'[\s\S]*connection refused/,
    },
  ],
  ['docker'],
);
