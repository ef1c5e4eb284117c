"""The classification that every export carries, and that no state secret may be in here (涉密不上网). One place for all papers."""

from collections.abc import Iterable

INTERNAL = "内部资料，注意保管"
RAW_WORDS = "内部未脱敏"
"""A paper with people's own words, which only those may have who may read them (SPEC rule 4)."""

NO_SECRETS = "涉密不上网：本系统不得存储、处理、传输国家秘密"


def label_of(marks: Iterable[str]) -> str:
    """The classification of a paper with these marks."""
    return RAW_WORDS if RAW_WORDS in marks else INTERNAL


def label_line(marks: Iterable[str] = ()) -> str:
    """The line that a paper with these marks carries."""
    return f"{label_of(marks)}　{NO_SECRETS}"
