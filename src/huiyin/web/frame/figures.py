"""Facts of a unit as a page shows them: with their n, and what stands on givers never to the unit's own people (SPEC rules 2, 5, 14)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.rules.gates import Fact
from huiyin.process.campaigns.rules.judging import Judged, Known, Outcome
from huiyin.process.opinions.rules.reach import raw_reaches
from huiyin.web.frame.states import Shown
from huiyin.web.frame.visit import Visit

_WATCHED = (
    "opinions.",
    "recurrence.",
)  # figures over givers: never shown to the unit itself under the template's number

OUTCOMES: Mapping[Outcome, Shown] = {
    "holds": Shown("●", "go", gettext_lazy("达到")),
    "fails": Shown("▲", "act", gettext_lazy("未达到")),
    "unknown": Shown("?", "wait", gettext_lazy("无从判断")),
}
HIDDEN = Shown("–", "none", gettext_lazy("由上级掌握"))


def sees_figures(visit: Visit, path: str) -> bool:
    """Whether figures about the unit at `path` are shown however few givers they stand on: to who may read the words, and to who
    has the overview from above it. For the unit's own people, its own office too, the template's number holds (SPEC rule 5)."""
    above = (actor.may(Right.OVERVIEW_READ, path) and len(actor.scope) < len(path) for actor in visit.actors)
    return reads_words(visit, path) or any(above)


def reads_words(visit: Visit, path: str) -> bool:
    """Whether the visitor may read what was said about the unit at `path` in its own words."""
    reaches = raw_reaches(visit.actors, Right.OPINION_READ_RAW, visit.running.root.path)
    return any(reach.covers(path) for reach in reaches)


def is_watched(name: str) -> bool:
    """Whether a fact stands on givers."""
    return name.startswith(_WATCHED)


def shown_outcome(visit: Visit, path: str, judged: Judged) -> Shown:
    """How a condition came out; of one about what was said, nothing to the unit's own people: how it stands, and how that changes,
    would tell what the figure may not (SPEC rules 2, 5)."""
    hidden = any(map(is_watched, judged.facts)) and not sees_figures(visit, path)
    return HIDDEN if hidden else OUTCOMES[judged.outcome]


def figure(visit: Visit, path: str, fact: Fact, known: Known | None) -> str:
    """A fact's figure with its n; what stands on givers never for the own people of the unit at `path` (SPEC rules 2, 5)."""
    if known is None:
        return _("还不知道")
    if is_watched(fact.name) and not sees_figures(visit, path):
        return _("不向本单位显示")
    if fact.type == "share" and isinstance(known.value, float):
        if known.n is not None and known.n < 10:
            return _("%(n)s 项中的 %(k)s 项") % {"n": known.n, "k": round(known.value * known.n)}
        return f"{known.value * 100:.0f}%" + (f"（n = {known.n}）" if known.n is not None else "")
    if isinstance(known.value, bool):
        return _("是") if known.value else _("否")
    return f"{known.value:g}" if isinstance(known.value, float) else str(known.value)
