"""A person says whether an opinion speaks again of a closed problem. Nothing is said over what was said before."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.opinions.commands.reaching import needs_to_work_on_all
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries.compared import NO_CANDIDATE
from huiyin.process.recurrences.access import needs_to_judge
from huiyin.process.recurrences.models import AgainSuggestion, Decided
from huiyin.process.recurrences.rules.answers import LONGEST_WHY, Answer


@transaction.atomic
def decide_again(
    problem: Problem, opinion: int, answer: Answer, why: str = "", *, seen: int = 0, by: Actor, at: datetime
) -> Decided:
    """Say that an opinion (id) speaks again of a closed problem, or that it speaks of something else.

    `seen` is the round of the last word on the pair as the person saw it, 0 for none: Conflict when another was said since. An opinion that
    the machine didn't suggest may be confirmed, too. No later look overrules it. About 12 queries.
    """
    if answer is Answer.OPEN:
        raise Refused("请选“又说起了”或“不是这件事”。", "Say whether it speaks of the same matter.")
    why = why.strip()
    if len(why) > LONGEST_WHY:
        raise Refused(
            f"说明不超过 {LONGEST_WHY} 字，现在是 {len(why)} 字。", f"At most {LONGEST_WHY} characters."
        )
    needs_to_judge(problem, by)
    needs_to_work_on_all(problem.campaign, [opinion], by, Right.OPINION_READ_RAW)
    take_turn()
    _needs_to_be_later(problem, opinion)
    suggested = AgainSuggestion.objects.filter(problem=problem, opinion=opinion).first()
    return _say(problem, opinion, answer, why, suggested, seen=seen, by=by, at=at)


@transaction.atomic
def take_back_again(decided: Decided, *, by: Actor, at: datetime) -> Decided:
    """Take a word back, one's own or a colleague's: a word more, by which the pair waits again. Conflict when another was said since.

    A problem that was raised upon it, and what was put behind it, stay: they are other acts.
    """
    problem = Problem.objects.select_related("owner", "campaign__root").get(pk=decided.problem_id)
    needs_to_judge(problem, by)
    needs_to_work_on_all(problem.campaign, [decided.opinion_id], by, Right.OPINION_READ_RAW)
    take_turn()
    if decided.answer == Answer.OPEN:
        raise Refused("这里没有可以撤回的判断。", "There is nothing to take back.")
    return _say(problem, decided.opinion_id, Answer.OPEN, "", None, seen=decided.round, by=by, at=at)


@transaction.atomic
def put_off_again(suggestion: AgainSuggestion, *, by: Actor, at: datetime) -> None:
    """Leave a suggestion for later: it goes behind those that nobody has put off."""
    needs_to_judge(suggestion.problem, by)
    needs_to_work_on_all(suggestion.problem.campaign, [suggestion.opinion_id], by, Right.OPINION_READ_RAW)
    if not AgainSuggestion.objects.filter(pk=suggestion.pk).update(put_off=F("put_off") + 1):
        raise Conflict("这条提示已经没有了。", "This suggestion is gone.")
    subject = f"problem:{suggestion.problem.number}"
    facts = {"opinion": str(suggestion.opinion_id)}
    record(act="recurrence.put_off", subject=subject, by=by.code, at=at, facts=facts)


def _say(
    problem: Problem,
    opinion: int,
    answer: Answer,
    why: str,
    suggested: AgainSuggestion | None,
    *,
    seen: int,
    by: Actor,
    at: datetime,
) -> Decided:
    words = Decided.objects.filter(problem=problem, opinion=opinion)
    last = words.order_by("-round").values_list("round", "answer").first() or (0, "")
    if last[0] != seen:
        raise Conflict(
            "这一对刚刚由别人判断过，您的判断没有写入。请刷新后再看。",
            "Somebody else has just said something of this pair; nothing was written. Look again.",
        )
    if last[1] == answer and last[0]:
        raise Conflict("这一对已经这样判断过了。", "This was said of the pair already.")
    words.filter(stands=True).update(stands=False)
    made = Decided.objects.create(
        problem=problem,
        opinion_id=opinion,
        round=seen + 1,
        answer=answer,
        why=why,
        machine=_machine(suggested),
        role=by.role,
        decided_by=by.code,
        decided_on=day_in_china(at),
    )
    facts = {"opinion": str(opinion), "round": made.round, "answer": made.answer, "machine": made.machine}
    act = "recurrence.taken_back" if answer is Answer.OPEN else "recurrence.decided"
    record(act=act, subject=f"problem:{problem.number}", by=by.code, at=at, facts=facts)
    return made


def _machine(suggested: AgainSuggestion | None) -> str:
    """How sure the machine was: a copy and what a person had said of the pair go before the word."""
    if suggested is None:
        return ""
    return "said_same" if suggested.said_same else "copy" if suggested.copy else suggested.certainty


def _needs_to_be_later(problem: Problem, opinion: int) -> None:
    """Refused unless the problem is closed now, and the opinion was raised afterwards and is in the matter."""
    closed_on = Problem.objects.standing().filter(pk=problem.pk).values_list("closed_on", flat=True).first()
    if closed_on is None:
        raise Refused(
            f"问题 {problem.number} 现在没有销号，谈不上又说起。",
            f"Problem {problem.number} isn't closed now: nothing comes back.",
        )
    later = Opinion.objects.filter(pk=opinion, raised_on__gt=closed_on).exclude(disposition__in=NO_CANDIDATE)
    if not later.exists() or Link.objects.filter(problem=problem, opinion=opinion).exists():
        raise Refused(
            f"这条意见不是问题 {problem.number} 销号（{closed_on.isoformat()}）以后另外提出的，或已撤回、不属本活动。",
            f"The opinion wasn't raised anew after problem {problem.number} was closed, or is none of the campaign's.",
        )
