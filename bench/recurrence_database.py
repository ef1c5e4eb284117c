"""How well the clock finds in the database what is said again of closed problems (process/recurrences).

    python -m bench.recurrence_database [--data DIR]

The task that the data's own tool sets (eval_recurrence.py), through the product's own path: messages are taken in, swept and grouped, each
labelled problem is raised and closed at its middle opinion, the job looks, and what waits for a person is scored. The database knows
days and not hours: what was said later on the day of closing is no candidate there. Data: --data, else HUIYIN_DATA, else ../shared/data
beside the repository; without it the bench says so and stops.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.messages import MESSAGES, data_folder

AT = datetime(2014, 6, 12, 4, 0, tzinfo=UTC)
GOLD = "teddy2020c/gold_dev_members.csv"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data")
    options = parser.parse_args()
    data = data_folder(options.data)
    if data is None:
        return 3
    os.environ.setdefault("HUIYIN_DATABASE", ":memory:")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    with (data / MESSAGES).open(encoding="utf-8-sig", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: (row["time"], row["msg_id"]))
    with transaction.atomic():
        _quality(rows, data)
        transaction.set_rollback(True)
    return 0


def _quality(rows: list[dict[str, str]], data: Path) -> None:
    from tests.world import build_world  # noqa: PLC0415

    from huiyin.process.problems.models import Problem  # noqa: PLC0415
    from huiyin.process.recurrences.commands import look_for_again  # noqa: PLC0415
    from huiyin.process.recurrences.models import AgainSuggestion  # noqa: PLC0415

    world = build_world(AT)
    tool = data.parent / "tools" / "eval_recurrence.py"
    with TemporaryDirectory() as folder:
        task, found = Path(folder) / "closed.csv", Path(folder) / "found.csv"
        files = (str(data / MESSAGES), str(data / GOLD))
        subprocess.run([sys.executable, str(tool), "task", *files, str(task)], check=True)
        with task.open(encoding="utf-8", newline="") as lines:
            wanted = list(csv.DictReader(lines))
        number: dict[str, str] = {}
        _take(world, rows)
        for problem, lines_of in groupby(wanted, key=lambda row: row["problem_id"]):
            each = list(lines_of)
            messages = [row["msg_id"] for row in each]
            number[_raised(world, messages, _day(each[0]["closed_at"]))] = problem
        started = time.perf_counter()
        look_for_again(world.campaign, by=world.office, at=AT)
        seconds = time.perf_counter() - started
        with found.open("w", encoding="utf-8", newline="") as out:
            lines_out = csv.writer(out, lineterminator="\n")
            lines_out.writerow(["problem_id", "source_id"])
            waiting = AgainSuggestion.objects.waiting()
            for of, message in waiting.values_list("problem__number", "opinion__source_id"):
                lines_out.writerow([number[of], message])
        scored = subprocess.run(
            [sys.executable, str(tool), "score", *files, str(found), "--json"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    closed = Problem.objects.filter(closed_on__isnull=False).count()
    print(f"{len(rows)} messages, {closed} closed problems, looked at in {seconds:.1f} s")
    print("  ", "  ".join(f"{key}={value:.3f}" for key, value in json.loads(scored).items()), flush=True)


def _day(said: str) -> date:
    return date.fromisoformat(
        "-".join(part.rjust(2, "0") for part in said[:10].strip().replace("/", "-").split("-"))
    )


def _take(world: Any, rows: Sequence[dict[str, str]]) -> None:
    from huiyin.process.opinions.commands import (  # noqa: PLC0415
        group_opinions,
        open_intake,
        sweep_opinions,
        take_opinions,
    )
    from huiyin.process.opinions.rules.intake import Said  # noqa: PLC0415

    name = rows[0]["msg_id"]
    intake = open_intake(
        world.campaign, file_name=name, file_digest=name.rjust(64, "0"), columns={}, by=world.office, at=AT
    )
    said = [
        Said(
            key=row["msg_id"].rjust(64, "0"),
            source_id=row["msg_id"],
            title=row["title"],
            body=row["body"],
            row_no=at,
            raised_on=_day(row["time"]),
        )
        for at, row in enumerate(rows, start=2)
    ]
    take_opinions(intake, said, by=world.office, at=AT)
    sweep_opinions(world.campaign, by=world.office, at=AT)
    group_opinions(world.campaign, by=world.office, at=AT)


def _raised(world: Any, messages: Sequence[str], closed_on: date) -> str:
    from huiyin.process.opinions.models import Opinion  # noqa: PLC0415
    from huiyin.process.problems.commands import Wording, raise_problem  # noqa: PLC0415
    from huiyin.process.problems.models import Problem  # noqa: PLC0415

    behind = list(Opinion.objects.filter(source_id__in=messages).values_list("pk", flat=True))
    made = raise_problem(world.campaign, Wording("甲", "masses"), opinions=behind, by=world.office, at=AT)
    Problem.objects.filter(pk=made.pk).update(state="closed", closed_on=closed_on)
    return made.number


if __name__ == "__main__":
    sys.exit(main())
