"""May: what was said comes in, workbook by workbook, and is indexed and grouped."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.demo.drawing import Voice
from huiyin.demo.world import World, moment
from huiyin.kit.sheets import Sheet
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.unit_names import UnitNames, match_unit
from huiyin.process.opinions.commands import (
    group_opinions,
    learn_labels,
    open_intake,
    refresh_suggestions,
    sweep_opinions,
    take_opinions,
)
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.codes import match_code
from huiyin.process.opinions.rules.columns import find_columns
from huiyin.process.opinions.rules.intake import Said
from huiyin.process.opinions.rules.keys import keyed
from huiyin.process.opinions.rules.rows import BadRow, GoodRow, SkippedRow, read_rows

HEADINGS = ("编号", "收集时间", "收集渠道", "反映群体", "单位", "意见原文（原汁原味）", "对象（班子/个人）")

# Channel → the workbook that its clerk keeps, and the letters before its numbers. 督导组 hand in with the talks.
BOOKS: Mapping[str, tuple[str, str]] = {
    "座谈会": ("座谈会记录整理", "ZT"),
    "表格": ("征求意见表汇总", "BG"),
    "意见箱": ("意见箱登记", "XX"),
    "网络": ("网上征求意见导出", "WL"),
    "个别谈话": ("个别谈话和督导组转来", "TH"),
    "督导组转": ("个别谈话和督导组转来", "TH"),
}
CLERKS_BOOK = "局活动办意见建议汇总表"


@dataclass(frozen=True)
class Period:
    """What was said until `last` comes in on the day after or the same evening."""

    last: date
    at: datetime


FIRST_WEEK = (Period(date(2014, 5, 11), moment(5, 12, 16)), Period(date(2014, 5, 15), moment(5, 16, 16)))
SECOND_WEEK = (Period(date(2014, 5, 19), moment(5, 20, 16)), Period(date(2014, 5, 22), moment(5, 22, 17)))


def listen_first_week(world: World) -> None:
    """The letter boxes since March, and the first week of the listening."""
    for period in FIRST_WEEK:
        _take_in(world, period, since=None if period is FIRST_WEEK[0] else FIRST_WEEK[0].last)
    _sweep(world, moment(5, 16, 19))


def listen_second_week(world: World) -> None:
    """The second week, until the evening before the meeting of 23 May."""
    before = FIRST_WEEK[-1].last
    for period in SECOND_WEEK:
        _take_in(world, period, since=before)
        before = period.last
    _sweep(world, moment(5, 22, 19))


def _take_in(world: World, period: Period, since: date | None) -> None:
    by = world.actor(world.officers[0], Role.OFFICE, period.at)
    units = Unit.objects.under(world.root.path)
    names = UnitNames.of((str(unit.pk), [unit.name, *unit.aliases]) for unit in units)
    books: dict[str, list[Voice]] = defaultdict(list)
    for voice in world.voices:
        if (since is None or voice.raised_on > since) and voice.raised_on <= period.last:
            books[CLERKS_BOOK if voice.number[0] == "Y" else BOOKS[voice.channel][0]].append(voice)
    for book, voices in sorted(books.items()):
        name = f"{book}（至{period.last.month}月{period.last.day}日）.xlsx"
        _take_book(world, name, voices, names, by=by, at=period.at)
    for opinion in Opinion.objects.of(world.campaign).select_related("about"):
        if opinion.source_id not in world.opinions:
            opinion.campaign = world.campaign  # one object, so that its frozen template is read once
            world.opinions[opinion.source_id] = opinion


def _take_book(
    world: World, name: str, voices: Sequence[Voice], names: UnitNames, *, by: Actor, at: datetime
) -> None:
    """One workbook through the same rules as a clerk's file: columns are found, rows judged, keys made."""
    numbered = dict(_numbered(world, voices))
    world.said.update(numbered)
    cells = [(number, *_cells(voice)) for number, voice in numbered.items()]
    sheet = Sheet("Sheet1", [HEADINGS, *cells])
    columns = find_columns(sheet)
    intake = open_intake(
        world.campaign,
        file_name=name,
        file_digest=hashlib.sha256(repr(cells).encode()).hexdigest(),
        columns={guess.field: guess.header for guess in columns.guesses},
        by=by,
        at=at,
    )
    said = list(_said(world, keyed(read_rows(sheet, columns, default_year=2014, today=at.date())), names))
    if len(said) != len(cells):
        raise RuntimeError(f"{len(cells) - len(said)} rows of '{name}' weren't taken")
    take_opinions(intake, said, by=by, at=at)


def _numbered(world: World, voices: Sequence[Voice]) -> Iterator[tuple[str, Voice]]:
    """Each voice with the number that its list gives it, counting on over the weeks."""
    last: dict[str, int] = defaultdict(int)
    for number in world.said:
        letters, _, serial = number.partition("-")
        if serial:
            last[letters] = max(last[letters], int(serial))
    for voice in voices:
        letters = BOOKS[voice.channel][1]
        if voice.number[0] == "Y":
            yield voice.number, voice
            continue
        last[letters] += 1
        yield f"{letters}-{last[letters]:04d}", voice


def _cells(voice: Voice) -> tuple[str | None, ...]:
    texts = (voice.day_written, voice.channel, voice.giver, voice.unit_written, voice.text, voice.person)
    return tuple(text or None for text in texts)


def _said(
    world: World, rows: Iterator[tuple[GoodRow, str] | BadRow | SkippedRow], names: UnitNames
) -> Iterator[Said]:
    channels = [(row.code, (row.zh,)) for row in world.template.channels]
    givers = [(row.code, (row.zh,)) for row in world.template.giver_kinds]
    for outcome in rows:
        if isinstance(outcome, BadRow | SkippedRow):
            continue
        row, key = outcome
        unit = match_unit(row.unit_raw, names).key
        yield Said(
            key=key,
            source_id=row.source_no or "",
            title=row.title,
            body=row.body,
            row_no=row.row_no,
            raised_on=row.raised_on,
            channel=match_code(row.channel_raw, channels).code or "",
            channel_as_written=row.channel_raw,
            giver_kind=match_code(row.giver_raw, givers).code or "",
            giver_as_written=row.giver_raw,
            about=int(unit) if unit else None,
            unit_as_written=row.unit_raw,
            about_as_written=row.about_raw,
        )


def _sweep(world: World, at: datetime) -> None:
    by = world.cast("director", Role.OFFICE, at)
    learn_labels(world.campaign, by=by, at=at)
    refresh_suggestions(world.campaign, by=by, at=at)
    sweep_opinions(world.campaign, by=by, at=at, progress=world.tell)
    group_opinions(world.campaign, by=by, at=at)
