"""The sentences of the pages, found in their sources, and the English catalogue. `python -m tests.shape.messages` brings it up to date.

Sources speak Chinese; the catalogue lies in web/locale/en. New sentences are added without English (the test then fails until
somebody writes it), gone ones are dropped, and the compiled file is written anew.
"""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from huiyin.platform.orgs.rules.rights import RIGHT_NAMES, ROLE_NAMES
from huiyin.platform.orgs.rules.terms import POST_NAMES
from huiyin.process.opinions.rules.disposition import DISPOSITION_NAMES

WEB = Path(__file__).parents[2] / "src" / "huiyin" / "web"
PO = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")

# Names that rules give in Chinese and pages show through gettext.
NAMES = (DISPOSITION_NAMES, ROLE_NAMES, RIGHT_NAMES, POST_NAMES)
MARKS = {"_", "gettext", "gettext_lazy"}
HAN = re.compile(r"[㐀-鿿]")

_MARKED = re.compile(r"""(?<![\w.])_?(?:gettext|_)\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def templates() -> list[Path]:
    return sorted((WEB / "templates").rglob("*.html"))


def sources() -> list[Path]:
    return sorted(path for path in WEB.rglob("*.py") if path.name != "apps.py")


def found() -> dict[str, str]:
    """Every sentence → the file in which it stands first."""
    sentences: dict[str, str] = {}
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


def in_template(text: str) -> Iterator[str]:
    for match in _MARKED.finditer(templatize(text)):
        yield str(ast.literal_eval(match[1]))


def in_python(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def compiled(english: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, english)
    return out.getvalue()


def main() -> None:
    old = catalogue() if PO.exists() else Catalog(locale="en")
    new = Catalog(
        locale="en", domain="django", project="Huiyin", fuzzy=False, creation_date=old.creation_date
    )
    for sentence, where in sorted(found().items(), key=lambda item: (item[1], item[0])):
        known = old.get(sentence)
        new.add(sentence, known.string if known else "", locations=[(where, None)])
    with PO.open("wb") as file:
        write_po(file, new, width=0, omit_header=False, include_lineno=False)
    MO.write_bytes(compiled(catalogue()))
    missing = [message.id for message in new if message.id and not message.string]
    print(f"{len(new)} sentences, {len(missing)} without English")


if __name__ == "__main__":
    main()
