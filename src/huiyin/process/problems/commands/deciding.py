"""What a person decides about an opinion on one screen, in one transaction: labels, and where it goes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.opinions.commands import mark_duplicate, settle_opinion, triage_opinion
from huiyin.process.opinions.commands.settling import checked_why
from huiyin.process.opinions.commands.triage import take_back_triage
from huiyin.process.opinions.models import Decision, Opinion
from huiyin.process.opinions.rules.disposition import SETTLEMENTS, Disposition, Went
from huiyin.process.problems.commands.linking import link_opinions, take_from_behind
from huiyin.process.problems.commands.standing import needs_standing
from huiyin.process.problems.models import Link, Problem

MATTER = "matter"
"""How an overruled suggestion of a problem is counted, beside the kinds of label (opinions.queries.overruled)."""


@dataclass(frozen=True)
class Stay:
    """Labels only: the opinion waits, or stays behind the problems into which another act put it."""


@dataclass(frozen=True)
class Into:
    problem: Problem


@dataclass(frozen=True)
class Settled:
    """Answered, forwarded or out of scope, with a word why."""

    as_: Disposition
    why: str


@dataclass(frozen=True)
class Repeats:
    of: Opinion


Then = Stay | Into | Settled | Repeats


@dataclass(frozen=True)
class Decided:
    """Labels ("" = none), and where the opinion goes with them. `likely`: the number of the problem that was suggested first."""

    focus: str
    topic: str
    specific: bool
    then: Then
    likely: str = ""
    concern: str = ""


@transaction.atomic
def decide_opinion(opinion: Opinion, decided: Decided, *, by: Actor, at: datetime) -> Decision:
    """Decide labels and where the opinion goes, all or nothing; each step keeps its own record.

    `opinion` is the row as the person saw it (its `triage_round` and where it was): Conflict when somebody was faster.
    Deciding anew replaces where it went: it's settled no more, no duplicate, and taken out of the problem into which the
    earlier decision put it. What another act did, raising its group say, isn't undone by this: then settling is Refused.
    """
    take_turn()
    now = _as_seen(opinion)
    last = Decision.objects.filter(opinion=now, round=now.triage_round).first()
    kept = _kept_link(now, last, decided.then)
    then = decided.then if kept is None else Into(kept.problem)
    decision = triage_opinion(
        now,
        focus=decided.focus,
        topic=decided.topic,
        concern=decided.concern,
        specific=decided.specific,
        went=_went(then),
        overruled=_overruled(decided.likely, decided.then),
        by=by,
        at=at,
    )
    if isinstance(then, Stay):
        _bring_back(now, last, by=by, at=at)
        return decision
    _make_free(now, then, by=by, at=at)
    if kept is not None:
        Link.objects.filter(pk=kept.pk).update(round=decision.round)
        return decision
    if last is not None:
        _take_out(now, last, by=by, at=at)
    _send(now, then, decision, by=by, at=at)
    return decision


@transaction.atomic
def undo_decision(opinion: Opinion, *, by: Actor, at: datetime) -> Decision:
    """Take back the decision that counts, when it's `by`'s own: a round more, in which the one before it counts again.

    The opinion leaves where the decision sent it, and goes back to where the earlier one had sent it, else it waits. `opinion`
    is the row as the person saw it. Conflict when what the decision did was changed by another act since: the problem was
    merged or split, the opinion settled otherwise. Refused when there is nothing to take back, NotAllowed when it's another's.
    """
    take_turn()
    now = _as_seen(opinion)
    last = Decision.objects.filter(opinion=now, round=now.triage_round).first()
    made = take_back_triage(now, by=by, at=at)
    _bring_back(now, last, by=by, at=at)
    before = _then(made)
    if not isinstance(before, Stay):
        _send(now, before, made, by=by, at=at)
    return made


def _as_seen(opinion: Opinion) -> Opinion:
    """The row as it is; Conflict when it isn't as the person saw it."""
    now = Opinion.objects.select_related("campaign__root").get(pk=opinion.pk)
    if _state(now) != _state(opinion):
        raise Conflict(
            "这条意见刚刚由别人处理过，您的决定没有写入。请刷新后再看。",
            "Somebody else has just dealt with this opinion; nothing was written. Look again.",
        )
    return now


def _state(opinion: Opinion) -> tuple[object, ...]:
    return (
        opinion.triage_round,
        opinion.withdrawn_on,
        opinion.duplicate_of_id,
        opinion.linked,
        opinion.settled_as,
    )


def _went(then: Then) -> Went:
    match then:
        case Into(problem):
            return Went(Disposition.LINKED, problem.number)
        case Settled(as_, why):
            noted = as_ if as_ in SETTLEMENTS else ""  # settle_opinion refuses the others
            return Went(noted, why=checked_why(why))
        case Repeats(of):
            return Went(Disposition.DUPLICATE, str(of.pk))
        case Stay():
            return Went()


