import { compareDeeds } from './two-ways.ts';

// Types once there is somebody to read it: a terminal shows what was typed before at once, and not behind the prompt.
const typing = `(for n in $(seq 300); do grep -q pts $T/shown 2>/dev/null && break; sleep 0.1; done; printf 'typed\\n')`;

// What a person types and reads while a container runs: attached, through a terminal, with the standard input closed halfway.
compareDeeds([
  { name: 'run', script: '$docker run --rm --name $P $IMAGE echo hello', shows: /^hello\n/ },
  {
    name: 'run, exit code',
    script: '$docker run --rm $IMAGE sh -c "echo out; echo err >&2; exit 7"',
    shows: /out\nerr/,
    exit: 7,
  },
  { name: 'run -i, standard input closed', script: 'printf abc | $docker run --rm -i $IMAGE wc -c', shows: /^3\n/ },
  {
    name: 'run -i, output after the input has ended',
    script: 'echo x | $docker run --rm -i $IMAGE sh -c "cat; sleep 1; echo later"',
    shows: /x\nlater/,
  },
  {
    name: 'run -i, fifty megabytes there and back',
    script: `head -c 50000000 /dev/urandom > $T/sent
      $docker run --rm -i $IMAGE cat < $T/sent > $T/received
      cmp $T/sent $T/received && echo the same`,
    shows: /^the same/,
  },
  {
    name: 'run -it, through a terminal',
    needs: ['script'],
    script: `${typing} | script -qfec "$docker run --rm -it --name $P $IMAGE sh -c 'tty; read word; echo got \\$word; exit 3'" $T/shown`,
    shows: /\/dev\/pts\/0[\s\S]*got typed/,
    exit: 3,
  },
  {
    name: 'run -d, logs, wait',
    script: `$docker run -d --name $P $IMAGE sh -c 'for i in 1 2 3; do echo line $i; sleep 0.1; echo err $i >&2; sleep 0.1; done; exit 5'
      $docker wait $P; $docker logs $P; $docker logs --tail 1 $P; $docker logs -t $P`,
    shows: /line 3\n/,
  },
  {
    name: 'logs -f, each line as it comes',
    script: `$docker run -d --name $P $IMAGE sh -c 'for i in 1 2 3 4; do echo line $i; sleep 0.3; done' >/dev/null
      $docker logs -f $P`,
    shows: /line 1\nline 2\nline 3\nline 4\n$/,
  },
  {
    name: 'attach and start -ai, standard input closed',
    script: `$docker run -d -i --name $P $IMAGE sh -c 'read word; echo got $word' >/dev/null; (echo hello; sleep 1) | $docker attach $P
      $docker create -i --name $P-2 $IMAGE sh -c 'wc -c; echo done' >/dev/null; printf abc | $docker start -ai $P-2`,
    shows: /got hello\n3\ndone/,
  },
  {
    name: 'attach without standard input, then stop',
    script: `$docker run -d --name $P $IMAGE sh -c 'trap "echo bye; exit 4" TERM; while :; do echo tick; sleep 0.2; done' >/dev/null
      (sleep 1; $docker stop $P >/dev/null) & $docker attach --no-stdin $P | sort -u; wait; $docker wait $P`,
    shows: /bye\ntick\n4/,
  },
  {
    name: 'attach, detached by keys',
    needs: ['script'],
    script: `$docker run -dit --name $P $IMAGE sh >/dev/null
      (sleep 0.5; printf 'echo here\\n'; sleep 0.5; printf '\\020\\021'; sleep 0.5) | script -qec "$docker attach $P" /dev/null
      $docker inspect -f '{{.State.Running}}' $P`,
    shows: /true/,
  },
  {
    name: 'exec -i, standard input closed',
    script: `$docker run -d --name $P $IMAGE sleep 60 >/dev/null; printf abcd | $docker exec -i $P wc -c`,
    shows: /^4\n/,
  },
  {
    name: 'exec -it, through a terminal',
    needs: ['script'],
    script: `$docker run -d --name $P $IMAGE sleep 60 >/dev/null
      ${typing} | script -qfec "$docker exec -it $P sh -c 'tty; read word; echo got \\$word; exit 9'" $T/shown`,
    shows: /\/dev\/pts\/0[\s\S]*got typed/,
    exit: 9,
  },
  {
    name: 'exec, exit code, user, directory, variable, detached',
    script: `$docker run -d --name $P $IMAGE sleep 60 >/dev/null
      $docker exec -u who -w /tmp -e A=b $P sh -c 'id -u; pwd; echo $A; exit 3'; echo $?
      $docker exec -d $P sh -c 'echo x > /tmp/made'; sleep 0.5; $docker exec $P cat /tmp/made; $docker exec $P nothing`,
    shows: /7\n\/tmp\nb\n3\nx\n/,
    exit: 126,
  },
  {
    name: 'exec -i, a quarter of a gigabyte there and back',
    script: `$docker run -d --name $P $IMAGE sleep 600 >/dev/null
      head -c 250000000 /dev/urandom > $T/sent
      $docker exec -i $P cat < $T/sent > $T/received
      cmp $T/sent $T/received && echo the same`,
    shows: /^the same/,
  },
  {
    name: 'events, while they happen and afterwards',
    script: `since=$(date +%s); $docker events --filter container=$P --format '{{.Action}}' > $T/live & sleep 0.5
      $docker run --name $P $IMAGE true; sleep 0.5; kill $!; wait $! 2>/dev/null; cat $T/live
      $docker events --since $since --until $(($(date +%s)+1)) --filter container=$P --format '{{.Type}} {{.Action}}'`,
    shows: /create\nattach\nstart\ndie\n/,
  },
  {
    name: 'a client that is killed leaves the container as it is',
    script: `$docker run --name $P $IMAGE sleep 60 & client=$!; sleep 1.5; kill -9 $client; wait $client 2>/dev/null
      $docker inspect -f '{{.State.Running}}' $P`,
    shows: /true/,
  },
]);
