"""A version is reviewed, level by level: pass, revise, or write anew by a date (DOMAIN 4.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.selfchecks.models import Review, SelfCheck, Version
from huiyin.process.selfchecks.queries.reviews import writers_of
from huiyin.process.selfchecks.queries.texts import version_text
from huiyin.process.selfchecks.rules.states import AFTER, State, needs_reasons, needs_reviewer
from huiyin.process.selfchecks.rules.words import sealed

LONGEST_REMARK, LONGEST_COMMENT = 4000, 1000


@dataclass(frozen=True)
class Comment:
    """What is to be said of one line of the text, counted from 0."""

    line: int
    text: str


@dataclass(frozen=True)
class Opinion:
    """What a reviewer says: the verdict, its defects by code, comments on lines, a remark on the whole, and until when."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    remark: str = ""
    due_on: date | None = None


@transaction.atomic
def review_selfcheck(paper: SelfCheck, version: int, said: Opinion, *, by: Actor, at: datetime) -> Review:
    """Give the verdict of the level that the paper lies with, on the version that was looked at.

    A pass sends it to the next level, after the last it has passed. Conflict where another version, or nobody's, is to be reviewed now.
    Refused without a defect, a date or a word where the verdict asks for them.
    """
    by.needs(Right.SELFCHECK_REVIEW, paper.participation.unit.path)
    take_turn()
    now = SelfCheck.objects.select_related(
        "participation__campaign__root", "participation__unit", "account"
    ).get(pk=paper.pk)
    found = Version.objects.filter(paper=now, why=Version.Why.HANDED_IN).order_by("-number").first()
    if now.state != State.HANDED_IN or found is None or found.number != version or now.level != paper.level:
        raise Conflict(
            "这一稿刚刚由别人审过，或作者又送了新的一稿，您的没有写入。请看现在的。",
            "Somebody has just reviewed this version, or a new one came in; yours wasn't written. Look again.",
        )
    rules = template_of(now.participation.campaign).selfchecks
    needs_reviewer(rules.reviewer(now.level), by, now.participation.unit.path, writers_of(now))
    needs_reasons(rules, said.verdict, said.reasons)
    _needs_said(said, at)
    comments, remark = _quoted(said.comments, version_text(now, found)), said.remark.strip()
    salt, digest = sealed(remark, comments)
    review = Review.objects.create(
        version=found,
        level=now.level,
        verdict=said.verdict,
        reasons=list(said.reasons),
        comments=comments,
        remark=remark,
        salt=salt,
        digest=digest,
        retain_until=kept_until(now, at) if digest else None,
        due_on=said.due_on if said.verdict is not Verdict.PASS else None,
        role=by.role,
        by=by.code,
        on=day_in_china(at),
    )
    state, level = AFTER[said.verdict], ""
    if said.verdict is Verdict.PASS and (after := _next(found.levels, now.level)):
        state, level = State.HANDED_IN, after
    changed = {"state": state, "level": level, "due_on": review.due_on}
    if not SelfCheck.objects.filter(pk=now.pk, state=now.state, level=now.level).update(**changed):
        raise Conflict("这一稿刚刚由别人审过。", "Somebody has just reviewed this version.")
    facts = {
        "version": version,
        "level": review.level,
        "verdict": review.verdict,
        "reasons": review.reasons,
        "due_on": review.due_on.isoformat() if review.due_on else None,
        "role": by.role,
        "row": review.pk,
        "words": digest,
    }
    record(act="selfcheck.reviewed", subject=f"selfcheck:{now.pk}", by=by.code, at=at, facts=facts)
    return review


def kept_until(paper: SelfCheck, at: datetime) -> date:
    """Until when the template lets a reviewer's words be kept; as long as an opinion's where it doesn't say."""
    template = template_of(paper.participation.campaign)
    days = int(template.parameter(template.selfchecks.review_kept or "retention_days"))
    return day_in_china(at) + timedelta(days=days)


def _next(levels: Sequence[str], level: str) -> str:
    at = levels.index(level) + 1
    return levels[at] if at < len(levels) else ""


def _needs_said(said: Opinion, at: datetime) -> None:
    if said.verdict is not Verdict.PASS and not (said.remark.strip() or said.comments):
        raise Refused(
            "请写明要改什么：总的意见，或对某一段的意见。",
            "Say what is to be changed, on the whole or of a paragraph.",
        )
    if said.verdict is Verdict.REWRITE and (said.due_on is None or said.due_on <= day_in_china(at)):
        raise Refused(
            "请写明哪天前重写好，要晚于今天。", "Say until when it is to be written anew: a day after today."
        )
    if said.due_on is not None and said.verdict is Verdict.REVISE and said.due_on <= day_in_china(at):
        raise Refused("限定时间要晚于今天。", "The date is to be a day after today.")
    if len(said.remark) > LONGEST_REMARK or any(len(one.text) > LONGEST_COMMENT for one in said.comments):
        raise Refused(
            f"总的意见最多 {LONGEST_REMARK} 字，每段意见最多 {LONGEST_COMMENT} 字。",
            f"At most {LONGEST_REMARK} characters on the whole, {LONGEST_COMMENT} on a paragraph.",
        )


def _quoted(comments: Sequence[Comment], text: str) -> list[dict[str, object]]:
    """Each with the beginning of its line, so that it can be read beside a later version; Refused for a line that isn't there."""
    lines = text.split("\n")
    if any(not 0 <= one.line < len(lines) for one in comments):
        raise Refused(
            "意见所指的段落不在这一稿里，请重新打开页面。",
            "A comment speaks of a paragraph that isn't there: open the page again.",
        )
    return [
        {"line": one.line, "quote": lines[one.line][:60], "text": one.text.strip()}
        for one in sorted(comments, key=lambda one: one.line)
    ]
