"""A person decides what an opinion is about."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import Decision, Opinion, Suggestion


@transaction.atomic
def triage_opinion(
    opinion: Opinion, *, focus: str, topic: str, specific: bool, by: Actor, at: datetime
) -> Decision:
    """Decide focus leaf, topic and specificity of an opinion ("" = none). An earlier decision stays beside the new one.

    `opinion` is the row as the person saw it: when somebody else has triaged it since, Conflict, and nothing changes.
    Suggestions that were not followed are kept with the decision (SPEC rule 9).
    """
    by.needs(Right.OPINION_TRIAGE, opinion.campaign.root.path)
    template = template_of(opinion.campaign)
    _known(focus, template.focus_codes(), "四风类别", "focus leaf")
    _known(topic, template.topic_codes(), "教育专题", "topic")
    moved = Opinion.objects.filter(pk=opinion.pk, triage_round=opinion.triage_round).update(
        triage_round=F("triage_round") + 1
    )
    if not moved:
        raise Conflict(
            "这条意见刚刚由别人梳理过，您的决定没有写入。请刷新后再看。",
            "Somebody else has just triaged this opinion; nothing was written. Look again.",
        )
    chosen = {
        Suggestion.Kind.FOCUS: focus,
        Suggestion.Kind.TOPIC: topic,
        Suggestion.Kind.SPECIFIC: _yes(specific),
    }
    decision = Decision.objects.create(
        opinion=opinion,
        round=opinion.triage_round + 1,
        focus=focus,
        topic=topic,
        specific=specific,
        overruled=_overruled(opinion, chosen),
        by=by.code,
        on=day_in_china(at),
    )
    facts = {
        "round": decision.round,
        "focus": focus,
        "topic": topic,
        "specific": specific,
        "overruled": decision.overruled,
    }
    record(act="opinion.triaged", subject=f"opinion:{opinion.pk}", by=by.code, at=at, facts=facts)
    return decision


def _known(code: str, codes: frozenset[str], zh: str, en: str) -> None:
    if code and code not in codes:
        raise Refused(f"本活动没有“{code}”这个{zh}。", f"This campaign has no {en} '{code}'.")


def _yes(flag: bool) -> str:  # noqa: FBT001 - a value to be spelled, not a switch
    return "yes" if flag else "no"


def _overruled(opinion: Opinion, chosen: dict[Suggestion.Kind, str]) -> list[str]:
    """The kinds whose first suggestion was another than what the person chose."""
    first = Suggestion.objects.filter(opinion=opinion, rank=1).values_list("kind", "code")
    return sorted(kind for kind, code in first if chosen[Suggestion.Kind(kind)] != code)
