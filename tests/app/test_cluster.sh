#!/bin/bash
# Batches by many programs: MPI, workers that are killed, a full disk, Slurm. Whatever happens, the
# result has the bits of one program alone. Needs FLUE_PROGRAM, FLUE_SOURCE; KILLS: how often workers
# are killed, 100 without it.
set -u
flue=$FLUE_PROGRAM
house=$FLUE_SOURCE/tests/data/house.yaml
kills=${KILLS:-100}
work=$(mktemp -d)
slurm=$work/slurm
trap '"$FLUE_SOURCE/tests/app/mini_slurm.sh" stop "$slurm"; rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$FLUE_SOURCE/tests/app/checks.sh"
export OMP_NUM_THREADS=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0 # OpenMPI leaves some behind at its end
n=60
expect 0 'done' "$flue" batch "$house" -n $n -q -o alone.h5
bits alone.h5 >alone.txt

# same_as_alone FILE.h5: its bits, and nothing left beside it
same_as_alone() {
  bits "$1" >bits.txt
  same alone.txt bits.txt
  absent "$1.parts"
}

# ---- what cannot go together ----
expect 2 'E117.*--until' "$flue" batch "$house" --worker a --until 'pll 10%'
expect 2 'E117.*--mpi' "$flue" batch "$house" --worker a --mpi
expect 2 'E120.*letters' "$flue" batch "$house" --worker 'a/b'

expect 2 'E117.*--slurm' "$flue" batch "$house" --until 'pll 10%' --slurm
mkdir until.h5.parts
expect 2 'E122.*restart' "$flue" batch "$house" --until 'pll 50%' -n 64 -o until.h5
rmdir until.h5.parts

# ---- workers ----
"$flue" batch "$house" -n $n -q -o two.h5 --worker a >a.txt &
"$flue" batch "$house" -n $n -q -o two.h5 --worker b >b.txt &
wait
grep -q 'worker a: [1-9]' a.txt || { echo "FAILED: a ran nothing"; failures=$((failures + 1)); }
absent two.h5
expect 3 'another|other' "$flue" batch "$house" -n 50 -q -o two.h5 # not that batch
expect 0 'done' "$flue" batch "$house" -n $n -q -o two.h5
same_as_alone two.h5

expect 0 'already' "$flue" batch "$house" -n $n -q -o two.h5 --worker late
absent two.h5.parts
"$flue" batch "$house" -n 400 -q -o busy.h5 --worker a >a.txt 2>&1 &
worker=$!
for _ in $(seq 200); do
  [ "$(find busy.h5.parts -name 'claim.*' 2>/dev/null | wc -l)" -gt 2 ] && break
  sleep 0.01
done
expect 4 'E530' "$flue" batch "$house" -n 400 -q -o busy.h5 --restart # a worker is at it
kill $worker
wait $worker
expect 0 'done' "$flue" batch "$house" -n $n -q -o busy.h5 --restart
same_as_alone busy.h5
# what a program alone left is used, and goes with the end
"$flue" batch "$house" -n $n -q -j1 -o left.h5 >/dev/null 2>&1 &
sleep 0.4
kill -9 $! 2>/dev/null
wait $! 2>/dev/null
expect 0 'worker b' "$flue" batch "$house" -n $n -q -o left.h5 --worker b
expect 0 'done' "$flue" batch "$house" -n $n -q -o left.h5
same_as_alone left.h5
absent left.h5.part

# ---- workers killed at random moments ----
RANDOM=2026
killed=0
round=0
while [ "$killed" -lt "$kills" ]; do
  round=$((round + 1))
  result=round$round.h5
  for _ in 1 2 3 4 5 6 7 8 9 10; do # ten deaths a batch, of two workers that run together
    "$flue" batch "$house" -n $n -q -o "$result" --worker w0 >/dev/null 2>&1 &
    first=$!
    "$flue" batch "$house" -n $n -q -o "$result" --worker w1 >/dev/null 2>&1 &
    second=$!
    sleep "0.0$((RANDOM % 90 + 10))"
    { kill -9 $first && killed=$((killed + 1)); } 2>/dev/null
    [ $((RANDOM % 2)) = 0 ] && { kill -9 $second && killed=$((killed + 1)); } 2>/dev/null
    { wait $first; wait $second; } 2>/dev/null
  done
  [ -e "$result" ] && { echo "FAILED: a worker wrote the result"; failures=$((failures + 1)); }
  expect 0 'done' "$flue" batch "$house" -n $n -q -o "$result"
  same_as_alone "$result"
  [ $round -gt 60 ] && break # all ended before they were killed
