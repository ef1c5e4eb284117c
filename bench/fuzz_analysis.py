"""Fuzz the analysis: whatever is typed, each function answers, in time, the same each time, and says nothing that can't be.

    python -m bench.fuzz_analysis --seconds 600 [--seed 1] [--case NAME]

The texts are of bench/odd_texts.py; bench/fuzz_cases.py, fuzz_storing.py and the like say what is called and what must hold
of the answers. A public function of `huiyin.analysis` that no case calls is a fault, too. A worker process runs the cases under a memory limit; the parent names the seed
of a case that killed it, and a case that hangs is killed. What works on one text may take 50 ms of CPU (the best of four calls counts,
so that a busy machine accuses nobody). Prints how often each case ran, the slowest single text of each function, and every fault;
exit code 1 when there was one.
"""

import argparse
import random
import resource
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter

from bench import fuzz_cases, fuzz_learning, fuzz_looking_back, fuzz_protecting, fuzz_storing, fuzz_suggesting
from bench.fuzzing import CASES, Given, uncovered

PARTS = (
    fuzz_cases,
    fuzz_learning,
    fuzz_looking_back,
    fuzz_protecting,
    fuzz_storing,
    fuzz_suggesting,
)  # imported for their cases

_MEMORY = 4 * 1024**3
_HANG = 60.0  # seconds
_MOST_SHOWN = 30


def main() -> int:
    """Run the worker again after each death until the time is over; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", choices=sorted(CASES))
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        _work(options.seed, options.seconds, options.case)
        return 0
    return _watch(options.seed, options.seconds, options.case)


def _watch(seed: int, seconds: float, case: str | None) -> int:
    end = time.monotonic() + seconds
    faults: dict[str, list[str]] = {f"no case calls {name}": [""] for name in uncovered()}
    times: Counter[str] = Counter()
    slowest: dict[str, tuple[float, int]] = {}
    while (left := end - time.monotonic()) > 1:
        lines, fate = _run_worker(seed, left, case)
        last = seed
        for kind, name, at, said in lines:
            if kind == "case":
                times[name] += 1
                last = int(at)
            elif kind == "took":
                slowest[name] = max(slowest.get(name, (0.0, 0)), (float(said), int(at)))
            elif kind == "fault":
                faults.setdefault(f"{name}: {said}", []).append(at)
        if not fate:
            break
        faults.setdefault(fate, []).append(str(last))
        seed = last + 1
    for name, (took, at) in sorted(slowest.items(), key=lambda item: -item[1][0])[:_MOST_SHOWN]:
        print(f"{took * 1000:9.1f} ms  {name} (seed {at})")
    print(", ".join(f"{name} {count}" for name, count in sorted(times.items())))
    print(f"{times.total()} cases in {seconds:.0f} s, {len(faults)} different faults")
    for fault, seeds in list(faults.items())[:_MOST_SHOWN]:
        print(f"{len(seeds)} times, first at seed {seeds[0]}: {fault}")
    return 1 if faults else 0


def _run_worker(seed: int, seconds: float, case: str | None) -> tuple[list[list[str]], str]:
    """What the worker printed, and how it died ("": it didn't)."""
    command = [sys.executable, "-m", "bench.fuzz_analysis", "--worker", "--seed", str(seed)]
    command += ["--seconds", str(seconds), *(["--case", case] if case else [])]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    heard = [time.monotonic()]
    threading.Thread(target=_kill_when_silent, args=(worker, heard), daemon=True).start()
    assert worker.stdout is not None  # noqa: S101 - Popen was given a pipe
    assert worker.stderr is not None  # noqa: S101
    lines = []
    for line in worker.stdout:
        heard[0] = time.monotonic()
        lines.append((line.rstrip("\n").split("\t", 3) + [""] * 4)[:4])
    error = worker.stderr.read().strip()
    status = worker.wait()
    return lines, f"the process died ({status}): {error[-300:]}" if status else ""


def _kill_when_silent(worker: "subprocess.Popen[str]", heard: list[float]) -> None:
    while worker.poll() is None:
        if time.monotonic() - heard[0] > _HANG:
            worker.kill()
        time.sleep(1)


def _work(seed: int, seconds: float, only: str | None) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    end = time.monotonic() + seconds
    names = [only] if only else list(CASES)
    while time.monotonic() < end:
        name = names[seed % len(names)]
        _say("case", name, seed)
        given = Given(random.Random(seed))  # noqa: S311 - a seed that can be named is the point
        try:
            CASES[name](given)
        except Exception:
            _say("fault", name, seed, traceback.format_exc(limit=-4).replace("\n", " | ").replace("\t", " "))
        for function, took in given.took.items():
            _say("took", function, seed, f"{took:.6f}")
        for fault in given.slow:
            _say("fault", name, seed, fault)
        seed += 1


def _say(kind: str, name: str, seed: int, said: str = "") -> None:
    line = f"{kind}\t{name}\t{seed}\t{said}\n"
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
