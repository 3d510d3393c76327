#!/bin/bash
# A Slurm of one node on loopback, as root:  mini_slurm.sh start FOLDER | stop FOLDER
set -euo pipefail
command=$1
home=$(realpath -m "$2")
host=$(hostname -s)

configure() {
  mkdir -p "$home"/{state,spool,log,munge}
  chmod 711 "$home" "$home/munge"
  head -c 128 /dev/urandom >"$home/munge/key"
  chmod 600 "$home/munge/key"
  cat >"$home/slurm.conf" <<EOF
ClusterName=mini
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$home/munge/sock
CredType=cred/munge
SlurmctldPort=16817
SlurmdPort=16818
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation=$home/state
SlurmdSpoolDir=$home/spool
SlurmctldPidFile=$home/slurmctld.pid
SlurmdPidFile=$home/slurmd.pid
SlurmctldLogFile=$home/log/slurmctld.log
SlurmdLogFile=$home/log/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
KillWait=5
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
EOF
}

case $command in
  start)
    configure
    munged --force --key-file="$home/munge/key" --socket="$home/munge/sock" --pid-file="$home/munge/pid" \
      --log-file="$home/log/munged.log" --seed-file="$home/munge/seed" --num-threads=2
    export SLURM_CONF=$home/slurm.conf
    slurmctld -c -f "$SLURM_CONF"
    slurmd -f "$SLURM_CONF"
    for _ in $(seq 100); do
      sinfo -h -o %T 2>/dev/null | grep -q idle && exit 0
      sleep 0.1
    done
    echo "no idle node" >&2
    exit 1
    ;;
  stop)
    for file in slurmd.pid slurmctld.pid munge/pid; do
      [ -f "$home/$file" ] && kill "$(cat "$home/$file")" 2>/dev/null || true
    done
    ;;
esac
