"""English is complete: every sentence of a page is in the catalogue, and no sentence stands on a page unmarked."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.shape.messages import (
    HAN,
    MARKS,
    MO,
    WEB,
    Sentence,
    catalogue,
    compiled,
    english,
    forms,
    found,
    sources,
    templates,
)

ENGLISH = english(catalogue())
FULL_WIDTH = re.compile(r"[\u3000-\u303f\uff00-\uffef“”‘’…]")
UPDATE = "python -m tests.shape.messages brings the catalogue up to date"


@pytest.mark.parametrize("sentence", [pytest.param(said, id=forms(said)[0]) for said in found()])
def test_every_sentence_has_its_english(sentence: Sentence) -> None:
    assert all(forms(ENGLISH.get(sentence, ""))), UPDATE
    holes = re.compile(r"%\(\w+\)[sd]")
    for one, said in zip(forms(ENGLISH[sentence]), forms(sentence), strict=True):
        assert not HAN.search(one.replace("中文", ""))
        assert not FULL_WIDTH.search(one)
        assert sorted(holes.findall(one)) == sorted(holes.findall(said))


def test_a_sentence_that_depends_on_a_number_is_found() -> None:
    assert ("%(count)s 人", "%(count)s 人") in found()


def test_the_catalogue_holds_no_sentence_that_is_gone() -> None:
    assert set(ENGLISH) == set(found()), UPDATE


def test_the_compiled_catalogue_is_the_written_one() -> None:
    assert MO.read_bytes() == compiled(catalogue()), UPDATE


_COVERED = re.compile(
    r"\{%\s*translate .*?%\}|\{%\s*blocktranslate.*?endblocktranslate\s*%\}|\{#.*?#\}|_\(\".*?\"\)|中文</?",
    re.DOTALL,
)


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(WEB)))
def test_no_template_says_a_word_past_the_catalogue(path: Path) -> None:
    rest = _COVERED.sub("", path.read_text(encoding="utf-8").replace("{% if english %}中文", ""))
    assert not HAN.findall(rest)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(WEB)))
def test_no_view_says_a_word_past_the_catalogue(path: Path) -> None:
    """Strings with Chinese are marked, or the first of an error's two sentences, or documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spoken = {id(constant) for constant in ast.walk(tree) if _is_chinese(constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            spoken -= {id(part) for said in _covered(node) for part in ast.walk(said)}
        if isinstance(node, ast.Tuple):
            spoken -= {id(part) for said in _first_of_pairs(node.elts) for part in ast.walk(said)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            spoken.discard(id(node.value))
        if isinstance(node, ast.FunctionDef) and node.name.endswith(
            "_form"
        ):  # a Chinese workbook to be filled in
            spoken -= {id(part) for part in ast.walk(node)}
    left = [constant for constant in ast.walk(tree) if id(constant) in spoken]
    assert not left, [constant.value for constant in left if isinstance(constant, ast.Constant)]


def _covered(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that are marked, or stand before their English."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    marked = MARKS.get(name, int(name == "removesuffix"))
    return call.args[:marked] if marked else _first_of_pairs(call.args)


def _first_of_pairs(parts: list[ast.expr]) -> list[ast.expr]:
    """Those that are Chinese and followed by a string that isn't."""
    pairs = pairwise(parts)
    return [zh for zh, en in pairs if _speaks_chinese(zh) and _is_text(en) and not _speaks_chinese(en)]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _speaks_chinese(node: ast.expr) -> bool:
    return _is_text(node) and any(_is_chinese(part) for part in ast.walk(node))


def _is_chinese(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(HAN.search(node.value))
