"""What one file of a template says about another: codes that must exist, codes that must not come twice.

Works on the plain values of the files, so that a broken file doesn't hide what is wrong in the others. A pattern is a
file's stem and a dotted path, in which "*" stands for any index or key, and "**" for any number of steps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.process.campaigns.rules.lines import TomlPath

_REFERENCES = (
    ("focus leaves.*.group", "focus groups.*.code"),
    ("stages stages.*.steps.*.document", "forms forms.*"),
    ("stages steps.*.document", "forms forms.*"),
    ("stages stages.*.starts.event", "plan events.*.code"),
    ("stages stages.*.ends.event", "plan events.*.code"),
    ("stages stages.*.steps.*.tiers.*", "plan tiers.*.code"),
    ("stages steps.*.tiers.*", "plan tiers.*.code"),
    ("plan events.*.after.event", "plan events.*.code"),
    ("plan events.*.tiers.*.event", "plan events.*.code"),
    ("plan pauses.*.tiers.*", "plan tiers.*.code"),
    ("plan items.*.due.event", "plan events.*.code"),
    ("plan items.*.start.event", "plan events.*.code"),
    ("plan items.*.stage", "stages stages.*.code"),
    ("plan items.*.document", "forms forms.*"),
    ("plan items.*.key_work", "lists more.key_works.codes.*.code"),
    ("plan items.*.tiers.*", "plan tiers.*.code"),
    ("meetings meetings.*.event", "plan events.*.code"),
    ("meetings meetings.*.minutes", "forms forms.*"),
    ("meetings meetings.*.report", "forms forms.*"),
    ("forms forms.*.parts.*", "forms forms.*"),
    ("votes votes.*.levels", "lists more.*"),
    ("votes votes.*.summed.*", "lists more.*.codes.*.code"),
    ("votes votes.*.line", "parameters parameters.*.code"),
    ("talks rounds", "parameters parameters.*.code"),
    ("selfchecks kinds.*.form", "forms forms.*"),
    ("selfchecks kinds.*.least", "parameters parameters.*.code"),
    ("selfchecks kinds.*.most", "parameters parameters.*.code"),
    ("selfchecks standards.*.mirror", "lists mirrors.codes.*.code"),
    ("selfchecks review_kept", "parameters parameters.*.code"),
    ("selfchecks verdict_names", "lists more.*"),
    ("selfchecks reason_names.*", "lists more.*"),
    ("selfchecks verdicts.*.code", "lists more.*.codes.*.code"),
    ("selfchecks verdicts.*.reasons.*", "lists more.*.codes.*.code"),
    ("life acts.*.from.*", "life states.*.code"),
    ("life acts.*.to", "life states.*.code"),
    ("life acts.*.reasons", "lists more.*"),
    ("life voices.levels", "lists more.*"),
    ("life voices.summed.*", "lists more.*.codes.*.code"),
    ("life again", "lists sources.codes.*.code"),
    ("life lasting.*", "lists horizons.codes.*.code"),
    ("life at_once.*", "lists horizons.codes.*.code"),
    ("lifemeetings event", "plan events.*.code"),
    ("lifemeetings quorum", "parameters parameters.*.code"),
    ("lifemeetings criticism_kept", "parameters parameters.*.code"),
    ("lifemeetings speech_kept", "parameters parameters.*.code"),
    ("lifemeetings remark_kept", "parameters parameters.*.code"),
    ("lifemeetings judgement_kept", "parameters parameters.*.code"),
    ("lifemeetings order_kept", "parameters parameters.*.code"),
    ("lifemeetings report_kept", "parameters parameters.*.code"),
    ("lifemeetings grounds", "lists more.*"),
    ("lifemeetings told", "plan items.*.code"),
    ("lifemeetings notice", "plan items.*.code"),
    ("lifemeetings report", "plan items.*.code"),
    ("lifemeetings held_again", "plan items.*.code"),
    ("lifemeetings from_others", "lists sources.codes.*.code"),
    ("lifemeetings from_oneself", "lists sources.codes.*.code"),
    ("lifemeetings looks.*.conditions.**.fact", "facts facts.*.name"),
    ("inspections questions.*.fact", "facts facts.*.name"),
    ("forms forms.*.praises", "lists more.*"),
    ("looks sheets.*.stage", "stages stages.*.code"),
    ("looks sheets.*.form", "forms forms.*"),
    ("looks sheets.*.report", "forms forms.*"),
    ("looks sheets.*.done", "plan items.*.code"),
    ("looks sheets.*.told", "plan items.*.code"),
    ("looks sheets.*.looks.*.facts.*", "facts facts.*.name"),
    ("gates head_acts.claim.*", "plan items.*.code"),
    ("gates head_acts.own_paper.*", "plan items.*.code"),
    ("gates head_acts.report.*", "plan items.*.code"),
    ("gates gates.*.stage", "stages stages.*.code"),
    ("gates gates.*.conditions.**.fact", "facts facts.*.name"),
)
_UNIQUE = (
    "focus groups.*.code",
    "focus leaves.*.code",
    "focus leaves.*.words.*",
    "topics topics.*.code",
    "topics topics.*.words.*",
    "concerns concerns.*.code",
    "concerns concerns.*.words.*",
    "concepts unless.*",
    "concepts concepts.*.code",
    "concepts concepts.*.words.*",
    "protection titles.*",
    "protection posts.*",
    "protection breach.words.*",
    "lists *.codes.*.code",
    "lists more.*.codes.*.code",
    "stages stages.*.code",
    "stages stages.*.steps.*.code",
    "stages steps.*.code",
    "plan tiers.*.code",
    "plan pauses.*.code",
    "plan events.*.code",
    "plan items.*.code",
    "facts facts.*.name",
    "gates gates.*.code",
    "forms forms.*.columns.*.code",
    "forms forms.*.columns.*.heading",
    "parameters parameters.*.code",
    "drafting stock.*.code",
    "drafting stock.*.phrases.*",
    "meetings meetings.*.code",
    "meetings meetings.*.agenda.*.code",
    "lifemeetings agenda.*.code",
    "lifemeetings looks.*.code",
    "lifemeetings looks.*.conditions.*.message",
    "lifemeetings verdicts.*.code",
    "inspections kinds.*.code",
    "inspections ways.*.code",
    "inspections ladder.*.code",
    "looks sheets.*.code",
    "looks sheets.*.looks.*.code",
    "looks sheets.*.looks.*.facts.*",
    "life states.*.code",
    "life acts.*.code",
    "life parties.*.code",
    "talks kinds.*.code",
    "talks themes.*.code",
    "talks headings.*.code",
    "talks parts.*.code",
    "talks objections.*.code",
    "selfchecks kinds.*.code",
    "selfchecks kinds.*.blocks.*.code",
    "selfchecks reviewers.*.code",
    "selfchecks verdicts.*.code",
    "votes votes.*.code",
    "votes votes.*.items.*.code",
)
_VALUE_TYPES: Mapping[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "share": (int, float),
    "days": (int, float),
    "date": (str,),
    "text": (str,),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault that doesn't know its line yet."""

    stem: str
    path: TomlPath
    zh: str
    en: str
    allowed: tuple[str, ...] = ()


