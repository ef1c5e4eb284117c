"""All benches, one after the other. What needs data that isn't there says so and is left out.

make bench
"""

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent
PARTS = (
    ("intake.py",),
    ("grouping_quality.py", "--baseline", "--scale"),
    ("certainty.py",),
    ("clerk.py",),
    ("recurrence_quality.py",),
    ("one_by_one.py",),
    ("whole_pass.py",),
    ("placing.py", "--sizes", "10000", "100000"),
    ("notes.py",),
    ("peers.py", "--sizes", "4326", "10000", "100000"),
    ("daft_join.py", "--texts", "100000"),
    ("labels_quality.py",),
    ("labels_learned.py",),
    ("matching_quality.py",),
    ("copied_quality.py", "--scale"),
    ("answering_quality.py",),
    ("inbox.py",),
    ("pages.py",),
    ("plan.py",),
    ("kills.py",),
    ("fuzz_sheets.py", "--seconds", "600"),
    ("fuzz_analysis.py", "--seconds", "600"),
)


def main() -> int:
    failed = []
    for name, *arguments in PARTS:
        print(f"\n== {name} {' '.join(arguments)}", flush=True)
        module = [sys.executable, "-m", f"bench.{name.removesuffix('.py')}", *arguments]
        if subprocess.run(module, cwd=BENCH.parent, check=False).returncode:
            failed.append(name)
    print(f"\nFailed or left out: {', '.join(failed) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