done
echo "$killed workers killed in $round batches"
[ "$killed" -ge "$kills" ] || { echo "FAILED: only $killed killed"; failures=$((failures + 1)); }

# ---- a full disk loses nothing that is there ----
(ulimit -f 60; exec "$flue" batch "$house" -n $n -q -o full.h5 --worker a) >out.txt 2>&1
[ $? -eq 4 ] && grep -q 'E521' out.txt || { echo "FAILED: full disk"; cat out.txt; failures=$((failures + 1)); }
expect 0 'done' "$flue" batch "$house" -n $n -q -o full.h5
same_as_alone full.h5

# ---- MPI ----
if command -v mpirun >/dev/null && [ -e "$(dirname "$flue")/flue_mpi.so" ]; then
  expect 0 'done' mpirun --oversubscribe -n 3 "$flue" batch "$house" -n $n -q -o mpi.h5 --mpi
  [ "$(grep -c 'flue batch: done' out.txt)" = 1 ] || { echo "FAILED: one rank is to speak"; failures=$((failures + 1)); }
  same_as_alone mpi.h5
  mpirun --oversubscribe -n 3 "$flue" batch "$house" -n $n -q -o mpi2.h5 --mpi >/dev/null 2>&1 &
  run=$!
  for _ in $(seq 200); do # a rank dies with a part of the work done
    [ "$(find mpi2.h5.parts -name 'claim.*' 2>/dev/null | wc -l)" -gt 10 ] && break
    sleep 0.01
  done
  pkill -9 -P $run -f mpi2.h5 || pkill -9 -f mpi2.h5
  wait $run
  absent mpi2.h5
  expect 0 'done' mpirun --oversubscribe -n 2 "$flue" batch "$house" -n $n -q -o mpi2.h5 --mpi
  same_as_alone mpi2.h5
  expect 4 'cannot be read' mpirun --oversubscribe -n 2 "$flue" batch nowhere.yaml --mpi
else
  echo "skipped: no MPI"
fi

# ---- Slurm ----
expect 0 'sbatch --parsable --array 1-3' "$flue" batch "$house" -n $n -o slurm.h5 --tasks 3 --print
grep -q 'done' out.txt && { echo "FAILED: the script has more than a script"; failures=$((failures + 1)); }
if command -v slurmctld >/dev/null && command -v munged >/dev/null && [ "$(id -u)" = 0 ]; then
  "$FLUE_SOURCE/tests/app/mini_slurm.sh" start "$slurm" || { echo "FAILED: Slurm does not start"; exit 1; }
  export SLURM_CONF=$slurm/slurm.conf
  # wait_for FILE
  wait_for() {
    for _ in $(seq 600); do
      [ -e "$1" ] && return
      sleep 0.1
    done
    echo "FAILED: no $1 after 60 s"
    squeue
    failures=$((failures + 1))
  }
  expect 0 'submitted' "$flue" batch "$house" -n $n -o slurm.h5 --slurm --tasks 3
  wait_for slurm.h5
  same_as_alone slurm.h5
  # a task is killed in the middle: the job at the end does its work
  expect 0 'submitted' "$flue" batch "$house" -n $n -o lost.h5 --slurm --tasks 2
  job=$(grep -oE 'Slurm: [0-9]+' out.txt | grep -oE '[0-9]+')
  for _ in $(seq 100); do
    [ "$(find lost.h5.parts -name 'claim.*' 2>/dev/null | wc -l)" -gt 5 ] && break
    sleep 0.02
  done
  scancel -b -s KILL "${job}_1"
  wait_for lost.h5
  same_as_alone lost.h5
else
  echo "skipped: no Slurm, or not root"
fi

# ---- one sample alone has the outcome it has in the batch ----
expect 0 'house.sample7.h5' "$flue" run "$house" -q --sample 7 -n $n
/usr/bin/python3 - <<'EOF' || failures=$((failures + 1))
import sys, h5py
batch, run = h5py.File("alone.h5"), h5py.File("house.sample7.h5")
heat, dose = run["balance/heat_released"][-1], run["crowd/largest_dose"][-1]
wanted = [batch["outcome/" + name][7] for name in ("heat_released", "largest_dose")]
print("sample 7: heat", heat, wanted[0], "dose", dose, wanted[1])
sys.exit(int(abs(heat / wanted[0] - 1) > 1e-6 or abs(dose / wanted[1] - 1) > 1e-6))
EOF
exit $((failures > 0))
