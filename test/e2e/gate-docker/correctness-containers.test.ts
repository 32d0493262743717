import { compareDeeds } from './two-ways.ts';

// Everything about containers, volumes, networks and the engine that is no stream.
compareDeeds([
  { name: 'version', script: '$docker version | grep -v -i context', shows: /Engine/ },
  { name: 'info', script: '$docker info | grep -v Runtimes', shows: /Storage Driver/, inMotion: true },
  {
    name: 'ps',
    script:
      '$docker run -d --name $P -p 127.0.0.1::80 -l a=b $IMAGE sleep 60 >/dev/null; $docker ps -a -s --no-trunc --filter name=$P; $docker ps -q --filter label=a=b --filter name=$P; $docker port $P',
    shows: /"sleep N" AGO Up AGO/,
    inMotion: true,
  },
  {
    name: 'inspect',
    script: `$docker run -d --name $P -e A=b -v $P:/data -m 64m --restart on-failure:2 $IMAGE sleep 60 >/dev/null
      $docker inspect -s $P | grep -v -E 'Dir"|Size|EndpointID|SandboxID'; $docker inspect -f '{{json .HostConfig}}' $P; $docker inspect $P-none`,
    shows: /"Memory": 67108864/,
    exit: 1,
  },
  {
    name: 'stats and top',
    script:
      '$docker run -d --name $P $IMAGE sleep 60 >/dev/null; $docker stats --no-stream $P; $docker top $P; $docker top $P -o pid,cmd',
    shows: /sleep N/,
    inMotion: true,
  },
  {
    name: 'create, start, stop, restart, kill, wait, rm',
    script: `$docker create --name $P $IMAGE sh -c 'trap "exit 3" TERM; while :; do sleep 0.1; done' >/dev/null; $docker start $P; $docker restart -t 5 $P; sleep 0.5
      $docker stop $P; $docker wait $P; $docker start -a $P & sleep 1; $docker kill -s TERM $P; wait $!; echo $?; $docker start $P; $docker kill $P; $docker wait $P; $docker rm $P; $docker rm $P`,
    shows: /PREFIX\nPREFIX\nPREFIX\n3\nPREFIX\n3\nPREFIX\nPREFIX\n137\nPREFIX\n/,
    exit: 1,
  },
  {
    name: 'pause, unpause, rename, update, diff',
    script: `$docker run -d --name $P $IMAGE sh -c 'echo x > /made; sleep 60' >/dev/null; sleep 0.3; $docker pause $P; $docker inspect -f '{{.State.Status}}' $P; $docker unpause $P
      $docker rename $P $P-new; $docker update --memory 128m --memory-swap 128m --restart always $P-new; $docker inspect -f '{{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}}' $P-new
      $docker diff $P-new; $docker rm -f $P-new`,
    shows: /paused[\s\S]*134217728 always[\s\S]*A \/made/,
  },
  {
    name: 'cp both ways, as files and as streams',
    script: `$docker run -d --name $P $IMAGE sleep 60 >/dev/null; mkdir d; echo one > d/1; head -c 30000000 /dev/urandom > d/big; ln -s 1 d/link
      $docker cp d $P:/tmp/ && $docker exec $P ls /tmp/d; $docker cp $P:/tmp/d back && cmp d/big back/big && echo the same
      tar -C d -c . | $docker cp - $P:/tmp; $docker exec $P cat /tmp/1; $docker cp $P:/tmp/d - | tar -t | sort; $docker cp $P:/none x`,
    shows: /the same\none\nd\//,
    exit: 1,
  },
  {
    name: 'volumes',
    script: `$docker volume create --label a=b $P; $docker volume ls --filter name=$P; $docker volume inspect $P; $docker run --rm -v $P:/v $IMAGE sh -c 'echo x > /v/f'
      $docker run --rm -v $P:/v $IMAGE cat /v/f; $docker volume rm $P; $docker volume inspect $P`,
    shows: /x\nPREFIX/,
    exit: 1,
  },
  {
    name: 'networks',
    script: `$docker network create --label a=b $P; $docker run -d --name $P $IMAGE sleep 60 >/dev/null; $docker network connect --alias other $P $P; $docker network inspect $P | grep -v EndpointID
      $docker exec $P ping -c 1 -W 2 other | head -1; $docker network disconnect $P $P; $docker network ls --filter name=$P; $docker network rm $P; $docker network inspect $P`,
    shows: /PING other/,
    exit: 1,
  },
  { name: 'system df', script: '$docker system df | cut -c 1-16', shows: /Images/ },
  {
    name: 'prune, of what is labelled',
    script: `$docker run --label of=$P --name $P $IMAGE true; $docker container prune -f --filter label=of=$P; $docker volume create --label of=$P $P >/dev/null
      $docker volume prune -f --filter label=of=$P; $docker network create --label of=$P $P >/dev/null; $docker network prune -f --filter label=of=$P; $docker image prune -f --filter label=of=$P`,
    shows: /Deleted Containers:[\s\S]*Deleted Networks:\nPREFIX/,
  },
  {
    name: 'a swarm of one',
    script: `$docker swarm init --advertise-addr 127.0.0.1 | head -1; echo hush | $docker secret create $P -; echo it | $docker config create $P -
      $docker service create -q --detach --name $P --secret $P --config $P --restart-condition none --network host $IMAGE sh -c "cat /run/secrets/$P; sleep 60" | wc -l
      for i in $(seq 100); do $docker service ps --format '{{.CurrentState}}' $P | grep -q Running && break; sleep 0.2; done
      $docker service ls --format '{{.Name}} {{.Image}} {{.Replicas}}'; $docker service logs --raw $P; $docker service update -q --detach --label-add a=b $P; $docker service inspect -f '{{json .Spec}}' $P
      $docker node ls --format '{{.Status}} {{.ManagerStatus}}'; $docker service rm $P; $docker secret rm $P | wc -l; $docker config rm $P | wc -l; $docker swarm join-token -q worker | wc -l; $docker swarm leave --force`,
    shows: /PREFIX [\s\S]*hush[\s\S]*Ready Leader[\s\S]*Node left the swarm/,
  },
  {
    name: 'what needs a swarm',
    script:
      '$docker node ls; $docker service ls; $docker stack ls; $docker secret ls; $docker config ls; $docker swarm ca',
    shows: /not a swarm manager/,
    exit: 1,
  },
  {
    name: 'plugins',
    script: '$docker plugin ls; $docker plugin inspect $P; $docker plugin disable $P; $docker plugin rm $P',
    shows: /not found/,
    exit: 1,
  },
  {
    name: 'what is not there',
    script:
      'for verb in start stop kill restart pause unpause wait logs top stats diff port attach export; do $docker $verb $P-none; echo $?; done; $docker exec $P-none true; $docker cp $P-none:/ x',
    shows: /No such container/,
    exit: 1,
  },
  {
    name: 'what is wrong',
    script:
      '$docker run --name "a b" $IMAGE; $docker run -m 1k $IMAGE; $docker run --network nothing-$P --name $P $IMAGE; $docker run --name $P $IMAGE nothing; $docker volume create "a/b"; $docker network create bridge',
    shows: /Invalid container name/,
    exit: 1,
  },
]);
