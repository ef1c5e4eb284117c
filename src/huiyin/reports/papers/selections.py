"""A reader's selection on the forms of the campaign: what stands on their screen, no more, as a workbook.

The words of opinions come only with `InboxRow`s, which were asked of what the reader may see; a problem's summary only
where its reader may see it (SPEC rules 4, 5).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from huiyin.kit.blocks import in_blocks
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import InboxRow
from huiyin.process.problems.queries import HotTopic, LedgerRow
from huiyin.process.problems.rules import Window
from huiyin.reports.layout.labels import RAW_WORDS
from huiyin.reports.papers.ledgers import Row, is_number, suggested_mark, write_form
from huiyin.reports.papers.material import SUGGESTED, Material

DELIBERATION_LIST = "deliberation_list"
MOST_SAMPLES = 2

_TEXTS_A_QUERY = 400


def write_selected_opinions(material: Material, rows: Sequence[InboxRow], path: Path, today: date) -> None:
    """意见建议汇总表 (DOMAIN 2.2) of these opinions, in their order. One query a 400 rows."""
    decided = all(row.decided for row in rows)
    marks = (RAW_WORDS,) if decided else (RAW_WORDS, suggested_mark(material))
    numeric = all(is_number(row.source_id) for row in rows)
    write_form(
        material,
        "opinion_summary",
        path,
        today,
        _opinions(material, rows, numeric=numeric),
        marks,
        numeric=numeric,
    )


def write_selected_problems(material: Material, rows: Sequence[LedgerRow], path: Path, today: date) -> None:
    """班子问题清单 (DOMAIN 2.3) of these problems, with a summary only where it was checked."""
    write_form(material, "team_problem_list", path, today, _problems(material, rows), ())


def write_deliberation_list(
    material: Material, topics: Sequence[HotTopic], path: Path, today: date, now: Window
) -> None:
    """The topics that the leadership team is to discuss (DOMAIN 1.4, step 2.4), with empty columns for what it makes of them.

    KeyError where the campaign's template has no such form.
    """
    window = f"人次按 {now.first.isoformat()} 至 {now.last.isoformat()} 提出的意见计，近重复只计一次"
    write_form(
        material, DELIBERATION_LIST, path, today, _deliberations(material, topics), (RAW_WORDS, window)
    )


def _deliberations(material: Material, topics: Sequence[HotTopic]) -> Iterator[Row]:
    names = material.names
    for number, topic in enumerate(topics, start=1):
        education = names.topic.get(topic.education)
        yield {
            "number": number,
            "topic": f"{topic.title}（{education}）" if education else topic.title,
            "givers": topic.now,
            "before": topic.before,
            "units": "；".join(f"{unit.name or '单位未定'} {unit.givers}" for unit in topic.units),
            "kinds": "；".join(
                f"{names.giver_kind.get(kind, '没有写明')} {n}" for kind, n in topic.kinds.items()
            ),
            "words": "\n".join(topic.samples[:MOST_SAMPLES]),
        }


def _opinions(material: Material, rows: Sequence[InboxRow], *, numeric: bool) -> Iterator[Row]:
    for some in in_blocks(rows, _TEXTS_A_QUERY):
        known: Mapping[int, Opinion] = Opinion.objects.in_bulk([row.pk for row in some])
        for row in some:
            yield _opinion(material, row, known[row.pk], numeric=numeric)


def _opinion(material: Material, row: InboxRow, opinion: Opinion, *, numeric: bool) -> Row:
    mark = "" if row.decided else SUGGESTED
    names = material.names
    repeats = f"与 {row.near_duplicate_of} 近重复" if row.near_duplicate_of else ""
    return {
        "number": int(row.source_id) if numeric else row.source_id,
        "collected_on": row.raised_on,
        "channel": names.channel.get(row.channel, opinion.channel_as_written),
        "giver_kind": names.giver_kind.get(row.giver_kind, opinion.giver_as_written),
        "text": opinion.text,
        "about": opinion.about_as_written or None,
        "focus": "；".join(f"{names.focus[leaf]}{mark}" for leaf in row.focus),
        "topic": f"{names.topic[row.topic]}{mark}" if row.topic else None,
        "concern": f"{names.concern[row.concern]}{mark}" if row.concern else None,
        "group": row.group,
        "note": "；".join(note for note in (row.unit, repeats) if note),
    }


def _problems(material: Material, rows: Sequence[LedgerRow]) -> Iterator[Row]:
    names = material.names
    for number, row in enumerate(rows, start=1):
        leaf = f"{names.wind[row.focus]}·{names.focus[row.focus]}" if row.focus else None
        behind = "人数不足，不显示" if row.opinions is None else f"{row.opinions} 条 {row.givers} 人次"
        yield {
            "number": number,
            "category": leaf,
            "manifestation": row.problem.manifestation if row.checked else None,
            "source": names.source[row.source],
            "cause": names.cause.get(row.problem.cause),
            "note": f"{row.number} {row.title}；{row.owner or '责任单位未定'}；{behind}",
        }
