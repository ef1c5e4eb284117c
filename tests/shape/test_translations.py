"""English is complete: every sentence of a page is in the catalogue, and no sentence stands on a page unmarked."""

import ast
import re
from pathlib import Path

import pytest

from tests.shape.messages import HAN, MO, WEB, catalogue, compiled, found, sources, templates

ENGLISH = {message.id: message.string for message in catalogue() if message.id}
UPDATE = "python -m tests.shape.messages brings the catalogue up to date"


@pytest.mark.parametrize("sentence", sorted(found()))
def test_every_sentence_has_its_english(sentence: str) -> None:
    english = ENGLISH.get(sentence)
    assert english, UPDATE
    assert not HAN.search(english.replace("中文", ""))
    holes = re.compile(r"%\(\w+\)s")
    assert sorted(holes.findall(english)) == sorted(holes.findall(sentence))


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
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            marked = node.func.id in {"_", "gettext", "gettext_lazy"}
            both = (
                node.func.id in {"BadInput", "Refused", "Conflict", "NotAllowed", "Unseen", "pick"}
                and len(node.args) == 2
            )
            for argument in node.args[:1] if marked or both else []:
                spoken -= {id(constant) for constant in ast.walk(argument)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            spoken.discard(id(node.value))
    left = [constant for constant in ast.walk(tree) if id(constant) in spoken]
    assert not left, [constant.value for constant in left if isinstance(constant, ast.Constant)]


def _is_chinese(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(HAN.search(node.value))
