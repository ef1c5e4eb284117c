"""Another than who wrote an answer gives it, or returns it with a reason (SPEC rule 4)."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.answers.commands.drafting import changed_meanwhile, needs_to_answer, writers_of
from huiyin.process.answers.models import Answer
from huiyin.process.opinions.commands import settle_opinion
from huiyin.process.opinions.models import LONGEST_WHY, Opinion
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.opinions.rules.identity import keyed


@transaction.atomic
def give_answer(answer: Answer, version: int, *, by: Actor, at: datetime) -> int:
    """Give the answer as it was seen in `version`; how many opinions it settles.

    The day of an opinion's first answer stays. NotAllowed for whoever wrote it or what it follows; Conflict when it was edited,
    given or returned since it was seen.
    """
    opinions = needs_to_answer(answer, by, Right.ANSWER_APPROVE)
    take_turn()
    if by.code in writers_of(answer):
        raise NotAllowed(
            "起草、修改过这份答复的人不能自己审批，请另一位有审批权的同志办理。",
            "Whoever wrote an answer doesn't approve it: somebody else with the right to does.",
        )
    seen = Answer.objects.filter(pk=answer.pk, state=Answer.State.DRAFT, version=version)
    day = day_in_china(at)
    # Words that quoted an opinion whose time is over went with it: there is nothing left to give.
    if not seen.exclude(body="").update(state=Answer.State.GIVEN, decided_by=by.code, decided_on=day):
        raise changed_meanwhile()
    now = Answer.objects.get(pk=answer.pk)
    Opinion.objects.filter(pk__in=opinions, answered_on=None).update(answered_on=day)
    facts = {
        "version": version,
        "opinions": sorted(map(str, opinions)),
        "digest": keyed(answer.campaign.secret, now.body),
    }
    record(act="answer.given", subject=f"answer:{answer.pk}", by=by.code, at=at, facts=facts)
    return _settle(now, opinions, by=by, at=at) if now.settles else 0


def _settle(answer: Answer, opinions: set[int], *, by: Actor, at: datetime) -> int:
    waiting = Opinion.objects.filter(pk__in=opinions, disposition=Disposition.WAITING.value)
    found = list(waiting.select_related("campaign").order_by("pk"))
    for opinion in found:
        why = f"已书面答复（答复 {answer.pk} 号）"
        settle_opinion(opinion, as_=Disposition.ANSWERED, why=why, by=by, at=at)
    return len(found)


@transaction.atomic
def return_answer(answer: Answer, version: int, why: str, *, by: Actor, at: datetime) -> None:
    """Send it back with a word why. Who wrote it may do so, too: to take it back. Conflict as for `give_answer`."""
    needs_to_answer(answer, by, Right.ANSWER_APPROVE)
    said = why.strip()
    if not 0 < len(said) <= LONGEST_WHY:
        raise Refused(
            f"请写明退回的理由（{LONGEST_WHY} 字以内）：哪里没答到，怎样改。",
            f"Say why it goes back, in {LONGEST_WHY} characters: what it leaves out, how to change it.",
        )
    seen = Answer.objects.filter(pk=answer.pk, state=Answer.State.DRAFT, version=version)
    day = day_in_china(at)
    if not seen.update(state=Answer.State.RETURNED, decided_by=by.code, decided_on=day, why=said):
        raise changed_meanwhile()
    facts = {"version": version, "digest": keyed(answer.campaign.secret, said)}
    record(act="answer.returned", subject=f"answer:{answer.pk}", by=by.code, at=at, facts=facts)
