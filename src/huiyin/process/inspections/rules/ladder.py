"""The order of the five papers: none is skipped without a reason, none goes back (DOMAIN 2.9). Names and needs are the template's."""

from collections.abc import Collection
from datetime import date

from huiyin.kit.errors import BadInput, Refused
from huiyin.process.campaigns.rules.inspections import Inspections, LadderStep

LONGEST_MATTER, LONGEST_TEXT, LONGEST_ANSWER, LONGEST_WHY = 200, 4000, 4000, 500


def next_steps(rules: Inspections, issued: Collection[str]) -> tuple[LadderStep, ...]:
    """What may still be issued, the next first."""
    last = max((rules.place(code) for code in issued), default=-1)
    return rules.ladder[last + 1 :]


def checked_step(rules: Inspections, code: str, issued: Collection[str], skipped_why: str) -> LadderStep:
    """The paper of that code; Refused for one already passed, and for one further down without a reason for what is skipped."""
    ahead = next_steps(rules, issued)
    step = next((one for one in ahead if one.code == code), None)
    if step is None:
        raise Refused(
            "这一级文书已经发过，或这里没有：只能往下一级发。",
            "That paper was issued already, or there is none: the ladder only goes on.",
        )
    if step is not ahead[0] and not skipped_why.strip():
        names = "、".join(f"《{one.zh}》" for one in ahead[: ahead.index(step)])
        raise Refused(f"跳过了{names}，请写明为什么跳过。", "Steps are skipped: say why.")
    if len(skipped_why) > LONGEST_WHY:
        raise BadInput(f"理由最多 {LONGEST_WHY} 字。", f"The reason has {LONGEST_WHY} characters at most.")
    return step


def check_words(step: LadderStep, text: str, due_on: date | None) -> None:
    """BadInput for a paper without words, or without the last day that it has to give."""
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise BadInput(f"正文写 1 至 {LONGEST_TEXT} 字。", f"The text has 1 to {LONGEST_TEXT} characters.")
    if step.sets_date and due_on is None:
        raise BadInput(f"《{step.zh}》要写明期限。", "This paper gives a last day.")
    if not step.sets_date and due_on is not None:
        raise BadInput(f"《{step.zh}》不另定期限。", "This paper gives no last day of its own.")


def check_time(step: LadderStep, deadline: date | None, due_on: date | None, today: date) -> None:
    """Refused for a paper at the wrong side of the last day that an earlier one gave, or whose own last day is over."""
    if step.when != "any" and deadline is None:
        raise Refused(f"前面的文书没有定过期限，不能发《{step.zh}》。", "No earlier paper gave a last day.")
    if deadline is not None and step.when == "before" and today > deadline:
        raise Refused(
            f"期限 {deadline} 已过，《{step.zh}》要在期限以前发。请停用这份草稿，改发下一级。",
            f"The last day {deadline} is over: this paper is issued before it.",
        )
    if deadline is not None and step.when == "after" and today <= deadline:
        raise Refused(
            f"期限 {deadline} 还没有过，不能发《{step.zh}》。",
            f"The last day {deadline} isn't over: this paper is issued after it.",
        )
    if due_on is not None and due_on <= today:
        raise Refused("期限要在发出之后。", "The last day comes after the day of issue.")
