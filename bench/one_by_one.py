"""How far opinions that were placed one by one stand where a whole pass puts them, on real messages.

    python -m bench.one_by_one [--data DIR] [--first 0.5]

The first part of the messages is grouped whole, the rest placed one after the other through the database, as the clock does it. Printed:
the score of eval_grouping.py (the data's own tool) for both, how alike the two groupings are (B³ F of one against the other), and
milliseconds a placed message.
"""

import argparse
import csv
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from bench.messages import MESSAGES, data_folder

AT = datetime(2014, 6, 12, 4, 0, tzinfo=UTC)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data")
    parser.add_argument("--first", type=float, default=0.5)
    parser.add_argument("--out", type=Path, default=Path("one_by_one.csv"))
    options = parser.parse_args()
    data = data_folder(options.data)
    if data is None:
        return 3
    os.environ.setdefault("HUIYIN_DATABASE", ":memory:")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    with (data / MESSAGES).open(encoding="utf-8-sig", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: (row["time"], row["msg_id"]))
    one_by_one, whole, seconds = _grouped(rows, round(len(rows) * options.first))
    print(f"{len(rows)} messages, {options.first:.0%} of them whole, then {seconds * 1000:.1f} ms a message")
    for name, groups in (("one by one", one_by_one), ("whole pass", whole)):
        print(f"{name:<11}", end="", flush=True)
        _score(groups, data, options.out)
    print(f"alike: B3 F {_alike(one_by_one, whole):.3f}")
    return 0


def _grouped(rows: list[dict[str, str]], first: int) -> tuple[dict[str, str], dict[str, str], float]:
    """Group numbers by message, one by one and whole, and the seconds that placing one took."""
    from tests.world import build_world  # noqa: PLC0415

    from huiyin.process.opinions.commands import (  # noqa: PLC0415
        group_opinions,
        open_intake,
        place_opinions,
        sweep_opinions,
        take_opinions,
    )
    from huiyin.process.opinions.models import Placement  # noqa: PLC0415
    from huiyin.process.opinions.rules.intake import Said  # noqa: PLC0415

    world = build_world(AT)

    def take(some: list[dict[str, str]], number: int) -> None:
        intake = open_intake(
            world.campaign,
            file_name=f"{number}.csv",
            file_digest=f"{number:064}",
            columns={},
            by=world.office,
            at=AT,
        )
        said = [
            Said(
                key=row["msg_id"].rjust(64, "0"),
                source_id=row["msg_id"],
                title=row["title"],
                body=row["body"],
                row_no=at,
                raised_on=date.fromisoformat(row["time"][:10].replace("/", "-")),
            )
            for at, row in enumerate(some, start=2)
        ]
        take_opinions(intake, said, by=world.office, at=AT)
        sweep_opinions(world.campaign, by=world.office, at=AT)

    def groups() -> dict[str, str]:
        placed = Placement.objects.values_list("opinion__source_id", "group__number")
        return {message: str(number or "") for message, number in placed}

    take(rows[:first], 1)
    group_opinions(world.campaign, by=world.office, at=AT)
    take(rows[first:], 2)
    start = time.process_time()
    placed = place_opinions(world.campaign, by=world.office, at=AT)
    seconds = (time.process_time() - start) / max(placed, 1)
    one_by_one = groups()
    group_opinions(world.campaign, by=world.office, at=AT)
    return one_by_one, groups(), seconds


def _score(groups: Mapping[str, str], data: Path, out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["source_id", "group_no"])
        writer.writerows(groups.items())
    tool = data.parent / "tools" / "eval_grouping.py"
    subprocess.run(
        [sys.executable, str(tool), str(out), str(data / "teddy2020c" / "gold_dev_members.csv")], check=True
    )


def _alike(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """B³ F of a grouping against another (Bagga and Baldwin 1998); a message without a group is a group of its own."""
    first = {message: one[message] or f"alone-{message}" for message in one}
    second = {message: other[message] or f"alone-{message}" for message in one}
    both = Counter((first[message], second[message]) for message in first)
    sizes, other_sizes = Counter(first.values()), Counter(second.values())
    precision = sum(n * n / sizes[a] for (a, _), n in both.items()) / len(first)
    recall = sum(n * n / other_sizes[b] for (_, b), n in both.items()) / len(first)
    return 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    sys.exit(main())
