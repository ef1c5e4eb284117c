"""Questions about sheets of looks: how far a unit is with one, what was handed in and returned (R28, S21)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from huiyin.process.campaigns.models import Participation, UnitStage
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.looks import LookSheet
from huiyin.process.campaigns.rules.plans import StageState
from huiyin.process.supervision.models import Lookback, LookbackDraft, LookbackReturn
from huiyin.process.supervision.rules.lookbacks import columns_of, whole_looks


@dataclass(frozen=True)
class LookedBack:
    """How far a unit is with its stage's sheet: looks that are whole, and whether it was handed in and stands."""

    whole: int = 0
    reported: bool = False


def looked_back(participations: Sequence[Participation], on: date) -> dict[int, LookedBack]:
    """By participation, of the sheet that it writes in its stage; those whose stage has none are left out. 3 queries.

    After the last stage it is that of the last one, so that a look after the end counts.
    """
    template = template_of(participations[0].campaign)
    if not any(sheet.by == "unit" for sheet in template.looks.sheets):
        return {}
    stages = _stages(participations)
    sheets = {
        part.pk: sheet
        for part in participations
        if (sheet := template.looks.of_unit(stages.get(part.pk))) is not None
    }
    handed_in: dict[tuple[int, str], tuple[Lookback, bool]] = {}
    sent_back = Exists(LookbackReturn.objects.filter(lookback=OuterRef("pk"), on__lte=on))
    rows = Lookback.objects.filter(participation__in=sheets, on__lte=on).annotate(sent_back=sent_back)
    for row in rows.order_by("round"):
        handed_in[row.participation_id, row.sheet] = row, row.sent_back
    drafts = {
        (row.participation_id, row.sheet): row
        for row in LookbackDraft.objects.filter(participation__in=sheets)
    }
    found = {}
    for pk, sheet in sheets.items():
        last, back = handed_in.get((pk, sheet.code), (None, True))
        stands = not back
        written = last if stands else drafts.get((pk, sheet.code))
        columns = columns_of(template, sheet)
        found[pk] = LookedBack(whole_looks(sheet, columns, written.entries) if written else 0, stands)
    return found


def _stages(participations: Sequence[Participation]) -> dict[int, str]:
    """The stage that each is in, after the last one the last. One query."""
    rows = UnitStage.objects.filter(participation__in=participations).exclude(state=StageState.WAITING)
    return dict(rows.order_by("position").values_list("participation_id", "stage"))


@dataclass(frozen=True)
class HandedIn:
    """A sheet as it was handed in, and how it was sent back where it was."""

    lookback: Lookback
    returned: LookbackReturn | None


@dataclass(frozen=True)
class SheetOf:
    """A sheet of a unit: what is being written, and what was handed in, the latest first; `begun`: its stage has come."""

    sheet: LookSheet
    draft: LookbackDraft | None
    rounds: tuple[HandedIn, ...]
    begun: bool

    @property
    def stands(self) -> bool:
        """Whether it was handed in and not returned."""
        return bool(self.rounds) and self.rounds[0].returned is None


def sheets_of(participation: Participation) -> list[SheetOf]:
    """Every sheet of the template for a unit, in the template's order. 4 queries."""
    looks = template_of(participation.campaign).looks
    drafts = {row.sheet: row for row in LookbackDraft.objects.filter(participation=participation)}
    rounds: dict[str, list[HandedIn]] = defaultdict(list)
    back = {
        row.lookback_id: row for row in LookbackReturn.objects.filter(lookback__participation=participation)
    }
    for row in Lookback.objects.filter(participation=participation).order_by("-round"):
        rounds[row.sheet].append(HandedIn(row, back.get(row.pk)))
    begun = set(
        UnitStage.objects.filter(participation=participation)
        .exclude(state=StageState.WAITING)
        .values_list("stage", flat=True)
    )
    return [
        SheetOf(
            sheet,
            drafts.get(sheet.code),
            tuple(rounds[sheet.code]),
            sheet.stage is None or sheet.stage in begun,
        )
        for sheet in looks.sheets
    ]


@dataclass(frozen=True)
class Stands:
    """That a sheet was handed in last on a day, in which round, and whether it was sent back."""

    round: int
    on: date
    returned: bool


def handed_in_by(participations: Collection[int]) -> dict[tuple[int, str], Stands]:
    """By participation and sheet, what was handed in last. 2 queries."""
    back = set(
        LookbackReturn.objects.filter(lookback__participation__in=participations).values_list(
            "lookback_id", flat=True
        )
    )
    rows = Lookback.objects.filter(participation__in=participations).order_by("round")
    return {
        (part, sheet): Stands(number, on, pk in back)
        for pk, part, sheet, number, on in rows.values_list("pk", "participation_id", "sheet", "round", "on")
    }
