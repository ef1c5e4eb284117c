"""The rows on which the checks stand, read once: of some units of a campaign."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count

from huiyin.analysis.specificity import Signs
from huiyin.platform.texts.models import FormalText, Mark
from huiyin.process.ballots.models import Vote
from huiyin.process.ballots.rules.counting import Figures, Form, share_of, total_of
from huiyin.process.campaigns.models import Ask, Campaign, Paper, Participation, PlanItem
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.burden import Week, burden_of
from huiyin.process.campaigns.queries.formal_texts import TextKind
from huiyin.process.campaigns.queries.timetable import Member, given_dates, timetable
from huiyin.process.campaigns.rules.burden import WeekLoad
from huiyin.process.formalism.rules.finding import MOST, Sent
from huiyin.process.letters.models import AnswerLook, Finding, FindingAnswer
from huiyin.process.letters.queries.texts import ANSWER_KIND
from huiyin.process.letters.rules.states import LetterState
from huiyin.process.problems.models import ProblemQuerySet
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.queries.texts import KIND as SELFCHECK
from huiyin.process.talks.models import Talk

_FEWEST_OUT = 10
"""Ballots given out: of fewer, nothing is said."""


@dataclass(frozen=True)
class Voted:
    unit: int
    number: int
    out: int
    back: int
    whole: bool


@dataclass(frozen=True)
class Told:
    """A formal text: its place in the index, whose it is, in which campaign, called how."""

    index: int
    unit: int
    owner: str
    campaign: int
    title: str


class Reading:
    """Some units of a campaign, in the order of the tree, with the problems that the reader sees, on a day."""

    def __init__(
        self, campaign: Campaign, parts: Sequence[Participation], problems: ProblemQuerySet, on: date
    ) -> None:
        self.campaign, self.parts, self.problems, self.on = campaign, tuple(parts), problems, on
        self.order = [part.unit_id for part in parts]
        self.names: Mapping[int, str] = {part.unit_id: part.unit.name for part in parts}
        self.pks = [part.pk for part in parts]

    def asks(self) -> list[Sent]:
        """Asks with fields that were sent, with the dates of each unit. 2 queries."""
        asks = list(
            Ask.objects.filter(campaign=self.campaign, sent_on__isnull=False)
            .exclude(fields=[])
            .order_by("pk")
        )
        due: dict[int, dict[int, date | None]] = defaultdict(dict)
        rows = PlanItem.objects.filter(ask__in=[one.pk for one in asks], participation__in=self.pks)
        for ask, unit, day in rows.values_list("ask_id", "participation__unit_id", "due_on"):
            due[ask][unit] = day
        return [
            Sent(one.pk, one.title, one.sent_on or one.asked_on, tuple(one.fields), due[one.pk])
            for one in asks
        ]

    def loads(self) -> dict[int, dict[Week, WeekLoad]]:
        """By participation what each week asks. One query."""
        return burden_of(self.parts)

    def talk_days(self) -> list[tuple[int, date, int]]:
        """(unit, day, how many talks one person had on it), units in the order of the tree. One query."""
        held = Talk.objects.filter(participation__in=self.pks, held_on__isnull=False).order_by()
        rows = held.values("participation__unit_id", "one_id", "held_on").annotate(n=Count("pk"))
        place = {unit: at for at, unit in enumerate(self.order)}
        told = [(row["participation__unit_id"], row["held_on"], row["n"]) for row in rows]
        return sorted(told, key=lambda one: (place[one[0]], one[1], -one[2]))

    @cached_property
    def confirmed(self) -> dict[int, list[date]]:
        """By participation the days on which talks were confirmed by the second of the two. One query."""
        found: dict[int, list[date]] = defaultdict(list)
        rows = Talk.objects.filter(participation__in=self.pks, one_on__isnull=False, other_on__isnull=False)
        for part, one, other in rows.values_list("participation_id", "one_on", "other_on"):
            if one is not None and other is not None:
                found[part].append(max(one, other))
        return found

    @cached_property
    def done(self) -> dict[int, list[tuple[date | None, date]]]:
        """By participation its tasks that are done: until when they were to be, and the day that they bear. One query."""
        found: dict[int, list[tuple[date | None, date]]] = defaultdict(list)
        rows = PlanItem.objects.filter(participation__in=self.pks, done_on__isnull=False)
        for part, due, day in rows.values_list("participation_id", "due_on", "done_on"):
            if day is not None:
                found[part].append((due, day))
        return found

    def closed(self) -> dict[int, list[date]]:
        """By unit the days on which its problems were closed. One query."""
        found: dict[int, list[date]] = defaultdict(list)
        rows = self.problems.standing().filter(owner__in=self.order, closed_on__isnull=False)
        for unit, day in rows.order_by().values_list("owner_id", "closed_on"):
            if day is not None:
                found[unit].append(day)
        return found

    def stages(self) -> dict[int, list[tuple[str, date | None, date]]]:
        """By participation its stages that have an end by the rules: name, beginning, end. 3 queries."""
        members = [
            Member(part.pk, part.unit_id, part.unit.name, part.tier, part.unit.kind) for part in self.parts
        ]
        table = timetable(self.campaign, members, given_dates(self.campaign))
        found: dict[int, list[tuple[str, date | None, date]]] = {}
        for situation, some in table.members.items():
            windows = table.schedule(situation).stages
            ends = [
                (stage.zh, begins.day if begins else None, end.day)
                for stage in table.template.stages
                for begins, end in [windows[stage.code]]
                if end is not None and end.day is not None
            ]
            found |= {member.pk: ends for member in some}
        return found

    def votes(self) -> list[Voted]:
        """Counted votes with enough ballots given out, by unit in the order of the tree. One query."""
        found = []
        rows = Vote.objects.filter(campaign=self.campaign, unit__in=self.order, result__isnull=False)
        for vote in rows.order_by("unit__path", "number"):
            form, counted = Form.of_json(vote.form), vote.result
            if counted is None:
                continue
            total = total_of(
                {code: Figures.of_json(counted[code]) for code in form.group_codes if code in counted}
            )
            share = share_of(form, total)
            if total.out >= _FEWEST_OUT and share.of:
                found.append(Voted(vote.unit_id, vote.number, total.out, total.back, share.hits == share.of))
        return found

    def without_fact(self) -> tuple[int, list[tuple[int | None, list[str]]]]:
        """How many problems stand, and by owner the numbers of those whose words name no fact. One query."""
        signs = Signs(template_of(self.campaign).signs.words(), self.names.values())
        rows = self.problems.standing().filter(owner__in=self.order)
        told = list(
            rows.order_by("owner__path", "year", "serial", "occurrence").values_list(
                "owner_id", "number", "title", "manifestation"
            )
        )
        bare: dict[int | None, list[str]] = defaultdict(list)
        for owner, number, title, manifestation in told:
            if not signs.read(f"{title}。{manifestation}").specific:
                bare[owner].append(number)
        return len(told), list(bare.items())

    def texts(self) -> dict[int, Told]:
        """Formal texts of units that the index knows, of this campaign and of others, by place in the index. 5 queries."""
        kinds = (TextKind.PAPER, TextKind.ITEM, SELFCHECK, ANSWER_KIND)
        places = {
            (kind, thing): pk
            for pk, kind, thing in FormalText.objects.filter(kind__in=kinds).values_list(
                "pk", "kind", "thing"
            )
        }
        found = {}
        for kind, thing, unit, owner, campaign, title in self._owned(places):
            index = places[kind, thing]
            found[index] = Told(index, unit, owner, campaign, title)
        return found

    def _owned(self, places: Mapping[tuple[str, int], int]) -> Iterator[tuple[str, int, int, str, int, str]]:
        """(kind, id, unit, its name, campaign, title) of texts in the index. 4 queries."""
        wanted: dict[str, list[int]] = defaultdict(list)
        for kind, thing in places:
            wanted[kind].append(thing)
        papers = Paper.objects.filter(pk__in=wanted[TextKind.PAPER])
        for row in papers.values_list("pk", "unit_id", "unit__name", "campaign_id", "title"):
            yield (TextKind.PAPER, *row)
        part = "participation"
        items = PlanItem.objects.filter(pk__in=wanted[TextKind.ITEM])
        for row in items.values_list(
            "pk", f"{part}__unit_id", f"{part}__unit__name", f"{part}__campaign_id", "ask__title"
        ):
            yield (TextKind.ITEM, *row)
        selfchecks = SelfCheck.objects.filter(pk__in=wanted[SELFCHECK])
        for pk, unit, name, campaign in selfchecks.values_list(
            "pk", f"{part}__unit_id", f"{part}__unit__name", f"{part}__campaign_id"
        ):
            yield SELFCHECK, pk, unit, name, campaign, "自查材料"
        part = "finding__letter__participation"
        answers = FindingAnswer.objects.filter(pk__in=wanted[ANSWER_KIND])
        for pk, unit, name, campaign in answers.values_list(
            "pk", f"{part}__unit_id", f"{part}__unit__name", f"{part}__campaign_id"
        ):
            yield ANSWER_KIND, pk, unit, name, campaign, "反馈意见的答复"

    def marks(self, texts: Sequence[int]) -> tuple[list[tuple[int, int]], dict[int, int]]:
        """(fingerprint, text) of those that some texts share and not too many hold, and how many fingerprints each has. 2 queries."""
        there = Mark.objects.filter(text__in=texts).order_by()
        sizes = dict(there.values("text").annotate(n=Count("key", distinct=True)).values_list("text", "n"))
        several = there.values("key").annotate(n=Count("text", distinct=True)).filter(n__gt=1, n__lte=MOST)
        shared = there.filter(key__in=several.values("key")).values_list("key", "text_id").distinct()
        return list(shared), sizes

    def answers(self) -> list[tuple[int, str]]:
        """(unit, what it answered to a finding), the first given first. One query."""
        unit = "finding__letter__participation"
        rows = FindingAnswer.objects.filter(**{f"{unit}__in": self.pks}).order_by("pk")
        return list(rows.values_list(f"{unit}__unit_id", "text"))

    def findings(self) -> list[tuple[int, str]]:
        """(unit, a finding that was sent to it). One query."""
        unit = "letter__participation"
        rows = Finding.objects.filter(letter__state=LetterState.ISSUED, **{f"{unit}__in": self.pks}).order_by(
            "pk"
        )
        return list(rows.values_list(f"{unit}__unit_id", "text"))

    def looks(self) -> list[tuple[int, str]]:
        """(unit, what was remarked on its answer). One query."""
        unit = "answer__finding__letter__participation"
        rows = AnswerLook.objects.filter(**{f"{unit}__in": self.pks}).exclude(words="").order_by("pk")
        return list(rows.values_list(f"{unit}__unit_id", "words"))
