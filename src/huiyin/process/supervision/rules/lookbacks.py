"""Sheets of looks: who writes one and when, what makes a look whole, and that nothing handed in is written over (R28, S18, S21)."""

from collections.abc import Mapping, Sequence

from huiyin.kit.errors import BadInput, NotAllowed, Refused
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.rules.forms import Column
from huiyin.process.campaigns.rules.looks import LookSheet
from huiyin.process.campaigns.rules.template import Template

LONGEST_WORDS, LONGEST_WHY = 2000, 1000

Entries = Mapping[str, Mapping[str, str]]
"""Look → column → words."""


def columns_of(template: Template, sheet: LookSheet) -> tuple[Column, ...]:
    """What is typed for each look."""
    return tuple(
        column for column in template.forms[sheet.form].columns if column.code not in template.looks.given
    )


def whole_looks(sheet: LookSheet, columns: Sequence[Column], entries: Entries) -> int:
    """How many looks have every column."""
    return sum(_whole(columns, entries.get(look.code, {})) for look in sheet.looks)


def _whole(columns: Sequence[Column], words: Mapping[str, str]) -> bool:
    return all(words.get(column.code, "").strip() for column in columns)


def cleaned(sheet: LookSheet, columns: Sequence[Column], entries: Entries) -> dict[str, dict[str, str]]:
    """The words as they are kept. BadInput for a look or column that isn't there, words that are too many, or another choice."""
    known = {column.code: column for column in columns}
    if set(entries) - {look.code for look in sheet.looks} or any(
        set(row) - set(known) for row in entries.values()
    ):
        raise BadInput("有的栏目不在这张表上，请刷新后再填。", "Some of this isn't on the sheet: look again.")
    kept = {code: {name: text.strip() for name, text in row.items()} for code, row in entries.items()}
    for row in kept.values():
        for name, text in row.items():
            if len(text) > LONGEST_WORDS:
                raise BadInput(
                    f"“{known[name].heading}”一栏至多 {LONGEST_WORDS} 字，现有 {len(text)} 字。",
                    f"A column has at most {LONGEST_WORDS} characters, here {len(text)}.",
                )
            if text and known[name].choices and text not in known[name].choices:
                raise BadInput(
                    f"“{known[name].heading}”只能选：{'、'.join(known[name].choices)}。",
                    "Choose one of the values of the form.",
                )
    return kept


def needs_whole(sheet: LookSheet, columns: Sequence[Column], entries: Entries) -> None:
    """Refused while a look lacks one of its columns: result, problem, measure and example belong together (R28)."""
    headings = "、".join(column.heading for column in columns)
    short = [look.zh for look in sheet.looks if not _whole(columns, entries.get(look.code, {}))]
    if short:
        raise Refused(
            f"还有没写全的：{'、'.join(short)}。每一项都要写{headings}，少一样都不能送。",
            f"{len(short)} look(s) aren't whole: each needs all of its columns.",
        )


def may_write(by: Actor, sheet: LookSheet, path: str) -> bool:
    """Whether `by` writes and hands in this sheet for the unit at `path`: its own people, or, of what judges it, whoever is sent to it."""
    if sheet.by == "inspectors":
        return by.role is Role.SUPERVISION and by.covers(path) and path not in by.own
    return by.scope == path and by.may(Right.PLAN_REPORT, path)


def needs_writer(by: Actor, sheet: LookSheet, path: str) -> None:
    """NotAllowed unless `may_write`."""
    if may_write(by, sheet, path):
        return
    if sheet.by == "inspectors":
        raise NotAllowed(
            f"“{sheet.zh}”由派来的督导人员评，不评自己的单位。",
            f"'{sheet.en}' is judged by the inspectors who are sent, never of their own unit.",
        )
    raise NotAllowed(
        f"“{sheet.zh}”由本单位自己写，别的单位不能代写。", f"'{sheet.en}' is written by the unit itself."
    )
