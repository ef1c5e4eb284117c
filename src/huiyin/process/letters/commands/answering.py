"""Each finding is answered by the unit, and each answer looked at by the inspectors: accepted, or asked again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.platform.texts.commands import index_passages
from huiyin.platform.texts.commands.passages import Worded
from huiyin.process.campaigns.queries import template_of
from huiyin.process.letters.models import (
    AnswerLook,
    AnswerProof,
    Finding,
    FindingAnswer,
    FindingTie,
    Letter,
)
from huiyin.process.letters.queries.texts import ANSWER_KIND, text_of_answer
from huiyin.process.letters.rules.hands import needs_inspector, needs_unit
from huiyin.process.letters.rules.states import MOST_PROOFS, FindingState, finding_state
from huiyin.process.letters.rules.wording import needs_room
from huiyin.process.rectification.models import Evidence


@dataclass(frozen=True)
class Answered:
    """What the unit says to a finding: the answer, what was done, where it can be seen, evidence of the ledger by its ids."""

    text: str
    done: str = ""
    where: str = ""
    proofs: Sequence[int] = ()


@transaction.atomic
def answer_finding(finding: Finding, said: Answered, *, by: Actor, at: datetime) -> FindingAnswer:
    """Answer a finding of an issued letter, for the first time or after the inspectors asked again. By the unit's head or clerk."""
    letter = finding.letter
    needs_unit(by, letter.participation.unit.path)
    if not said.text.strip():
        raise BadInput("请写答复。", "Write the answer.")
    needs_room("answer", said.text)
    needs_room("done", said.done)
    needs_room("where", said.where)
    take_turn()
    if not Letter.objects.issued().filter(pk=letter.pk).exists():
        raise Refused("还没有发出。", "It isn't issued yet.")
    rounds, state = _standing(finding)
    if state in (FindingState.ANSWERED, FindingState.ACCEPTED):
        raise Conflict(
            "这一条已经答复过，要求再答时才能再答。",
            "This finding is answered: it is answered again only where the inspectors ask.",
        )
    made = FindingAnswer.objects.create(
        finding=finding,
        round=rounds + 1,
        text=said.text.strip(),
        done=said.done.strip(),
        where=said.where.strip(),
        role=by.role,
        by=by.code,
        on=day_in_china(at),
    )
    _point_at(made, said.proofs)
    index_passages(ANSWER_KIND, [Worded(made.pk, 1, text_of_answer(made))])
    facts = {"finding": finding.number, "round": made.round, "proofs": len(set(said.proofs))}
    record(act="letter.answered", subject=f"letter:{letter.pk}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def look_at_answer(
    finding: Finding, round_: int, words: str = "", *, accepted: bool, by: Actor, at: datetime
) -> AnswerLook:
    """Accept the answer of a round, or ask again in words. By an inspector who looks at the unit from above and answered nothing here."""
    letter = finding.letter
    inspectors = template_of(letter.campaign).term("supervision_group")
    needs_inspector(by, letter.participation.unit.path, inspectors)
    if not accepted and not words.strip():
        raise BadInput("要求再答，请写明还要答什么。", "Say what is still to be answered.")
    needs_room("words", words)
    take_turn()
    answer = FindingAnswer.objects.filter(finding=finding, round=round_).first()
    if answer is None or AnswerLook.objects.filter(answer=answer).exists():
        raise Conflict(
            "这一次答复刚由别人看过，请刷新后再看。", "Somebody else has looked at this answer: look again."
        )
    if answer.by == by.code:
        raise NotAllowed("自己的答复由别人看。", "Somebody else looks at one's own answer.")
    look = AnswerLook.objects.create(
        answer=answer, accepted=accepted, words=words.strip(), role=by.role, by=by.code, on=day_in_china(at)
    )
    facts = {"finding": finding.number, "round": round_, "accepted": accepted}
    record(act="letter.answer_looked_at", subject=f"letter:{letter.pk}", by=by.code, at=at, facts=facts)
    return look


def _standing(finding: Finding) -> tuple[int, FindingState]:
    """How many rounds there were, and how the last stands. 2 queries."""
    rounds = list(
        FindingAnswer.objects.filter(finding=finding).order_by("round").values_list("pk", flat=True)
    )
    looks = dict(AnswerLook.objects.filter(answer__in=rounds).values_list("answer_id", "accepted"))
    return len(rounds), finding_state(looks.get(pk) for pk in rounds)


def _point_at(answer: FindingAnswer, proofs: Sequence[int]) -> None:
    """Evidence that stands for a problem which follows the finding; Refused for other."""
    wanted = set(proofs)
    if len(wanted) > MOST_PROOFS:
        raise BadInput(
            f"最多指 {MOST_PROOFS} 份佐证。", f"Point at {MOST_PROOFS} pieces of evidence at most."
        )
    followed = FindingTie.objects.filter(finding=answer.finding_id, problem__isnull=False).values("problem")
    there = Evidence.objects.filter(pk__in=wanted, problem__in=followed, withdrawn_on=None)
    rows = list(there.order_by("pk"))
    if len(rows) != len(wanted):
        raise Refused(
            "有的佐证不在这一条对应的问题下面，或已经撤下。",
            "Some of the evidence doesn't stand for a problem that follows this finding, or was withdrawn.",
        )
    for row in rows:
        AnswerProof.objects.create(answer=answer, evidence=row)
