"""The trace of a problem as a drawing (SPEC rule 3): from the words through what was done to the look-back, each a click away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act, Life
from huiyin.process.problems.access import get_problem
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import problem_page
from huiyin.process.problems.queries.page import ProblemPage
from huiyin.process.rectification.models import Step
from huiyin.process.rectification.queries import ProblemLife, life_of
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.words import kinds_of_evidence, kinds_of_rules

MOST = 12
"""Of a kind; what is more is said as a number."""
_WIDTH, _HEIGHT, _GAP, _BETWEEN = 168, 38, 10, 44
_LETTERS = 12
_JUDGED = (Act.SUBMIT, Act.ACCEPT, Act.RETURN, Act.CONFIRM)
_LOOKED = (Act.HOLD, Act.COME_BACK, Act.REOPEN)


@dataclass(frozen=True)
class Node:
    """One thing on the way: what it's called, a word beside it, and its page ("" where it has none)."""

    name: str
    note: str = ""
    place: str = ""


@dataclass(frozen=True)
class Column:
    """What stands on one station of the way."""

    title: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Box:
    """A node where it is drawn; `short` is as much of its name as fits."""

    node: Node
    short: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """Boxes, heads of columns and the lines between, in units of the drawing."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    heads: tuple[tuple[int, str], ...]
    lines: tuple[str, ...]


@page(Right.PROBLEM_READ, "GET")
def trace(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """The way of one problem; the drawing and the same as a list."""
    found = get_problem(number, actors=visit.actors, campaign=visit.running)
    columns = [one for one in _columns(visit, found) if one.nodes]
    context = {"problem": found, "columns": columns, "drawing": drawn(columns)}
    return show(request, visit, "problems/trace", context)


def _columns(visit: Visit, found: Problem) -> Iterator[Column]:
    shown, life = problem_page(found, visit.actors), life_of(found)
    yield Column(_("意见"), tuple(_opinions(visit, shown)))
    yield Column(_("问题"), tuple(_problems(visit, found, shown)))
    yield Column(
        _("整改措施"), _cut([Node(row.measure.what, _round(row.measure.round)) for row in life.measures])
    )
    yield Column(_("佐证和制度"), _cut(list(_proofs(visit, found, life))))
    rules = template_of(found.campaign).life
    yield Column(_("验收"), _cut(_steps(life, rules, _JUDGED)))
    yield Column(_("回头看"), _cut(_steps(life, rules, _LOOKED)))


def _opinions(visit: Visit, shown: ProblemPage) -> Iterator[Node]:
    code = visit.running.code
    for row in shown.behind[:MOST]:
        yield Node(row.excerpt, row.unit, reverse("opinion", args=[code, row.opinion]))
    if shown.behind:
        rest = len(shown.behind[MOST:]) + shown.more
        if rest:
            yield Node(_("还有 %(n)s 条") % {"n": rest})
    elif shown.opinions:
        text = ngettext("%(n)s 条意见，见归纳", "%(n)s 条意见，见归纳", shown.opinions) % {
            "n": shown.opinions
        }
        yield Node(text, "", f"{reverse('problem', args=[code, shown.problem.number])}#summary")


def _problems(visit: Visit, found: Problem, shown: ProblemPage) -> Iterator[Node]:
    def place(number: str) -> str:
        return reverse("problem", args=[visit.running.code, number])

    yield Node(f"{found.number} {found.title}", found.owner.name if found.owner else "", place(found.number))
    for numbers, word in (
        ([shown.merged_into] if shown.merged_into else [], _("并入")),
        (shown.merged, _("并进来")),
        ([shown.split_from] if shown.split_from else [], _("拆自")),
        (shown.parts, _("拆出")),
    ):
        for number in numbers:
            yield Node(number, word, place(number))


def _proofs(visit: Visit, found: Problem, life: ProblemLife) -> Iterator[Node]:
    kinds, rules = kinds_of_evidence(), kinds_of_rules()
    for row in life.evidence:
        one = row.evidence
        if one.withdrawn_on is None:
            file = reverse("evidence_file", args=[visit.running.code, found.number, one.pk])
            yield Node(one.title, kinds.get(one.kind, ""), file if one.attachment_id else "")
    for made in life.rules:
        yield Node(made.title, rules.get(made.kind, ""))


def _steps(life: ProblemLife, rules: Life, acts: Sequence[Act]) -> list[Node]:
    return [Node(_act(step, rules), step.on.isoformat()) for step in life.steps if step.act in acts]


def _act(step: Step, rules: Life) -> str:
    act = rules.act(Act(step.act))
    return pick(act.zh, act.en) if act else step.act


def _round(number: int) -> str:
    return _("第 %(n)s 轮") % {"n": number} if number > 1 else ""


def _cut(nodes: list[Node]) -> tuple[Node, ...]:
    rest = len(nodes) - MOST
    return (*nodes[:MOST], *([Node(_("还有 %(n)s 项") % {"n": rest})] if rest > 0 else []))


def drawn(columns: Sequence[Column]) -> Drawing:
    """Where everything stands: a column a station, each joined to the next by one trunk. O(nodes)."""
    tallest = max((len(column.nodes) for column in columns), default=0)
    height = 28 + tallest * (_HEIGHT + _GAP)
    boxes: list[Box] = []
    heads: list[tuple[int, str]] = []
    lines: list[str] = []
    middle = 28 + (height - 28) // 2
    for at, column in enumerate(columns):
        x = at * (_WIDTH + _BETWEEN)
        heads.append((x, column.title))
        top = middle - len(column.nodes) * (_HEIGHT + _GAP) // 2
        for row, node in enumerate(column.nodes):
            y = top + row * (_HEIGHT + _GAP)
            boxes.append(Box(node, _short(node.name), x, y))
            centre = y + _HEIGHT // 2
            if at:
                lines.append(f"M{x - _BETWEEN // 2} {middle}V{centre}H{x}")
            if at < len(columns) - 1:
                lines.append(f"M{x + _WIDTH} {centre}H{x + _WIDTH + _BETWEEN // 2}V{middle}")
    width = max(len(columns) * (_WIDTH + _BETWEEN) - _BETWEEN, 1)
    return Drawing(width, height, tuple(boxes), tuple(heads), tuple(lines))


def _short(text: str) -> str:
    """As much as a box holds; a letter of ASCII takes half the room."""
    room, kept = _LETTERS * 2, ""
    for letter in text:
        room -= 1 if letter.isascii() else 2
        if room < 0:
            return f"{kept}…"
        kept += letter
    return kept
