"""What the engine and the pages read from every template: without it `run` would stop half-way, and a page not open at all,
so the check asks for it first.

Like references, this looks at the parsed TOML values: a fault of the schema in one row doesn't hide what is missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from huiyin.process.campaigns.rules.references import Remark

# Whole numbers from 1; the largest keeps "received on + retention" within the calendar (SPEC rule 5).
_WHOLE_NUMBERS: Mapping[str, int] = {
    "retention_days": 36_500,
    "candidate_group_size": 1_000_000,
    "givers_min": 1_000_000,
}
KEPT: Mapping[str, Sequence[str]] = {
    "lifemeetings": (
        "criticism_kept",
        "speech_kept",
        "remark_kept",
        "judgement_kept",
        "order_kept",
        "report_kept",
    ),
    "selfchecks": ("review_kept",),
}
"""By file: where it names the parameter by which words of a class are kept."""
# Shares: the lines below which the overview calls a rate low.
_SHARES = ("focus_rate_line", "specificity_rate_line")
# The campaign's own words that sentences of the pages are made with.
_TERMS = ("supervision_group",)

# The forms that are written (DOMAIN 2.2-2.4, 8.2): the columns that have to be there …
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "opinion_summary": ("number", "text"),
    "team_problem_list": ("number", "manifestation"),
    "rectification_ledger": ("number", "problem"),
    "briefing": (),
}
# … and the kinds of those that are filled with anything but text.
_KINDS: Mapping[str, Mapping[str, str]] = {
    "opinion_summary": {"number": "number", "collected_on": "date", "group": "number"},
    "team_problem_list": {"number": "number"},
    "rectification_ledger": {"number": "number"},
}
_FILLED_WITH_TEXT: Mapping[str, frozenset[str]] = {
    "opinion_summary": frozenset(
        {"channel", "giver_kind", "text", "about", "focus", "topic", "concern", "note"}
    ),
    "team_problem_list": frozenset({"category", "manifestation", "source", "opinions", "cause", "note"}),
    "rectification_ledger": frozenset({"problem", "manifestation", "unit", "horizon", "note"}),
}
# Where problems come from that no person chose the source of: the givers' opinions, and the findings of inspectors.
_SOURCES: Mapping[str, tuple[str, str]] = {
    "masses": ("候选问题的来源", "the source of candidate problems"),
    "supervision": ("督导人员指出的问题的来源", "the source of the inspectors' findings"),
}


def unmet_needs(files: Mapping[str, Any]) -> Iterator[Remark]:
    """Everything that the engine will ask for and not find; a file that isn't there is passed over."""
    yield from _terms(files.get("campaign", {}).get("vocabulary"))
    yield from _parameters(_rows(files, "parameters", "parameters"), _days_kept(files))
    yield from _forms(files.get("forms", {}).get("forms"))
    yield from _sources(files.get("lists", {}).get("sources"))


def _terms(words: Any) -> Iterator[Remark]:
    if not isinstance(words, dict):
        return
    for code in _TERMS:
        if code not in words:
            yield Remark("campaign", ("vocabulary",), f"缺少用语“{code}”", f"term “{code}” is missing")


def _days_kept(files: Mapping[str, Any]) -> tuple[str, ...]:
    """Further parameters that say how long words are kept, named where they are said."""
    sheets = {stem: files.get(stem) for stem in KEPT}
    return tuple(
        str(sheet[name])
        for stem, sheet in sheets.items()
        if isinstance(sheet, dict)
        for name in KEPT[stem]
        if name in sheet
    )


def _parameters(
    rows: Sequence[tuple[int, Mapping[str, Any]]] | None, days_kept: Sequence[str]
) -> Iterator[Remark]:
    if rows is None:
        return
    places = {str(row.get("code")): (at, row) for at, row in rows}
    for code in (*_WHOLE_NUMBERS, *_SHARES, *(one for one in days_kept if one in places)):
        if code not in places:
            yield Remark("parameters", ("parameters",), f"缺少参数“{code}”", f"parameter “{code}” is missing")
            continue
        at, row = places[code]
        value = row.get("value")
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            continue  # the schema speaks of those
        wrong = _not_countable(code, value)
        if wrong:
            yield Remark("parameters", ("parameters", at, "value"), *wrong)


def _not_countable(code: str, value: float) -> tuple[str, str] | None:
    """What is wrong with a number, in Chinese and in English."""
    if code in _SHARES:
        return None if value <= 1 else (f"“{code}”应在 0 到 1 之间", f"“{code}” must be between 0 and 1")
    largest = _WHOLE_NUMBERS.get(code, _WHOLE_NUMBERS["retention_days"])
    if isinstance(value, int) and 1 <= value <= largest:
        return None
    return f"“{code}”应为 1 到 {largest} 的整数", f"“{code}” must be a whole number from 1 to {largest}"


def _forms(forms: Any) -> Iterator[Remark]:
    if not isinstance(forms, dict):
        return
    for code, needed in _COLUMNS.items():
        form = forms.get(code)
        if form is None:
            yield Remark("forms", ("forms",), f"缺少表样“{code}”", f"form “{code}” is missing")
        elif isinstance(form, dict):
            yield from _form(code, form.get("columns", []), needed)


def _form(code: str, columns: Any, needed: tuple[str, ...]) -> Iterator[Remark]:
    rows = _tables(columns)
    present = {str(row.get("code")) for _, row in rows}
    for column in needed:
        if column not in present:
            zh, en = f"表样“{code}”缺少列“{column}”", f"form “{code}” lacks the column “{column}”"
            yield Remark("forms", ("forms", code), zh, en)
    for at, row in rows:
        wanted = _wanted_kind(code, str(row.get("code")))
        kind = row.get("kind", "text")
        path = ("forms", code, "columns", at)
        if wanted and kind in ("number", "date", "text") and kind != wanted:
            zh, en = "这一列填入的内容与 kind 不符", "what this column is filled with is of another kind"
            yield Remark("forms", (*path, "kind"), zh, en, (wanted,))
        elif wanted == "number" and row.get("choices"):
            zh, en = "填入数字的列不能有选项", "a column filled with numbers has no choices"
            yield Remark("forms", (*path, "choices"), zh, en)


def _wanted_kind(form: str, column: str) -> str | None:
    kind = _KINDS.get(form, {}).get(column)
    return kind or ("text" if column in _FILLED_WITH_TEXT.get(form, ()) else None)


def _sources(sources: Any) -> Iterator[Remark]:
    if not isinstance(sources, dict) or not isinstance(sources.get("codes"), list):
        return
    there = {str(row.get("code")) for _, row in _tables(sources["codes"])}
    for code, (zh, en) in _SOURCES.items():
        if code not in there:
            yield Remark(
                "lists", ("sources", "codes"), f"缺少代码“{code}”：{zh}", f"code “{code}” is missing: {en}"
            )


def _rows(files: Mapping[str, Any], stem: str, key: str) -> list[tuple[int, Mapping[str, Any]]] | None:
    """A file's list of tables with their places; None where the schema has something to say first."""
    rows = files.get(stem, {}).get(key)
    return _tables(rows) if isinstance(rows, list) and rows else None


def _tables(rows: Any) -> list[tuple[int, Mapping[str, Any]]]:
    return (
        [(at, row) for at, row in enumerate(rows) if isinstance(row, dict)] if isinstance(rows, list) else []
    )
