"""The sentences of the pages, found in their sources, and the English catalogue. `python -m tests.shape.messages` brings it up to date.

Sources speak Chinese; the catalogue lies in web/locale/en. New sentences are added without English (the test then fails until
somebody writes it), gone ones are dropped, and the compiled file is written anew.
"""

import ast
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from huiyin.platform.notices.rules.channels import CHANNEL_NAMES
from huiyin.platform.orgs.rules.recusing import RECUSAL_NAMES
from huiyin.platform.orgs.rules.rights import RIGHT_NAMES, ROLE_NAMES
from huiyin.platform.orgs.rules.terms import POST_NAMES
from huiyin.process.campaigns.rules.plans import ASK_ORIGINS
from huiyin.process.channels.rules.taking_down import WAY_NAMES
from huiyin.process.effects.rules.words import VERDICT_MEANINGS, VERDICT_NAMES
from huiyin.process.inspections.rules.visits import VISIT_STATES
from huiyin.process.inspections.rules.watching import WATCH_KINDS
from huiyin.process.lifemeetings.rules.states import PRESENCES, STATES
from huiyin.process.meetings.rules.records import PASSAGE_KINDS
from huiyin.process.opinions.rules.disposition import DISPOSITION_NAMES
from huiyin.process.rectification.rules.words import EVIDENCE_KINDS, RULE_KINDS
from huiyin.process.samples.rules.kinds import KIND_NAMES, PART_NAMES, STAGE_NAMES
from huiyin.process.supervision.rules.verdicts import POINT_KINDS, VERDICTS

WEB = Path(__file__).parents[2] / "src" / "huiyin" / "web"
PO = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")

# Names that rules give in Chinese and pages show through gettext.
NAMES = (
    DISPOSITION_NAMES,
    VERDICT_NAMES,
    VERDICT_MEANINGS,
    ROLE_NAMES,
    RIGHT_NAMES,
    POST_NAMES,
    RECUSAL_NAMES,
    VISIT_STATES,
    WATCH_KINDS,
    ASK_ORIGINS,
    CHANNEL_NAMES,
    PASSAGE_KINDS,
    PRESENCES,
    STATES,
    WAY_NAMES,
    EVIDENCE_KINDS,
    RULE_KINDS,
    KIND_NAMES,
    PART_NAMES,
    STAGE_NAMES,
    POINT_KINDS,
    VERDICTS,
)
# A name that marks sentences → how many of its arguments are sentences: one, or one for each number.
MARKS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
HAN = re.compile(r"[㐀-鿿]")

_SAID = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_MARKED = re.compile(rf"(?<![\w.])_?(?:gettext|_)\({_SAID}|(?<![\w.])ngettext\({_SAID},\s*{_SAID}")

Sentence = str | tuple[str, str]
"""A sentence, or the two of one that depends on a number."""


def templates() -> list[Path]:
    return sorted((WEB / "templates").rglob("*.html"))


def sources() -> list[Path]:
    return sorted(path for path in WEB.rglob("*.py") if path.name != "apps.py")


def found() -> dict[Sentence, str]:
    """Every sentence → the file in which it stands first."""
    sentences: dict[Sentence, str] = {}
    for path in templates():
        for sentence in in_template(path.read_text(encoding="utf-8")):
            sentences.setdefault(sentence, path.relative_to(WEB).as_posix())
    for path in sources():
        for sentence in in_python(path.read_text(encoding="utf-8")):
            sentences.setdefault(sentence, path.relative_to(WEB).as_posix())
    for names in NAMES:
        for name in names.values():
            sentences.setdefault(name, "names of the rules")
    return sentences


def in_template(text: str) -> Iterator[Sentence]:
    for match in _MARKED.finditer(templatize(text)):
        said = [str(ast.literal_eval(group)) for group in match.groups() if group]
        yield (said[0], said[1]) if len(said) > 1 else said[0]


def in_python(text: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            said = [
                argument.value
                for argument in node.args[: MARKS[node.func.id]]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            ]
            if said:
                yield (said[0], said[1]) if len(said) > 1 else said[0]


def forms(said: Sentence) -> tuple[str, ...]:
    """The one sentence, or the two."""
    return said if isinstance(said, tuple) else (said,)


def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def english(of: Catalog) -> dict[Sentence, Sentence]:
    """Every sentence of the catalogue → its English, empty when nobody has written it."""
    return {_said(message.id): _said(message.string) for message in of if message.id}


def _said(held: str | Sequence[str] | None) -> Sentence:
    return held or "" if held is None or isinstance(held, str) else (held[0], held[1])


def compiled(english: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, english)
    return out.getvalue()


def main() -> None:
    old = catalogue() if PO.exists() else Catalog(locale="en")
    known = english(old)
    new = Catalog(
        locale="en", domain="django", project="Huiyin", fuzzy=False, creation_date=old.creation_date
    )
    for said, where in sorted(found().items(), key=lambda item: (item[1], forms(item[0]))):
        new.add(said, known.get(said, ""), locations=[(where, 0)])
    with PO.open("wb") as file:
        write_po(file, new, width=0, omit_header=False, include_lineno=False)
    MO.write_bytes(compiled(catalogue()))
    missing = [said for said, one in english(new).items() if not all(forms(one))]
    print(f"{len(new)} sentences, {len(missing)} without English")


if __name__ == "__main__":
    main()