def _overruled(likely: str, then: Then) -> tuple[str, ...]:
    """That the opinion was put behind another problem than the one suggested first; who settles it says nothing of its matter."""
    return (MATTER,) if likely and isinstance(then, Into) and then.problem.number != likely else ()


def _then(decision: Decision) -> Then:
    """Where a decision that counts again sends the opinion."""
    if decision.went == Disposition.LINKED:
        campaign = decision.opinion.campaign
        return Into(Problem.objects.of(campaign).get(number=decision.target))
    if decision.went == Disposition.DUPLICATE:
        return Repeats(Opinion.objects.get(pk=int(decision.target)))
    return Settled(Disposition(decision.went), decision.why) if decision.went else Stay()


def _bring_back(now: Opinion, last: Decision | None, *, by: Actor, at: datetime) -> None:
    """Undo where the round `last` sent the opinion, and only that; Conflict when another act has changed it since."""
    if last is None or not last.went:
        return
    if last.went == Disposition.LINKED:
        _take_out(now, last, by=by, at=at)
    elif last.went == Disposition.DUPLICATE:
        if now.duplicate_of_id not in (None, int(last.target)):
            raise _otherwise()
        _unmark(now, by=by, at=at)
    elif now.settled_as:
        if (now.settled_as, now.settled_why) != (last.went, last.why):
            raise _otherwise()
        _unsettle(now, by=by, at=at)


def _make_free(now: Opinion, then: Then, *, by: Actor, at: datetime) -> None:
    """Unmark and unsettle the opinion, as the person saw it, so that it can go where the new decision sends it."""
    if now.withdrawn_on is not None:
        raise Refused(
            "这条意见已由提出人撤回，只能改标签，不能再改去向。",
            "This opinion was withdrawn by its giver: its labels can change, not where it went.",
        )
    if not isinstance(then, Repeats):
        _unmark(now, by=by, at=at)
    if not isinstance(then, Settled):
        _unsettle(now, by=by, at=at)


def _send(now: Opinion, then: Then, decision: Decision, *, by: Actor, at: datetime) -> None:
    match then:
        case Into(problem):
            if link_opinions(problem, [now.pk], by=by, at=at):
                Link.objects.filter(problem=problem, opinion=now).update(round=decision.round)
        case Settled(as_, why):
            _stands_behind_nothing(now)
            settle_opinion(now, as_=as_, why=why, by=by, at=at)
        case Repeats(of):
            mark_duplicate(now, of=of, by=by, at=at)


def _unmark(now: Opinion, *, by: Actor, at: datetime) -> None:
    if now.duplicate_of_id is not None:
        mark_duplicate(now, of=None, by=by, at=at)
        now.duplicate_of_id = None


def _unsettle(now: Opinion, *, by: Actor, at: datetime) -> None:
    if now.settled_as:
        settle_opinion(now, as_=None, why="", by=by, at=at)
        now.settled_as = now.settled_why = ""


def _own_link(now: Opinion, last: Decision | None) -> Link | None:
    """The link that the round `last` made, wherever it is now; None when there is none (any more)."""
    if last is None or last.went != Disposition.LINKED:
        return None
    return Link.objects.filter(opinion=now, round=last.round).select_related("problem__owner").first()


def _kept_link(now: Opinion, last: Decision | None, then: Then) -> Link | None:
    """The link that the earlier decision made, when the new one wants the opinion where it is, through merges."""
    link = _own_link(now, last)
    if link is None or not isinstance(then, Into):
        return None
    home = link.problem
    while home.merged_into is not None:
        home = home.merged_into
    return link if home.pk == then.problem.pk else None


def _take_out(now: Opinion, last: Decision, *, by: Actor, at: datetime) -> None:
    """Take the opinion from behind the problem into which `last` put it; nothing, when somebody has done so since."""
    link = _own_link(now, last)
    if link is None:
        return
    if link.problem.number != last.target:
        raise Conflict(
            f"这条意见已随拆分移到问题 {link.problem.number}，请先在那里撤销拆分，或把它移出。",
            f"This opinion has moved to problem {link.problem.number} by a split: undo the split, or take it out there.",
        )
    needs_standing(link.problem)
    take_from_behind(link.problem, [now.pk], by=by, at=at)


def _stands_behind_nothing(now: Opinion) -> None:
    link = Link.objects.filter(opinion=now).select_related("problem").first()
    if link is not None:
        raise Refused(
            f"这条意见已列入问题 {link.problem.number}，请先在问题页把它移出，再作答复或转办。",
            f"This opinion stands behind problem {link.problem.number}: take it out there before it is settled.",
        )


def _otherwise() -> Conflict:
    return Conflict(
        "这条意见的去向后来由别人改过，不能再撤回。如需改动，请重新作出决定。",
        "Where this opinion went was changed by somebody since: decide anew instead of taking back.",
    )
