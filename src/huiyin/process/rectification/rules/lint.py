"""What is looked for in a whole ledger: facts with their definitions, never a score, and units are never ranked (R18).

Pure: bounds come from the template (life.toml), rows from the database.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huiyin.process.campaigns.rules.life import Life
from huiyin.process.campaigns.rules.says import Says


class Severity(StrEnum):
    """A fact that stands there, a note that invites a look, a warning that somebody has to do something about."""

    FACT = "fact"
    NOTE = "note"
    WARNING = "warning"


class Looked(StrEnum):
    """What is looked for, in the order in which it's told."""

    OVERDUE = "overdue"
    NOBODY = "nobody"
    LASTING = "lasting"
    BURST = "burst"
    SAME_DAY = "same_day"
    WHOLE = "whole"
    UNHEARD = "unheard"
    SAME_MEASURE = "same_measure"
    FILE_OLDER = "file_older"
    FILE_SEVERAL = "file_several"
    FILE_UNITS = "file_units"
    BOUNCED = "bounced"


@dataclass(frozen=True)
class Check:
    """What is looked for: its name, what exactly counts, and how much it matters."""

    looked: Looked
    severity: Severity
    name: Says
    definition: Says


def checks(life: Life) -> tuple[Check, ...]:
    """Every check, with the bounds of a template in its definition."""
    bounds = life.lint
    share = f"{bounds.burst_share:.0%}"
    return (
        Check(
            Looked.OVERDUE,
            Severity.WARNING,
            Says("过了时限，没有销号，也没有申请延期", "late, not closed, and no later date asked for"),
            Says(
                "时限在今天以前、没有销号、没有一份等着审批的延期申请。",
                "The date lies before today, the problem isn't closed, and no request for a later date waits.",
            ),
        ),
        Check(
            Looked.NOBODY,
            Severity.WARNING,
            Says("已认领，没有责任人", "claimed, but nobody is responsible"),
            Says(
                "责任单位认领以后、销号以前，“责任人”空着。",
                "Claimed by its owner and not closed, and 'responsible' is empty.",
            ),
        ),
        Check(
            Looked.LASTING,
            Severity.WARNING,
            Says("长期坚持的问题销了号", "kept up for good, and yet closed"),
            Says(
                "时限类型是长期坚持的不销号，每年作一次阶段确认。",
                "What is kept up for good is never closed, but confirmed once a year.",
            ),
        ),
        Check(
            Looked.BURST,
            Severity.NOTE,
            Says("销号集中在时限前几天", "closings crowd before a date"),
            Says(
                f"同一个时限按时销号满 {bounds.burst_least} 个，其中 {share} 以上在最后 {bounds.last_days} 天（含时限当天）。",
                f"Of {bounds.burst_least} closings and more that kept a date, {share} or more came in its last {bounds.last_days} days.",
            ),
        ),
        Check(
            Looked.SAME_DAY,
            Severity.NOTE,
            Says("同一人同一天验收了很多", "many accepted by one person on one day"),
            Says(
                f"同一人在同一天验收销号满 {bounds.same_day} 个。",
                f"The same person accepted {bounds.same_day} and more on the same day.",
            ),
        ),
        Check(
            Looked.WHOLE,
            Severity.NOTE,
            Says("全部销号，从没退回过", "all closed, and none ever returned"),
            Says(
                f"单位满 {bounds.whole_least} 个问题，全部销号，没有一次验收退回或重新整改。",
                f"A unit with {bounds.whole_least} problems and more: all closed, none ever returned or reopened.",
            ),
        ),
        Check(
            Looked.UNHEARD,
            Severity.NOTE,
            Says("销号时没有反映人评价", "closed without a giver's word"),
            Says(
                "有群众意见的问题销了号，没有一位反映人凭回执评价过。",
                "Opinions stand behind it, it's closed, and no giver has rated the fix.",
            ),
        ),
        Check(
            Looked.SAME_MEASURE,
            Severity.NOTE,
            Says("几个单位的措施一字不差", "units with word for word the same measure"),
            Says(
                f"去掉标点后一样的措施，出现在 {bounds.same_units} 个以上单位的问题里。",
                f"Equal but for punctuation, in the problems of {bounds.same_units} and more units.",
            ),
        ),
        Check(
            Looked.FILE_OLDER,
            Severity.WARNING,
            Says("佐证早于问题", "evidence older than its problem"),
            Says(
                "佐证的形成日期早于问题提出的日期。",
                "The evidence bears a day before the problem was raised.",
            ),
        ),
        Check(
            Looked.FILE_SEVERAL,
            Severity.FACT,
            Says("一份文件证明几个问题", "one file proves several problems"),
            Says(
                "同一份文件（SHA-256 相同）用在同一单位的几个问题上。",
                "The same file (by its SHA-256) stands behind several problems of one unit.",
            ),
        ),
        Check(
            Looked.FILE_UNITS,
            Severity.WARNING,
            Says("几个单位用同一份佐证文件", "units that use the same file"),
            Says(
                "同一份文件（SHA-256 相同）用在几个单位的问题上。",
                "The same file (by its SHA-256) stands behind problems of several units.",
            ),
        ),
        Check(
            Looked.BOUNCED,
            Severity.NOTE,
            Says("在上下级之间来回", "sent to and fro between levels"),
            Says(
                f"上交后被上级退回满 {life.most_bounces} 次。",
                f"Passed up and returned {life.most_bounces} times and more.",
            ),
        ),
    )


@dataclass(frozen=True)
class Burst:
    """A date before which closings crowd: `last` of `closed` came from `since` on."""

    due: date
    since: date
    last: int
    closed: int


def bursts(rows: Iterable[tuple[date, date, int]], life: Life) -> list[Burst]:
    """Of (date, day of closing, how many), the dates before which closings crowd, the latest first. Late closings count for no date. O(n)."""
    bounds = life.lint
    by_due: dict[date, dict[date, int]] = defaultdict(dict)
    for due, closed, n in rows:
        if closed <= due:
            by_due[due][closed] = n
    found = []
    for due, days in by_due.items():
        since = due - timedelta(days=bounds.last_days - 1)
        all_, last = sum(days.values()), sum(n for day, n in days.items() if day >= since)
        if all_ >= bounds.burst_least and last >= bounds.burst_share * all_:
            found.append(Burst(due, since, last, all_))
    return sorted(found, key=lambda one: one.due, reverse=True)
