"""The words of one campaign stand in its template and nowhere else: with another template the pages would say the wrong one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "huiyin"
WORDS = re.compile("四风|督导组|群众路线|民主生活会|对照检查|八项规定|指导组|four winds", re.IGNORECASE)

# Where such a word is the product's own or comes from outside, and why.
ALLOWED = {
    "platform/orgs/rules/rights.py": "the product's name of a role, the same in every campaign",
    "platform/orgs/migrations/0001_initial.py": "the same name, as the column's choice",
    "platform/orgs/rules/people_rows.py": "what lists of people call that role",
    "process/campaigns/rules/wording.py": "the usual name of that role, where a template has no word of its own",
    "process/opinions/rules/heading_words.py": "headings of workbooks that offices keep, to be passed over",
    "web/templates/people/_give_grant.html": "the role again; roles are given outside of any campaign",
    "web/templates/people/open_account.html": "the role again; roles are given outside of any campaign",
}


def said(path: Path) -> Iterator[str]:
    """What a file can say on a screen or a paper: strings that aren't docstrings; of a template, everything."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        yield text
        return
    tree = ast.parse(text)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.value


def sources() -> list[str]:
    found = [path for kind in ("*.py", "*.html") for path in SOURCE.rglob(kind)]
    names = (path.relative_to(SOURCE) for path in found)
    return sorted(name.as_posix() for name in names if name.parts[0] not in {"library", "demo"})


def test_only_templates_hold_the_words_of_a_campaign() -> None:
    having = {
        name: sorted({word for text in said(SOURCE / name) for word in WORDS.findall(text)})
        for name in sources()
    }
    assert {name: words for name, words in having.items() if words and name not in ALLOWED} == {}


@pytest.mark.parametrize("name", ALLOWED)
def test_the_list_of_exceptions_holds_no_more_than_it_must(name: str) -> None:
    assert any(WORDS.search(text) for text in said(SOURCE / name))
