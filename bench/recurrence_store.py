"""The campaign that bench.recurrence_growth looks at: written past the commands, with everything said and looked at so far."""

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.messages import different, edited_once, read_messages
from huiyin.analysis.normalise import Text

if TYPE_CHECKING:
    from huiyin.platform.orgs.rules.rights import Actor
    from huiyin.process.campaigns.models import Campaign

AT = datetime(2014, 12, 20, 4, tzinfo=UTC)
FIRST, DAYS = date(2014, 3, 1), 280
A_PROBLEM, BEHIND, BEHIND_WIDE = 20, 6, 40
"""Opinions for each problem; of these so many behind it; behind one that is everybody's."""
EDITED = 0.33
CHUNK = 5000


class Line(NamedTuple):
    """An opinion to be written. `unit`: the number of the school."""

    unit: int
    day: date
    text: Text
    problem: int | None = None


class Store:
    """A campaign with everything said and looked at so far."""

    def __init__(self, data: Path, size: int, units: int, wide: int) -> None:
        self.size, self.chance = size, random.Random(size)  # noqa: S311 - the same in every run
        self.texts = different(read_messages(data)[1], 2 * size + 20_000)
        self.campaign, self.schools, self.root = _campaign(units)
        self.problems = size // A_PROBLEM
        self.wide = min(wide, self.problems)
        self.days: dict[int, list[date]] = {at: [] for at in range(units)}

    def fill(self) -> None:
        from django.db import transaction  # noqa: PLC0415

        from huiyin.analysis.vectors import Frequencies  # noqa: PLC0415
        from huiyin.platform.texts.commands import keep_vocabulary  # noqa: PLC0415

        closed = [
            FIRST + timedelta(days=self.chance.randrange(DAYS // 3, DAYS - 10)) for _ in range(self.problems)
        ]
        owner = [
            None if at < self.wide else self.chance.randrange(len(self.schools))
            for at in range(self.problems)
        ]
        with transaction.atomic():
            _write_problems(
                self.campaign, closed, [self.root if at is None else self.schools[at] for at in owner]
            )
            frequencies = Frequencies()
            lines = self._lines(closed, owner)
            while block := list(islice(lines, CHUNK)):
                frequencies.add([line.text for line in block])
                write(self.campaign, self.schools, block)
                for line in block:
                    self.days[line.unit].append(line.day)
            keep_vocabulary(self.campaign.pk, frequencies, {})
            self._watch(closed, owner)
            read_all(self.campaign)

    def _lines(self, closed: Sequence[date], owner: Sequence[int | None]) -> Iterator[Line]:
        written = 0
        for at, (day, unit) in enumerate(zip(closed, owner, strict=True)):
            said = next(self.texts)
            for _ in range(BEHIND_WIDE if unit is None else BEHIND):
                where = self.chance.randrange(len(self.schools)) if unit is None else unit
                early = FIRST + timedelta(days=self.chance.randrange((day - FIRST).days))
                yield Line(where, early, edited_once(said, EDITED, self.chance), at)
                written += 1
        for text in islice(self.texts, self.size - written):
            day = FIRST + timedelta(days=self.chance.randrange(DAYS))
            yield Line(self.chance.randrange(len(self.schools)), day, text)

    def _watch(self, closed: Sequence[date], owner: Sequence[int | None]) -> None:
        from huiyin.analysis.recurrence import bar  # noqa: PLC0415
        from huiyin.platform.audit.models import Head  # noqa: PLC0415
        from huiyin.platform.bulk import insert_many  # noqa: PLC0415
        from huiyin.process.problems.models import Problem  # noqa: PLC0415
        from huiyin.process.problems.queries.recurrence import MOST_COMPARED  # noqa: PLC0415
        from huiyin.process.recurrences.models import Around, Looked, Watched  # noqa: PLC0415

        every = sorted(day for days in self.days.values() for day in days)
        of_unit = {at: sorted(days) for at, days in self.days.items()}
        watched: list[tuple[object, ...]] = []
        around: list[tuple[int, int]] = []
        keys = Problem.objects.order_by("serial").values_list("pk", flat=True)
        for pk, day, unit in zip(keys, closed, owner, strict=True):
            days = every if unit is None else of_unit[unit]
            later = min(len(days) - bisect_right(days, day), MOST_COMPARED)
            watched.append((pk, day, later, bar(later)))
            around += [(pk, self.root)] if unit is None else [(pk, self.schools[unit])]
        insert_many(Watched, ("problem_id", "since", "later", "bar"), watched, {"vocabulary": ""})
        insert_many(Around, ("watched_id", "unit_id"), around)
        Looked.objects.create(campaign=self.campaign, seq=Head.objects.get().seq)


def write(
    campaign: "Campaign", schools: Sequence[int], lines: Sequence[Line], *, new: bool = False, least: int = 1
) -> None:
    """Past the commands: opinions, their rows in the index of texts, links and groups; those that are new wait to be looked at. `least`: no key is below."""
    from django.db.models import Max  # noqa: PLC0415

    from huiyin.platform.bulk import insert_many  # noqa: PLC0415
    from huiyin.platform.texts.models import IndexedText  # noqa: PLC0415
    from huiyin.process.opinions.models import Group, Opinion, Placement, Unlooked  # noqa: PLC0415
    from huiyin.process.problems.models import Link, Problem  # noqa: PLC0415

    first = max((Opinion.objects.aggregate(last=Max("pk"))["last"] or 0) + 1, least)
    keys = range(first, first + len(lines))
    rows = [
        (
            pk,
            f"{pk:064}",
            f"n{pk}",
            schools[line.unit],
            line.day,
            line.text.title,
            line.text.body,
            line.problem is not None,
        )
        for pk, line in zip(keys, lines, strict=True)
    ]
    same = {
        "campaign_id": campaign.pk, "digest": "0" * 64, "salt": "0" * 32, "retain_until": date(2017, 3, 1),
        "entered_on": AT.date(), "channel": "online", "channel_as_written": "", "giver_kind": "parent",
        "giver_as_written": "", "received_by_id": campaign.root_id, "unit_as_written": "", "about_as_written": "",
        "triage_round": 0, "settled_as": "", "settled_why": "",
    }  # fmt: skip
    insert_many(
        Opinion,
        ("id", "source_key", "source_id", "about_id", "raised_on", "title", "body", "linked"),
        rows,
        same,
    )
    insert_many(
        IndexedText, ("text",), [(pk,) for pk in keys], {"corpus": campaign.pk, "signature": bytes(512)}
    )
    behind = [(pk, line.problem) for pk, line in zip(keys, lines, strict=True) if line.problem is not None]
    problems = {at for _, at in behind}
    known = dict(Problem.objects.filter(serial__in=[at + 1 for at in problems]).values_list("serial", "pk"))
    insert_many(Link, ("opinion_id", "problem_id"), [(pk, known[at + 1]) for pk, at in behind], {"round": 0})
    there = set(Group.objects.filter(number__in=[at + 1 for at in problems]).values_list("number", flat=True))
    insert_many(
        Group, ("number", "title"), [(at + 1, f"事{at}") for at in problems if at + 1 not in there],
        {"campaign_id": campaign.pk, "givers": BEHIND},
    )  # fmt: skip
    groups = dict(Group.objects.filter(number__in=[at + 1 for at in problems]).values_list("number", "pk"))
    places = [
        (pk, None if line.problem is None else groups[line.problem + 1])
        for pk, line in zip(keys, lines, strict=True)
    ]
    insert_many(Placement, ("opinion_id", "group_id"), places, {"typical": False})
    if new:
        insert_many(Unlooked, ("opinion_id",), [(pk,) for pk in keys], {"campaign_id": campaign.pk})


def read_all(campaign: "Campaign") -> None:
    """What a grouping has kept of every opinion, and what was read in the nights since: the length of its vector, and its pieces."""
    from django.db import connection  # noqa: PLC0415

    from huiyin.analysis.pieces import unpacked  # noqa: PLC0415
    from huiyin.analysis.vectors import lengths_of  # noqa: PLC0415
    from huiyin.kit.blocks import in_blocks  # noqa: PLC0415
    from huiyin.platform.texts.commands import keep_pieces  # noqa: PLC0415
    from huiyin.platform.texts.queries import weighing  # noqa: PLC0415
    from huiyin.process.opinions.models import Opinion  # noqa: PLC0415
    from huiyin.process.opinions.queries import scopes_of  # noqa: PLC0415
    from huiyin.process.opinions.rules.lengths import kept_length, stamp_of  # noqa: PLC0415
    from huiyin.process.problems.queries.compared import UNSEEN, Weighed, heard  # noqa: PLC0415

    weighed, scopes, counted = Weighed(campaign, keeps=True), scopes_of(campaign), weighing(campaign.pk)
    if counted is None:
        raise ValueError("nothing was counted")
    for some in in_blocks(list(Opinion.objects.order_by("pk").values_list("pk", flat=True)), CHUNK):
        rows = heard(Opinion.objects.filter(pk__in=some))
        read = weighed.reading(rows)
        keep_pieces(read)
        lengths = lengths_of(unpacked([read[row.pk][1] for row in rows]), counted.frequencies, UNSEEN)
        stamps = [stamp_of(counted.digest, scopes.mask(scopes.of(row.about))) for row in rows]
        kept = [
            (kept_length(stamp, length), row.pk)
            for row, stamp, length in zip(rows, stamps, lengths.tolist(), strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE opinions_placement SET length = %s WHERE opinion_id = %s", kept)


def _write_problems(campaign: "Campaign", closed: Sequence[date], owners: Sequence[int]) -> None:
    from huiyin.platform.bulk import insert_many  # noqa: PLC0415
    from huiyin.process.campaigns.queries import template_of  # noqa: PLC0415
    from huiyin.process.problems.models import Problem  # noqa: PLC0415
    from huiyin.process.problems.rules import problem_number  # noqa: PLC0415

    template = template_of(campaign)
    rows = [
        (problem_number(2014, serial), serial, f"第{serial}件", owner, day)
        for serial, (day, owner) in enumerate(zip(closed, owners, strict=True), start=1)
    ]
    same = {
        "campaign_id": campaign.pk, "year": 2014, "occurrence": 1, "manifestation": "", "checked_by": "", "cause": "",
        "horizon": "by_date", "dissolved": False, "raised_by": "office", "mirror": "", "common": False, "goal": "",
        "leader": "", "responsible": "总务主任", "round": 1, "key_work": "", "source": template.sources[0].code, "state": "closed",
        "focus": min(template.focus_codes()), "topic": min(template.topic_codes()), "raised_on": FIRST,
    }  # fmt: skip
    insert_many(Problem, ("number", "serial", "title", "owner_id", "closed_on"), rows, same)


def _campaign(units: int) -> "tuple[Campaign, list[int], int]":
    from huiyin.platform.orgs.commands import ensure_root, import_units  # noqa: PLC0415
    from huiyin.platform.orgs.models import Unit  # noqa: PLC0415
    from huiyin.platform.orgs.rules.unit_rows import UnitRow  # noqa: PLC0415
    from huiyin.process.campaigns.commands import enrol_units, start_campaign  # noqa: PLC0415
    from huiyin.process.campaigns.rules import library_folder, load_template  # noqa: PLC0415

    by = office()
    root = ensure_root("云河市教育局", by=by, at=AT)
    import_units(
        [UnitRow(n + 2, None, f"第{n}小学", None, "学校", ()) for n in range(units)], root, by=by, at=AT
    )
    schools = list(Unit.objects.exclude(pk=root.pk).order_by("pk"))
    template = load_template(library_folder("mass-line-2014"))
    campaign = start_campaign(template, code="bench", name="活动", root=root, by=by, at=AT)
    enrol_units(campaign, schools, by=by, at=AT)
    return campaign, [unit.pk for unit in schools], root.pk


def office() -> "Actor":
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415

    return Actor("office", Role.OFFICE)
