"""A city in which the truth is known: fixes that work, that do nothing, that make it worse, heard through the product's own tables.

    python -m bench.city [--units 60] [--weeks 52] [--worlds 4] [--burst 2] [--seed 1] [--nothing] [--suggest] [--data DIR]

Every unit has four matters that become problems and are closed on a day between a third and two thirds of the time: one comes up a tenth as
often afterwards, two as before, one three times as often (with `--nothing` none changes, so that what stands for nothing is seen in the sums
of units, topics and the city, too). Beside them others are spoken of, five links a week. Opinions come in bursts (1 and a Poisson number
more, `--burst` on average) by one link within a week. They are taken in, raised, closed and measured by the product's commands on SQLite in
memory; a person confirms every later opinion of a closed matter.

Printed: by truth the mean odds ratio that was planted (the others that a matter is held against change, too), how many were called proven, worse, not yet, before
the correction for many and after it; how often the interval holds the matter's planted odds ratio, in all and where both expected counts are 20 and more; the sums; and the seconds of a run, whole and after one unit heard anew.

With `--suggest` each matter has words of its own, made from real messages (bench/messages.py), every opinion says them with a third of the letters
changed, and others say other things. Instead of a person confirming, the opinions are swept and grouped, the clock looks for what is said again of
the closed matters, and what waits for a person is held against what was planted: recall and precision, near duplicates of one behind the problem aside.
"""

import argparse
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from bench.city_truth import LINKS, OTHERS, SINCE, Expected, Matter, expected
from bench.messages import data_folder, different, edited_once, read_messages
from huiyin.analysis.normalise import Text

if TYPE_CHECKING:
    from huiyin.process.effects.models import Effect

