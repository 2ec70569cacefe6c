#!/bin/bash
# Runs examples/cluster/slurm-array.sh for real: on a Slurm of this one machine, which it starts and stops again.
#
#   scripts/cluster/slurm.sh          needs root; installs slurm-wlm and munge from Debian's packages if they are missing
#   NETWORKS=200 scripts/cluster/slurm.sh
#
# Eight tasks of an array compute a checkpointed pairwise. The process of one is killed with -9 in the middle, its task is
# queued again, and the merge of all is compared with a single run, byte for byte. Prints what took how long.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
NETWORKS=${NETWORKS:-400} # so many that a part takes some seconds
VICTIM=${VICTIM:-2}       # the task that is killed

say() { echo "$(date +%H:%M:%S) $*"; }
now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f s", b - a }'; }
ending() { # a pid file: ends that process, if it is still there
  local pid
  pid=$(cat "$1" 2>/dev/null) || return 0
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.1; done
  kill -9 "$pid" 2>/dev/null || true
}

[ "$(id -u)" = 0 ] || { echo "slurm.sh starts daemons: run it as root." >&2; exit 2; }
if ! command -v slurmctld >/dev/null || ! command -v munged >/dev/null; then
  say "installing slurm-wlm and munge"
  DEBIAN_FRONTEND=noninteractive apt-get install -y slurm-wlm munge >/dev/null
fi
[ -f "$ROOT/dist/src/main.js" ] || (cd "$ROOT" && npm run build >/dev/null)

D=$(mktemp -d)
MUNGED=0
cleanup() {
  local code=$?
  [ -n "${J:-}" ] && scancel "$J" 2>/dev/null || true
  ending "$D/d.pid"
  ending "$D/c.pid"
  [ "$MUNGED" = 1 ] && ending /run/munge/munged.pid
  if [ "$code" != 0 ]; then
    tail -n 5 "$D"/*.log "$D"/work/*.out >&2 2>/dev/null || true
  fi
  rm -rf "$D"
  exit "$code"
}
trap cleanup EXIT

# A Slurm of one machine, without systemd, cgroups and a database.
H=$(hostname -s)
mkdir -p "$D/state" "$D/spool" "$D/work" /run/munge
if ! munge -n >/dev/null 2>&1; then
  chown munge:munge /run/munge
  runuser -u munge -- /usr/sbin/munged --force 2>/dev/null
  MUNGED=1
fi
cat >"$D/slurm.conf" <<CONF
ClusterName=one
SlurmctldHost=$H(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
JobRequeue=1
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
StateSaveLocation=$D/state
SlurmdSpoolDir=$D/spool
SlurmctldPidFile=$D/c.pid
SlurmdPidFile=$D/d.pid
SlurmctldLogFile=$D/c.log
SlurmdLogFile=$D/d.log
SlurmctldPort=16817
SlurmdPort=16818
NodeName=$H NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$D/slurm.conf
T=$(now)
slurmctld
sleep 1
slurmd
for _ in $(seq 100); do [ "$(sinfo -h -o %t)" = idle ] && break; sleep 0.2; done
say "Slurm is up after $(since "$T")"

cd "$D/work"
mkdir nets
node "$ROOT/scripts/cluster/networks.mjs" nets "$NETWORKS"
export REPGEOM="node $ROOT/dist/src/main.js" METRIC=procrustes CKPT="$D/work/ckpt" OUT=D.npy

T=$(now)
$REPGEOM pairwise nets/*.npy --metric $METRIC --deterministic --threads 2 --out single.npy --quiet
say "a single run: $(since "$T")"

T=$(now)
# One core a task, so that two run at once on the two of this node; no limit of memory is set, so none is asked for.
J=$(sbatch --parsable --cpus-per-task=1 --mem=0 --output=%a.out "$ROOT/examples/cluster/slurm-array.sh")
say "array $J: $(squeue -h -r -j "$J" | wc -l) tasks"

# The victim is stopped when it has kept some of its tiles, so that it can be counted how many, and killed then.
kept() { $REPGEOM status "$CKPT/$VICTIM" --json | sed -E 's/.*"done":([0-9]+).*/\1/; q'; }
PID=
for _ in $(seq 2000); do
  if [ "$(cat "$CKPT/$VICTIM"/segments/*.log 2>/dev/null | wc -c)" -gt $((200 * NETWORKS)) ]; then
    PID=$(pgrep -f -- "--checkpoint $CKPT/$VICTIM\$" | head -n 1 || true)
    break
  fi
  sleep 0.02
done
[ -n "$PID" ] && kill -STOP "$PID" || { say "task $VICTIM was over before it could be killed: take more NETWORKS"; exit 1; }
BEFORE=$(kept)
kill -9 "$PID"
say "killed the process of task $VICTIM with -9, when $BEFORE tiles were there"

# The script of the task queues itself again; here it need not wait for the two minutes that Slurm gives it.
for _ in $(seq 200); do
  [ "$(squeue -h -r -j "${J}_$VICTIM" -o %T 2>/dev/null)" = PENDING ] && break
  sleep 0.2
done
scontrol update JobId="${J}_$VICTIM" StartTime=now
say "task $VICTIM is queued again"

M=$(sbatch --parsable --mem=0 --output=merge.out --dependency=afterok:"$J" "$ROOT/examples/cluster/slurm-merge.sh")
for _ in $(seq 3000); do [ -z "$(squeue -h -j "$J,$M" 2>/dev/null)" ] && break; sleep 0.2; done
say "eight tasks, one killed and queued again, and the merge: $(since "$T")"
say "task $VICTIM: $(kept) tiles, $BEFORE of them from before it was killed"
cmp single.npy D.npy
say "the merge has the bytes of the single run: $(stat -c %s D.npy)"
