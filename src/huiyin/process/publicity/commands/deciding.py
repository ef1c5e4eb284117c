"""Another than who wrote it lets a matter out, or returns it; what is out can be taken down at any time."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, NotAllowed
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.opinions.rules.identity import keyed
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.publicity.commands.drafting import changed_meanwhile
from huiyin.process.publicity.models import PublicMatter
from huiyin.process.publicity.queries import care_of_matter, givers_behind, words_digest
from huiyin.process.publicity.rules.matters import (
    Assured,
    MatterState,
    figure,
    needs_assurance,
    needs_room,
)


@transaction.atomic
def approve_matter(matter: PublicMatter, version: int, assured: Assured, *, by: Actor, at: datetime) -> None:
    """Let the draft out as it was seen in `version`: everybody may read it from now on, and its words stay.

    NotAllowed for who wrote it. Refused until `assured` says what the approver looked at: that nobody can be told from a matter of
    few givers, and from its names, telling details, accusations or a giver's own words. An earlier edition is replaced.
    """
    by.needs(Right.ANSWER_APPROVE, matter.campaign.root.path)
    take_turn()
    now = PublicMatter.objects.select_related("campaign__root", "problem").get(pk=matter.pk)
    if by.code == now.drafted_by:
        raise NotAllowed(
            "起草人不能自己批准，请另一位有审批权的同志办理。",
            "Whoever drafted it doesn't approve it: somebody else with the right to does.",
        )
    if now.state != MatterState.DRAFT or now.version != version:
        raise changed_meanwhile()
    fewest, givers = fewest_givers(now.campaign), givers_behind(now.problem)
    needs_assurance(givers, fewest, care_of_matter(now, [by]), assured)
    earlier = PublicMatter.objects.of(now.campaign).filter(number=now.number, state=MatterState.PUBLISHED)
    before = earlier.values_list("givers", flat=True).first()
    earlier.update(state=MatterState.REPLACED)
    now.givers = figure(givers, before, fewest)
    waiting = PublicMatter.objects.filter(pk=now.pk, state=MatterState.DRAFT, version=version)
    let_out = waiting.update(
        state=MatterState.PUBLISHED,
        decided_by=by.code,
        decided_on=day_in_china(at),
        givers=now.givers,
        nobody_known=assured.nobody_known,
    )
    if not let_out:
        raise changed_meanwhile()
    facts = {"version": version, "digest": words_digest(now)}
    facts |= {"nobody_known": assured.nobody_known, "looked": assured.looked}
    record(act="matter.approved", subject=f"matter:{now.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def return_matter(matter: PublicMatter, version: int, why: str, *, by: Actor, at: datetime) -> None:
    """Send a draft back with a word why; who wrote it may do so, too, to take it back. It stays as it is (SPEC rule 15)."""
    by.needs(Right.ANSWER_APPROVE, matter.campaign.root.path)
    take_turn()
    said = _reason(
        why, "请写明退回的理由：哪里没写清，怎样改。", "Say why it goes back and how to change it."
    )
    waiting = PublicMatter.objects.filter(pk=matter.pk, state=MatterState.DRAFT, version=version)
    day = day_in_china(at)
    if not waiting.update(state=MatterState.RETURNED, decided_by=by.code, decided_on=day, returned_why=said):
        raise changed_meanwhile()
    facts = {"version": version, "why": keyed(matter.campaign.secret, said)}
    record(act="matter.returned", subject=f"matter:{matter.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def withdraw_matter(matter: PublicMatter, why: str, *, by: Actor, at: datetime) -> None:
    """Take down what is out: everybody sees that the number was withdrawn and when. The reason stays in the office."""
    by.needs(Right.ANSWER_APPROVE, matter.campaign.root.path)
    take_turn()
    said = _reason(
        why, "请写明撤下的理由，只供内部留存。", "Say why it is taken down; the reason stays in the office."
    )
    out = PublicMatter.objects.filter(pk=matter.pk, state=MatterState.PUBLISHED)
    day = day_in_china(at)
    if not out.update(
        state=MatterState.WITHDRAWN, withdrawn_by=by.code, withdrawn_on=day, withdrawn_why=said
    ):
        raise changed_meanwhile()
    facts = {"why": keyed(matter.campaign.secret, said)}
    record(act="matter.withdrawn", subject=f"matter:{matter.pk}", by=by.code, at=at, facts=facts)


def _reason(why: str, zh: str, en: str) -> str:
    said = why.strip()
    if not said:
        raise BadInput(zh, en)
    needs_room("why", said)
    return said
