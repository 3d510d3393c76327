#!/usr/bin/python3
"""CPU, wall clock, memory and balances of the shipped scenarios; speed-up of a batch with two workers.

    tests/bench/bench_scenarios.py build/release/flue [SAMPLES [REPEATS]]

SAMPLES of the tower (50) are run with one worker and with two, REPEATS times (3). Run it on an idle machine; ratios are of one session and one machine.
"""
import os
import re
import resource
import subprocess
import sys
import tempfile
import time

flue = os.path.abspath(sys.argv[1])
samples = sys.argv[2] if len(sys.argv) > 2 else "50"
repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 3
examples = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../scenarios/examples"))


def timed(*words):
    """CPU and wall seconds of a command, its peak memory in MB, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run([flue, *words], capture_output=True, text=True)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        sys.exit(done.stderr)
    return cpu, wall, after.ru_maxrss / 1024, done.stdout


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    print(f"{'run':14} {'CPU s':>7} {'wall s':>7} {'peak MB':>8} {'mass error':>11} {'energy error':>13}")
    for name in ("hotel", "elderly_home", "tower", "mall"):  # peak memory only grows: small ones first
        path = os.path.join(examples, name + ".yaml")
        cpu, wall, memory, text = timed("run", path, "-q")
        errors = re.search(r"mass error (\S+), energy error (\S+)", text)
        print(f"{name:14} {cpu:7.2f} {wall:7.2f} {memory:8.0f} {errors[1]:>11} {errors[2]:>13}")
    tower = os.path.join(examples, "tower.yaml")
    ratios = []
    for _ in range(repeats):
        one = timed("batch", tower, "-n", samples, "-j", "1", "-q", "--restart")[1]
        two = timed("batch", tower, "-n", samples, "-j", "2", "-q", "--restart")[1]
        ratios.append(one / two)
        print(f"batch of {samples}: one worker {one:.1f} s, two workers {two:.1f} s, ratio {one / two:.2f}")
    print(f"median ratio {sorted(ratios)[repeats // 2]:.2f}")
