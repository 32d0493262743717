import { compareDeeds } from './two-ways.ts';

const context = `mkdir c; printf 'FROM %s\\nARG WHO=x\\nLABEL of=it\\nCOPY f /f\\nRUN cat /f && echo $WHO > /who\\n' $IMAGE > c/Dockerfile; echo content > c/f`;

// Everything about images, with the same bytes in and out.
compareDeeds([
  {
    name: 'build, the old way',
    script: `${context}; DOCKER_BUILDKIT=0 $docker build --no-cache -t $P/built --build-arg WHO=me --label of=$P c
      $docker run --rm $P/built cat /f /who`,
    shows: /Successfully built[\s\S]*content\nme/,
  },
  {
    name: 'build, the old way, from a tar on standard input',
    script: `${context}; tar -C c -c . | DOCKER_BUILDKIT=0 $docker build -q -t $P/built - && $docker run --rm $P/built cat /f`,
    shows: /content/,
  },
  {
    name: 'build, the old way, that fails',
    script: `mkdir c; printf 'FROM %s\\nRUN exit 7\\n' $IMAGE > c/Dockerfile; DOCKER_BUILDKIT=0 $docker build -t $P/built c`,
    shows: /returned a non-zero code: 7/,
    exit: 7,
  },
  {
    name: 'build, a large context',
    script: `mkdir c; head -c 150000000 /dev/zero | tr '\\0' x > c/big; printf 'FROM %s\\nCOPY big /\\nRUN wc -c /big\\n' $IMAGE > c/Dockerfile
      DOCKER_BUILDKIT=0 $docker build --no-cache -t $P/built c`,
    shows: /150000000 \/big/,
  },
  {
    name: 'build with BuildKit',
    buildkit: true,
    script: `${context}; DOCKER_BUILDKIT=1 $docker build -q --no-cache -t $P/built --build-arg WHO=me c && $docker run --rm $P/built cat /f /who`,
    shows: /content\nme/,
  },
  {
    name: 'build with BuildKit that uses a secret and files of the session',
    buildkit: true,
    script: `${context}; echo hush > s; printf 'FROM %s\\nCOPY . /all\\nRUN --mount=type=secret,id=s cat /run/secrets/s | tr a-z A-Z > /loud\\n' $IMAGE > c/Dockerfile
      head -c 50000000 /dev/urandom > c/big; sha256sum < c/big
      DOCKER_BUILDKIT=1 $docker build -q --no-cache --secret id=s,src=s -t $P/built c && $docker run --rm $P/built sh -c 'cat /loud; sha256sum < /all/big' > out
      cat out; [ "$(sha256sum < c/big)" = "$(tail -1 out)" ] && echo the same`,
    shows: /HUSH[\s\S]*the same/,
  },
  {
    name: 'build with BuildKit that fails',
    buildkit: true,
    script: `mkdir c; printf 'FROM %s\\nRUN exit 7\\n' $IMAGE > c/Dockerfile; DOCKER_BUILDKIT=1 $docker build --no-cache c > out 2>&1
      echo $?; grep -E 'exit code|^#[0-9]+ [[]' out | sed -E 's/^#[0-9]+ //' | sort`,
    shows: /^1\n[\s\S]*exit code: 7/,
  },
  {
    name: 'save: the same bytes',
    script:
      '$docker save $IMAGE | sha256sum; $docker save -o $T/f $IMAGE; tar -tf $T/f | wc -l; tar -tf $T/f | tail -1',
    shows: /manifest\.json|repositories/,
  },
  {
    name: 'load: from a file, from standard input, with progress, damaged',
    script: `$docker tag $IMAGE $P/loaded:1; $docker save -o f $P/loaded:1; $docker rmi $P/loaded:1
      $docker load -i f; $docker rmi $P/loaded:1; gzip -k f; $docker load -q < f.gz; $docker image inspect -f '{{.Id}}' $P/loaded:1
      head -c 5000 f > half; $docker load -i half`,
    shows: /Loaded image: PREFIX\/loaded:1/,
    exit: 1,
  },
  {
    name: 'import and export',
    script: `$docker create --name $P $IMAGE >/dev/null; $docker export $P > f; tar -tf f | grep busybox; $docker export -o g $P; cmp f g && echo the same
      $docker import --change 'CMD ["echo", "imported"]' -m message - $P/imported < f; $docker run --rm $P/imported; $docker import f $P/imported:2`,
    shows: /the same\nsha256:DIGEST\nimported/,
  },
  {
    name: 'commit, tag, history, inspect, rmi',
    script: `$docker run --name $P $IMAGE sh -c 'echo made > /made'
      $docker commit -a me -m why -c 'CMD ["cat", "/made"]' $P $P/committed; $docker run --rm $P/committed
      $docker tag $P/committed $P/tagged:x; $docker history --no-trunc $P/tagged:x | tr -s ' '; $docker images --filter reference="$P/*" | tr -s ' ' | sort
      $docker image inspect $P/tagged:x | grep -v -E 'MergedDir|UpperDir|WorkDir|LowerDir|Hostname|Size'; $docker rmi $P/tagged:x $P/committed`,
    shows: /made\n[\s\S]*Untagged: PREFIX\/tagged:x/,
  },
  {
    name: 'push, pull, and what a registry has, at a registry here',
    needs: ['docker-registry'],
    script: `port=$((20000 + RANDOM % 20000)); printf 'version: 0.1\\nstorage: {filesystem: {rootdirectory: %s}}\\nhttp: {addr: "127.0.0.1:%s"}\\n' $T/reg $port > reg.yml
      docker-registry serve reg.yml > reg.log 2>&1 & registry=$!; trap "kill $registry" EXIT; sleep 1; name=127.0.0.1:$port/$P/pushed:1
      { $docker tag $IMAGE $name; $docker push $name; $docker rmi $name; $docker pull $name; $docker image inspect -f '{{.Id}}' $name
      $docker pull $name; $docker manifest inspect --insecure $name | head -5; $docker pull 127.0.0.1:$port/$P/missing; $docker rmi $name; } 2>&1 | sed s/$port/PORT/g | sort -u`,
    shows: /Status: Downloaded newer image|Status: Image is up to date/,
  },
  {
    name: 'what cannot be reached',
    script: `$docker pull 127.0.0.1:1/$P; $docker search --limit 1 127.0.0.1:1/$P; echo secret | $docker login -u me --password-stdin 127.0.0.1:1; $docker push 127.0.0.1:1/$P`,
    shows: /connection refused[\s\S]*connection refused/,
    exit: 1,
  },
  {
    name: 'what is not there',
    script:
      '$docker image inspect $P/none; $docker rmi $P/none; $docker tag $P/none a; $docker save $P/none > f; $docker history $P/none; wc -c < f',
    shows: /No such image/,
  },
]);
