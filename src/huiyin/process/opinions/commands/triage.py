"""A person decides what an opinion is about."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.commands.reaching import needs_to_work_on
from huiyin.process.opinions.models import Decision, Opinion, Suggestion
from huiyin.process.opinions.rules.disposition import STAYED, Went


@transaction.atomic
def triage_opinion(
    opinion: Opinion,
    *,
    focus: str,
    topic: str,
    specific: bool,
    concern: str = "",
    went: Went = STAYED,
    overruled: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Decision:
    """Decide focus leaf, topic, specificity and concern of an opinion ("" = none). An earlier decision stays beside the new one.

    `went` notes where the same act sends it (problems.commands.decide_opinion, which does the sending). `opinion` is the row as the person saw it: when somebody else has triaged it since, Conflict, and nothing changes.
    Suggestions that were not followed are kept with the decision (SPEC rule 9), with those `overruled` that the caller made.
    """
    needs_to_work_on(opinion, by)
    template = template_of(opinion.campaign)
    _known(focus, template.focus_codes(), f"{template.focus.zh}类别", "focus leaf")
    _known(topic, template.topic_codes(), "教育专题", "topic")
    _known(concern, template.concern_codes(), "诉求类型", "concern")
    _next_round(opinion)
    chosen = {
        Suggestion.Kind.FOCUS: focus,
        Suggestion.Kind.TOPIC: topic,
        Suggestion.Kind.CONCERN: concern,
        Suggestion.Kind.SPECIFIC: _yes(specific),
    }
    decision = Decision.objects.create(
        opinion=opinion,
        round=opinion.triage_round + 1,
        focus=focus,
        topic=topic,
        concern=concern,
        specific=specific,
        overruled=sorted([*_overruled(opinion, chosen), *overruled]),
        went=went.to,
        target=went.target,
        why=went.why,
        by=by.code,
        on=day_in_china(at),
    )
    facts = {
        "round": decision.round,
        "focus": focus,
        "topic": topic,
        **({"concern": concern} if template.concerns else {}),
        "specific": specific,
        "overruled": decision.overruled,
        "went": went.to,
        "target": went.target,
    }
    record(act="opinion.triaged", subject=f"opinion:{opinion.pk}", by=by.code, at=at, facts=facts)
    return decision


@transaction.atomic
def take_back_triage(opinion: Opinion, *, by: Actor, at: datetime) -> Decision:
    """Take back the decision that counts, when it is `by`'s own: one round more, in which the one before it counts again.

    `restores` of the new round is 0 when there was none before. Nothing is deleted. Only what was decided is taken back here;
    problems.commands.undo_decision also brings the opinion back from where the decision had sent it.
    """
    needs_to_work_on(opinion, by)
    rounds = {decision.round: decision for decision in Decision.objects.filter(opinion=opinion)}
    taken = _counting(rounds, opinion.triage_round)
    if taken is None:
        raise Refused("这条意见没有可以撤回的决定。", "There is no decision to take back.")
    if taken.by != by.code:
        raise NotAllowed(
            "最近的决定是别人作出的，不能由您撤回。如需改动，请重新作出决定。",
            "The last decision is somebody else's: decide anew instead.",
        )
    _next_round(opinion)
    before = _counting(rounds, taken.round - 1) or Decision(round=0, specific=False)
    made = Decision.objects.create(
        opinion=opinion,
        round=opinion.triage_round + 1,
        focus=before.focus,
        topic=before.topic,
        concern=before.concern,
        specific=before.specific,
        went=before.went,
        target=before.target,
        why=before.why,
        taken_back=True,
        restores=before.round,
        by=by.code,
        on=day_in_china(at),
    )
    facts = {"round": made.round, "taken": taken.round, "restores": made.restores}
    record(act="opinion.decision_taken_back", subject=f"opinion:{opinion.pk}", by=by.code, at=at, facts=facts)
    return made


def _counting(rounds: Mapping[int, Decision], last: int) -> Decision | None:
    """The decision that counts after round `last`: its own, or the one that it restores."""
    found = rounds.get(last)
    return rounds.get(found.restores) if found is not None and found.taken_back else found


def _next_round(opinion: Opinion) -> None:
    same = Opinion.objects.filter(pk=opinion.pk, triage_round=opinion.triage_round)
    if not same.update(triage_round=F("triage_round") + 1):
        raise Conflict(
            "这条意见刚刚由别人梳理过，您的决定没有写入。请刷新后再看。",
            "Somebody else has just triaged this opinion; nothing was written. Look again.",
        )


def _known(code: str, codes: frozenset[str], zh: str, en: str) -> None:
    if code and code not in codes:
        raise Refused(f"本活动没有“{code}”这个{zh}。", f"This campaign has no {en} '{code}'.")


def _yes(flag: bool) -> str:  # noqa: FBT001 - a value to be spelled, not a switch
    return "yes" if flag else "no"


def _overruled(opinion: Opinion, chosen: dict[Suggestion.Kind, str]) -> list[str]:
    """The kinds whose first suggestion was another than what the person chose."""
    first = Suggestion.objects.filter(opinion=opinion, rank=1).values_list("kind", "code")
    return sorted(kind for kind, code in first if chosen[Suggestion.Kind(kind)] != code)
