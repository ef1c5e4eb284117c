"""To which problem or group of its unit an opinion may belong: five suggestions, each with its reasons (SPEC rule 9)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from huiyin.analysis.associations import Associations, Decided
from huiyin.analysis.matching import Known, Match, New, centred, likely_matters
from huiyin.analysis.matching import Labels as Weighed
from huiyin.analysis.normalise import Text
from huiyin.analysis.shared import SharedWord, shared_words, word_weight
from huiyin.platform.texts.queries import frequencies, meanings
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.concepts import Concept
from huiyin.process.opinions.models import Group, Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.queries import Labels, labels_of, scopes_of
from huiyin.process.opinions.queries.scopes import Scopes
from huiyin.process.problems.models import Link, Problem, ProblemQuerySet
from huiyin.process.problems.queries.behind import EXCERPT, homes

MOST_KNOWN = 500
"""Opinions of the unit that are looked at: the latest."""

MOST_DECIDED = 200
"""Of those, the latest that people put behind a problem: what they teach of words."""


TOLD_FROM, MOST_TOLD = 3, 2
"""How often two words must have been put together to be named as a reason, and how many such pairs are."""


@dataclass(frozen=True)
class Likely:
    """A matter that an opinion may belong to: a standing `problem`, or else a `group`, or else one opinion that stands alone.

    `opinion` is the nearest of its `known` opinions that the reader sees, the rest of the row its own. `shared` by weight; `taught`: a
    word of the opinion, one of the nearest, and how often people put two such opinions together; `told`: concepts of the template
    (concepts.toml) that the opinion and the nearest speak of, each with the words of the one and of the other; `agreed`: codes of labels
    that are suggested for the opinion and were given to the matter.
    """

    problem: Problem | None
    group: int | None
    known: int
    opinion: int
    source_id: str
    excerpt: str
    raised_on: date | None
    shared: tuple[SharedWord, ...]
    taught: tuple[tuple[str, str, int], ...]
    told: tuple[tuple[Concept, tuple[str, ...], tuple[str, ...]], ...]
    agreed: tuple[str, ...]


class _Row(NamedTuple):
    pk: int
    title: str
    body: str
    about: int | None
    source_id: str
    raised_on: date | None
    group: int | None
    triaged: int

    @property
    def words(self) -> Text:
        return Text(self.title, self.body)


class _Matter(NamedTuple):
    """What an opinion belongs to. Exactly one of these isn't 0: ids."""

    problem: int = 0
    group: int = 0
    alone: int = 0


def likely_problems(
    opinion: Opinion,
    visible: OpinionQuerySet,
    problems: ProblemQuerySet,
    suggested: Mapping[str, Sequence[str]],
) -> tuple[Likely, ...]:
    """The five likeliest of what the reader sees, by opinions about the same unit (`visible`) and standing `problems`, best first.

    `suggested`: codes by kind of label ("topic", "focus") for the opinion itself, the likeliest first. What the opinion stands behind
    already isn't suggested again, nor its own group: `alike` shows that. An encoder's vectors speak where the opinion has one. 13 queries at most; O(opinions of the unit, MOST_KNOWN at most).
    """
    scopes = scopes_of(opinion.campaign)
    mask = scopes.mask(scopes.of(opinion.about_id))
    rows = _rows(opinion, visible, scopes)
    if not rows:
        return ()
    standing, matters = _matters(opinion, rows, problems)
    rows = [row for row in rows if row.pk in matters]
    labels = labels_of([row.pk for row in rows], [row.pk for row in rows if row.triaged])
    known = [
        Known(
            matters[row.pk],
            mask(row.words),
            _weighed_labels(labels.get(row.pk)),
            _decided(labels.get(row.pk)),
        )
        for row in rows
    ]
    new = New(mask(opinion.words), _weighed(suggested.get("topic", ()), suggested.get("focus", ())))
    put = ((one.words, matters[row.pk].problem) for one, row in zip(known, rows, strict=True))
    taught = [Decided(words, problem) for words, problem in put if problem][-MOST_DECIDED:]
    encoded = _encoded(opinion.pk, [row.pk for row in rows])
    concepts = template_of(opinion.campaign).concepts
    found = likely_matters(
        new,
        known,
        associations=Associations.of(new.words, taught),
        encoded=encoded,
        thesaurus=concepts.thesaurus(),
    )
    nearest = [(match, rows[match.row], matters[rows[match.row].pk]) for match in found]
    return tuple(_shown(opinion, nearest, standing, {one.code: one for one in concepts.all()}))