def broken_references(files: Mapping[str, Any]) -> Iterator[Remark]:
    """Every reference that leads nowhere, every code used twice, every value that its fact can't have.

    `files` are the parsed TOML values by the files' stems; what refers to a file that isn't among them is passed over.
    """
    for pattern, target in _REFERENCES:
        yield from _unknown(files, pattern, target)
    for pattern in _UNIQUE:
        yield from _repeated(files, pattern)
    yield from _ill_typed(files)


def _unknown(files: Mapping[str, Any], pattern: str, target: str) -> Iterator[Remark]:
    if target.partition(" ")[0] not in files:
        return
    known = tuple(_name(path, value) for path, value in _matches(files, target))
    for path, value in _matches(files, pattern):
        if isinstance(value, str) and value not in known:
            stem, where = target.split(" ")
            zh = f"引用了不存在的“{value}”（应见 {stem}.toml 的 {where}）"
            en = f"“{value}” is not among {where} of {stem}.toml"
            yield Remark(pattern.partition(" ")[0], path, zh, en, known)


def _repeated(files: Mapping[str, Any], pattern: str) -> Iterator[Remark]:
    seen: set[tuple[TomlPath, str]] = set()
    for path, value in _matches(files, pattern):
        text = value.get("word") if isinstance(value, dict) else value
        if not isinstance(text, str):
            continue
        if (key := (_list_of(path), text)) in seen:
            yield Remark(
                pattern.partition(" ")[0], path, f"“{text}”重复", f"“{text}” is used twice in this list"
            )
        seen.add(key)


def _ill_typed(files: Mapping[str, Any]) -> Iterator[Remark]:
    types = {fact.get("name"): fact.get("type") for _, fact in _tables(files, "facts facts.*")}
    found = [
        (stem, path, condition)
        for stem, where in (("gates", "gates.*"), ("lifemeetings", "looks.*"))
        for path, condition in _tables(files, f"{stem} {where}.conditions.**")
    ]
    for stem, path, condition in found:
        kind, value = str(types.get(condition.get("fact"))), condition.get("value")
        if (
            kind not in _VALUE_TYPES or value is None or isinstance(value, list | dict)
        ):  # the schema speaks of those
            continue
        fits = isinstance(value, _VALUE_TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))
        if not fits:
            zh, en = f"值与事实的类型 {kind} 不符", f"the value doesn't fit the fact's type {kind}"
            yield Remark(stem, (*path, "value"), zh, en, tuple(t.__name__ for t in _VALUE_TYPES[kind]))


def _tables(files: Mapping[str, Any], pattern: str) -> Iterator[tuple[TomlPath, dict[str, Any]]]:
    return ((path, value) for path, value in _matches(files, pattern) if isinstance(value, dict))


def _matches(files: Mapping[str, Any], pattern: str) -> Iterator[tuple[TomlPath, Any]]:
    stem, where = pattern.split(" ")
    return _descend(files.get(stem), tuple(where.split(".")), ())


def _descend(value: Any, steps: tuple[str, ...], path: TomlPath) -> Iterator[tuple[TomlPath, Any]]:
    if not steps:
        yield path, value
        return
    step, rest = steps[0], steps[1:]
    if step == "**":
        yield from _descend(value, rest, path)
    for key, inner in _children(value):
        if step == "**":
            yield from _descend(inner, steps, (*path, key))
        elif step in ("*", key):
            yield from _descend(inner, rest, (*path, key))


def _children(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _name(path: TomlPath, value: Any) -> str:
    """What others refer to: the code itself, or of a table its key."""
    return str(path[-1]) if isinstance(value, dict) else str(value)


def _list_of(path: TomlPath) -> TomlPath:
    """The innermost list that the path leads through."""
    last = max((at for at, step in enumerate(path) if isinstance(step, int)), default=0)
    return path[:last]