CHANGES = (0.1, 1.0, 1.0, 3.0)
EDITED = 0.33
RATES = (0.6, 1.0, 1.5, 2.5)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=60)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--worlds", type=int, default=4)
    parser.add_argument("--burst", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nothing", action="store_true", help="nothing changes")
    parser.add_argument(
        "--suggest", action="store_true", help="what the clock suggests, beside what was planted"
    )
    parser.add_argument("--data")
    asked = parser.parse_args()
    asked.texts = None
    if asked.suggest:
        data = data_folder(asked.data)
        if data is None:
            return 3
        asked.texts = different(read_messages(data)[1], 1_000_000)
    os.environ["HUIYIN_DATABASE"] = ":memory:"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    told = _Told()
    for world in range(asked.worlds):
        random = Random(f"{asked.seed} {world}")  # noqa: S311 - a simulation
        with transaction.atomic():
            _live(random, asked, told)
            transaction.set_rollback(True)
        print(f"world {world + 1}: {told.seconds[-1]}", file=sys.stderr, flush=True)
    told.print()
    return 0


def _live(random: Random, asked: argparse.Namespace, told: "_Told") -> None:
    from huiyin.process.effects.commands import measure_effects  # noqa: PLC0415

    city = _City(random, asked)
    city.speak()
    city.close(confirmed=not asked.suggest)
    if asked.suggest:
        told.suggested(*city.look())
        return
    began = time.process_time()
    measure_effects(city.campaign, by=city.office, at=city.at)
    whole = time.process_time() - began
    city.one_more()
    began = time.process_time()
    measure_effects(city.campaign, by=city.office, at=city.at + timedelta(days=1))
    told.take(city, whole, time.process_time() - began)


class _City:
    """Units, matters, and what is said, in the product's tables."""

    def __init__(self, random: Random, asked: argparse.Namespace) -> None:
        from huiyin.kit.clock import CHINA  # noqa: PLC0415
        from huiyin.platform.orgs.commands import ensure_root, import_units  # noqa: PLC0415
        from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
        from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
        from huiyin.platform.orgs.rules.unit_rows import UnitRow  # noqa: PLC0415
        from huiyin.process.campaigns.commands import enrol_units, start_campaign  # noqa: PLC0415
        from huiyin.process.campaigns.models import Campaign  # noqa: PLC0415
        from huiyin.process.campaigns.rules import library_folder, load_template  # noqa: PLC0415

        self.random, self.weeks, self.burst = random, asked.weeks, asked.burst
        last = SINCE + timedelta(days=7 * asked.weeks)
        self.at = datetime(last.year, last.month, last.day, 3, tzinfo=CHINA)
        self.office = Actor("office", Role.OFFICE)
        template = load_template(library_folder("mass-line-2014"))
        root = ensure_root("云河市教育局", by=self.office, at=self.at)
        rows = [UnitRow(n + 2, None, f"第{n + 1}中学", None, "学校", ()) for n in range(asked.units)]
        import_units(rows, root, by=self.office, at=self.at)
        self.units: list[Unit] = list(Unit.objects.exclude(pk=root.pk).order_by("path"))
        self.campaign: Campaign = start_campaign(
            template, code="city", name="活动", root=root, by=self.office, at=self.at
        )
        enrol_units(self.campaign, [root, *self.units], by=self.office, at=self.at)
        Campaign.objects.filter(pk=self.campaign.pk).update(started_on=SINCE)
        self.campaign.refresh_from_db()
        self.topics = [topic.code for topic in template.topics][:4]
        self.leaves = [leaf.code for leaf in template.focus_leaves()][:4]
        self.matters = [
            Matter(
                unit,
                f"事{unit}.{n}",
                RATES[n],
                1.0 if asked.nothing else changes[n],
                SINCE + timedelta(days=random.randrange(7 * asked.weeks // 3, 14 * asked.weeks // 3)),
            )
            for unit in range(asked.units)
            for changes in [random.sample(CHANGES, 4)]
            for n in range(4)
        ]
        self._links: list[tuple[str, str]] = []
        self._texts: Iterator[Text] | None = asked.texts
        self._words = [next(asked.texts) for _ in self.matters] if asked.texts else []

    def _said_words(self, name: str, number: str) -> tuple[str, str]:
        """Title and body: a matter's words with a third of the letters changed, others' own; without texts, what tells them apart."""
        if self._texts is None:
            return "", f"{name} 第{number}条"
        at = self._place.get(name)
        text = next(self._texts) if at is None else edited_once(self._words[at], EDITED, self.random)
        return text.title, text.body

    def look(self) -> tuple[int, int, int, float]:
        """Suggested rightly, suggested, planted, and the seconds of CPU that a look took: copies of what was closed aside."""
        from huiyin.process.opinions.commands import group_opinions, sweep_opinions  # noqa: PLC0415
        from huiyin.process.recurrences.commands import look_for_again  # noqa: PLC0415
        from huiyin.process.recurrences.models import AgainSuggestion  # noqa: PLC0415

        sweep_opinions(self.campaign, by=self.office, at=self.at)
        group_opinions(self.campaign, by=self.office, at=self.at)
        began = time.process_time()
        look_for_again(self.campaign, by=self.office, at=self.at)
        seconds = time.process_time() - began
        planted = {
            (matter.problem, self.pk_of[number])
            for matter in self.matters
            for number, day in matter.opinions
            if matter.problem and day > matter.closed_on
        }
        waiting = AgainSuggestion.objects.waiting()
        copies = set(waiting.filter(copy=True).values_list("problem_id", "opinion_id"))
        found = set(waiting.values_list("problem_id", "opinion_id"))
        return len((found & planted) - copies), len(found - copies), len(planted - copies), seconds

    def speak(self) -> None:
        """Everything that is said, taken in as one list, and by which link each came."""
        from huiyin.process.channels.models import Entrance, Submission  # noqa: PLC0415
        from huiyin.process.opinions.commands import open_intake, take_opinions  # noqa: PLC0415
        from huiyin.process.opinions.models import Opinion  # noqa: PLC0415
        from huiyin.process.opinions.rules.intake import Said  # noqa: PLC0415

        rows: list[Said] = []
        self._place = {matter.name: at for at, matter in enumerate(self.matters)}
        for unit, name, day, link in self._said():
            number = str(len(rows) + 1)
            title, body = self._said_words(name, number)
            rows.append(
                Said(
                    key=number.rjust(64, "0"),
                    source_id=number,
                    title=title,
                    body=body,
                    row_no=len(rows) + 2,
                    raised_on=day,
                    channel="online",
                    about=self.units[unit].pk,
                )
            )
            self._links.append((number, f"{unit}.{link}"))
        intake = open_intake(
            self.campaign, file_name="一", file_digest="0" * 64, columns={}, by=self.office, at=self.at
        )
        take_opinions(intake, rows, by=self.office, at=self.at)
        pk_of = dict(Opinion.objects.of(self.campaign).values_list("source_id", "pk"))
        names = sorted({link for _, link in self._links})
        made = Entrance.objects.bulk_create(
            Entrance(
                campaign=self.campaign,
                code=f"c{at}",
                name=name,
                channel="online",
                opens_on=SINCE,
                made_by="office",
                made_on=SINCE,
            )
            for at, name in enumerate(names)
        )
        entrance = {one.name: one for one in made}
        Submission.objects.bulk_create(
            [Submission(opinion_id=pk_of[number], entrance=entrance[link]) for number, link in self._links],
            batch_size=2000,
        )
        self.pk_of = pk_of
        if self._texts is None:
            self._together()

    def _together(self) -> None:
        """What came by a link of its own speaks of one thing: as grouping would put it, which reads words, and here are none."""
        from huiyin.process.opinions.models import Group, Placement  # noqa: PLC0415

        others = [(number, link) for number, link in self._links if ".o" in link]
        names = sorted({link for _, link in others})
        unit_of = {link: self.units[int(link.split(".")[0])] for link in names}
        made = Group.objects.bulk_create(
            [
                Group(campaign=self.campaign, number=at + 1, title=link, unit=unit_of[link])
                for at, link in enumerate(names)
            ],
            batch_size=2000,
        )
        group = {one.title: one for one in made}
        Placement.objects.bulk_create(
            [Placement(opinion_id=self.pk_of[number], group=group[link]) for number, link in others],
            batch_size=2000,
        )

    def _said(self) -> Iterator[tuple[int, str, date, str]]:
        """(unit, words, day, link) of every opinion; links of a unit are used again, as posters are."""
        serial = 0
        for matter in self.matters:
            for day in self._days(matter.rate):
                link = f"l{self.random.randrange(LINKS)}"
                for said_on in self._burst(day):
                    serial += 1
                    matter.opinions.append((str(serial), said_on))
                    yield matter.unit, matter.name, said_on, link
        for unit in range(len(self.units)):
            for at, day in enumerate(self._days(lambda _: OTHERS)):
                link = f"o{at}"
                for said_on in self._burst(day):
                    serial += 1
                    yield unit, f"别的{unit}.{at}", said_on, link

    def _days(self, rate: Callable[[int], float]) -> list[date]:
        return [
            SINCE + timedelta(days=7 * week)
            for week in range(self.weeks)
            for _ in range(_poisson(self.random, rate(week)))
        ]

    def _burst(self, monday: date) -> list[date]:
        n = 1 + _poisson(self.random, self.burst - 1)
        return [monday + timedelta(days=self.random.randrange(7)) for _ in range(n)]

    def close(self, *, confirmed: bool) -> None:
        """Each matter is raised over what was said of it by then, closed, and later a person confirms the rest."""
        from huiyin.platform.audit.commands import record  # noqa: PLC0415
        from huiyin.process.problems.commands import Wording, link_opinions, raise_problem  # noqa: PLC0415
        from huiyin.process.problems.models import Problem  # noqa: PLC0415

        for at, matter in enumerate(self.matters):
            early = [self.pk_of[number] for number, day in matter.opinions if day <= matter.closed_on]
            late = [self.pk_of[number] for number, day in matter.opinions if day > matter.closed_on]
            if not early:
                continue
            wording = Wording(
                matter.name, "masses", topic=self.topics[at % 4], focus=self.leaves[(at + at // 4) % 4]
            )
            problem: Problem = raise_problem(
                self.campaign,
                wording,
                opinions=early,
                owner=self.units[matter.unit],
                by=self.office,
                at=self.at,
            )
            if confirmed and late:
                link_opinions(problem, late, by=self.office, at=self.at)
            Problem.objects.filter(pk=problem.pk).update(state="closed", closed_on=matter.closed_on)
            record(act="problem.accept", subject=f"problem:{problem.number}", by="office", at=self.at)
            matter.problem = problem.pk

    def one_more(self) -> None:
        """One opinion more behind one problem: the next run has one unit to look at."""
        from huiyin.platform.audit.commands import record  # noqa: PLC0415
        from huiyin.process.effects.models import EffectRun  # noqa: PLC0415
        from huiyin.process.problems.models import Problem  # noqa: PLC0415

        del EffectRun
        number = Problem.objects.get(pk=next(one.problem for one in self.matters if one.problem)).number
        record(act="problem.opinions_linked", subject=f"problem:{number}", by="office", at=self.at)


class _Told:
    """What is counted over all worlds."""

    def __init__(self) -> None:
        self._of_change: dict[float, list[tuple[Effect, Expected]]] = defaultdict(list)
        self._sums: dict[str, list[Effect]] = defaultdict(list)
        self.seconds: list[str] = []
        self._hits = [0, 0, 0]

    def suggested(self, right: int, found: int, planted: int, seconds: float) -> None:
        self._hits = [one + more for one, more in zip(self._hits, (right, found, planted), strict=True)]
        self.seconds.append(f"a look over all {seconds:.1f} s")

    def take(self, city: _City, whole: float, part: float) -> None:
        from huiyin.process.effects.models import Effect  # noqa: PLC0415

        rows = {(row.kind, row.subject): row for row in Effect.objects.latest_of(city.campaign)}
        for matter in city.matters:
            if matter.problem:
                neighbours = [one for one in city.matters if one.unit == matter.unit and one is not matter]
                planted = expected(matter, neighbours, weeks=city.weeks, burst=city.burst)
                self._of_change[matter.change].append((rows["problem", str(matter.problem)], planted))
        for (kind, _), row in rows.items():
            if kind != "problem":
                self._sums[kind].append(row)
        self.seconds.append(f"{len(city.pk_of)} opinions, run {whole:.1f} s, one unit anew {part:.2f} s")

    def print(self) -> None:
        """The table."""
        if any(self._hits):
            right, found, planted = self._hits
            print(
                f"planted {planted}, suggested {found}: recall {_share(right, planted)}, precision {_share(right, found)}"
            )
            print("\n".join(self.seconds))
            return
        print(
            f"{'':>10}{'planted':>9}{'n':>7}{'alone: proven':>15}{'worse':>8}{'told: proven':>14}{'worse':>8}{'covered':>9}{'of 20+':>14}"
        )
        for change, rows in sorted(self._of_change.items()):
            effects = [row for row, _ in rows]
            alone = [row for row in effects if row.dispersion <= 1.5 and row.ratio.high < 1]
            worse = [row for row in effects if row.ratio.low > 1]
            covered = [row.ratio.low <= planted.ratio <= row.ratio.high for row, planted in rows]
            large = [
                ok
                for (_, planted), ok in zip(rows, covered, strict=True)
                if planted.before >= 20 and planted.after >= 20
            ]
            mean = sum(planted.ratio for _, planted in rows) / len(rows)
            print(
                f"{f'x {change}':>10}{mean:>9.2f}{len(rows):>7}{_share(len(alone), len(rows)):>15}{_share(len(worse), len(rows)):>8}"
                f"{_told(effects, 'proven'):>14}{_told(effects, 'worse'):>8}{_share(sum(covered), len(covered)):>9}"
                f"{_share(sum(large), len(large)) + f' of {len(large)}':>14}"
            )
        for kind, effects in sorted(self._sums.items()):
            fell = sum(row.ratio.high < 1 for row in effects)
            rose = sum(row.ratio.low > 1 for row in effects)
            print(
                f"{kind:>10}{'':>9}{len(effects):>7}{_share(fell, len(effects)):>15}{_share(rose, len(effects)):>8}"
                f"{_told(effects, 'proven'):>14}{_told(effects, 'worse'):>8}"
            )
        print("\n".join(self.seconds))


def _told(effects: "list[Effect]", verdict: str) -> str:
    return _share(sum(row.verdict == verdict for row in effects), len(effects))


def _share(k: int, n: int) -> str:
    return f"{k / n:.3f}" if n else "-"


def _poisson(random: Random, mean: float) -> int:
    n, left = 0, random.expovariate(1.0)
    while left < mean:
        n, left = n + 1, left + random.expovariate(1.0)
    return n


if __name__ == "__main__":
    raise SystemExit(main())