def _rows(opinion: Opinion, visible: OpinionQuerySet, scopes: Scopes) -> list[_Row]:
    """Other opinions of the same scope that the reader sees, the earliest taken in first."""
    scope = scopes.of(opinion.about_id)
    units = [unit for unit, of in scopes.of_unit.items() if of == scope]
    about = Q(about__in=units) if scope else Q(about=None)
    found = visible.in_scope().with_text().filter(about).exclude(pk=opinion.pk).order_by("-pk")
    fields = ("pk", "title", "body", "about_id", "source_id", "raised_on", "placed__group_id", "triage_round")
    return [_Row(*row) for row in found.values_list(*fields)[:MOST_KNOWN]][::-1]


def _matters(
    opinion: Opinion, rows: Sequence[_Row], problems: ProblemQuerySet
) -> tuple[dict[int, Problem], dict[int, _Matter]]:
    """(problems by id, opinion → what it belongs to); an opinion only behind problems that the reader doesn't see is left out."""
    groups = {row.group for row in rows if row.group}
    home = homes(opinion.campaign)
    linked: dict[int, list[int]] = {}
    for one, problem in Link.objects.filter(opinion__in=[opinion.pk, *(row.pk for row in rows)]).values_list(
        "opinion_id", "problem_id"
    ):
        linked.setdefault(one, []).append(home.get(problem, problem))
    raised = {
        group: home.get(pk, pk)
        for pk, group in Problem.objects.filter(group__in=groups).values_list("pk", "group_id")
        if group
    }
    wanted = {pk for found in linked.values() for pk in found} | set(raised.values())
    standing = {one.pk: one for one in problems.standing().filter(pk__in=wanted)}
    own = set(linked.get(opinion.pk, ()))
    placed = Placement.objects.filter(opinion=opinion).values_list("group_id", flat=True).first()
    found = {}
    for row in rows:
        behind = linked.get(row.pk) or ([raised[row.group]] if row.group in raised else [])
        if not behind:
            if row.group is None or row.group != placed:
                found[row.pk] = _Matter(group=row.group) if row.group else _Matter(alone=row.pk)
        elif seen := [pk for pk in behind if pk in standing and pk not in own]:
            found[row.pk] = _Matter(problem=seen[0])
    return standing, found


def _encoded(opinion: int, known: Sequence[int]) -> NDArray[np.float64] | None:
    """Cosines of an encoder with each of `known`, 0 for those that it hasn't read; None where it hasn't read the opinion."""
    _, vectors = meanings([opinion, *known])
    read = [place for place, pk in enumerate(known) if pk in vectors]
    if opinion not in vectors or not read:
        return None
    cosines = np.zeros(len(known))
    cosines[read] = centred(np.array([vectors[known[place]] for place in read]), vectors[opinion])
    return cosines


def _weighed(topics: Iterable[str], focus: Iterable[str]) -> Weighed:
    """The first weighs most, as in bench/matching_quality.py."""
    ranked = (
        {code: 1 / rank for rank, code in enumerate(codes, start=1) if code} for codes in (topics, focus)
    )
    return tuple(ranked)


def _weighed_labels(found: Labels | None) -> Weighed:
    return _weighed([found.topic], found.focus) if found else ()


def _decided(found: Labels | None) -> bool:
    return found is not None and found.decided


def _shown(
    opinion: Opinion,
    found: Sequence[tuple[Match, _Row, _Matter]],
    standing: Mapping[int, Problem],
    concepts: Mapping[str, Concept],
) -> Iterable[Likely]:
    counted = frequencies(opinion.campaign_id)
    weight = word_weight(counted) if counted is not None else None
    numbers = _group_numbers({matter.group for *_, matter in found})
    for match, row, matter in found:
        yield Likely(
            problem=standing.get(matter.problem),
            group=numbers.get(matter.group),
            known=match.known,
            opinion=row.pk,
            source_id=row.source_id,
            excerpt=" ".join(row.words.whole.split())[:EXCERPT],
            raised_on=row.raised_on,
            shared=tuple(shared_words(opinion.text, row.words.whole, weight)),
            taught=tuple(_told(match)),
            told=tuple((concepts[code], mine, theirs) for code, mine, theirs in match.told),
            agreed=match.agreed,
        )


def _told(match: Match) -> list[tuple[str, str, int]]:
    told = [(mine, theirs, cases.together) for (mine, theirs), cases in match.taught]
    return [pair for pair in told if pair[2] >= TOLD_FROM][:MOST_TOLD]


def _group_numbers(groups: Collection[int]) -> dict[int, int]:
    return dict(Group.objects.filter(pk__in=groups).values_list("pk", "number"))
