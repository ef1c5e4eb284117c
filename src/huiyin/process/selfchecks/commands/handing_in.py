"""A paper is handed in: a member's by its author's own hand, the team's once the team has talked about it; and made final."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.queries import teams
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import index_passages
from huiyin.platform.texts.commands.passages import Worded
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.selfchecks import Verdict, Whose
from huiyin.process.selfchecks.access import needs_writer
from huiyin.process.selfchecks.commands.writing import keep_version
from huiyin.process.selfchecks.models import SelfCheck, Version
from huiyin.process.selfchecks.queries.reviews import given_on, writers_of
from huiyin.process.selfchecks.queries.texts import KIND, draft_text, signs_of
from huiyin.process.selfchecks.rules.content import Content
from huiyin.process.selfchecks.rules.hints import own_cases
from huiyin.process.selfchecks.rules.pasting import pasted_of, still_there
from huiyin.process.selfchecks.rules.states import WRITTEN, State, levels_of

_DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Discussed:
    """How the team decided on its paper: on which day, who was there, what was changed."""

    on: date
    note: str


@transaction.atomic
def hand_in_selfcheck(
    paper: SelfCheck,
    edits: int,
    *,
    shown: str = "",
    discussed: Discussed | None = None,
    by: Actor,
    at: datetime,
) -> Version:
    """Hand in what stands in the paper after the saving number `edits`, to the first level of review: a version that never changes.

    `shown` is the SHA-256, in hex, of what the author of a member's paper saw and signed with their own password; a team's paper needs
    `discussed`. Conflict where something was saved meanwhile. Refused for an empty paper, for one that lies with a reviewer, and for the
    very words that were to be written anew. The text goes into the index of passages, in the place of the version before.
    """
    by.needs(Right.SELFCHECK_WRITE, paper.participation.unit.path)
    needs_writer(paper, by)
    _needs_said(paper, shown, discussed, at)
    take_turn()
    now = SelfCheck.objects.select_related(
        "participation__campaign__root", "participation__unit", "account"
    ).get(pk=paper.pk)
    if now.state not in WRITTEN:
        raise Refused("这份材料已经送审，不能再送。", "The paper was handed in already.")
    if now.edits != edits:
        raise Conflict(
            "您打开之后，这份材料又存过一次，还没有送出。请看过现在的，再送一次。",
            "The paper was saved again after you opened it; it wasn't handed in. Look at it now, and send it again.",
        )
    content = Content.of_json(now.content)
    if not content.items and not any(content.blocks.values()):
        raise Refused("材料还是空的。", "The paper is still empty.")
    _needs_news(now, content)
    template = template_of(now.participation.campaign)
    levels = levels_of(template.selfchecks, whose(now, at), head_wrote=_head_wrote(now, by, at))
    if not levels:
        raise Refused("模板没有写由谁审阅。", "The template doesn't say who reviews.")
    text = draft_text(now)
    pasted = still_there(pasted_of(now.pasted, template.selfchecks.pasted_from), text)
    number = keep_version(
        now,
        content,
        Version.Why.HANDED_IN,
        by=by,
        at=at,
        levels=list(levels),
        shown=shown if now.account_id else "",
        discussed_on=discussed.on if discussed else None,
        discussed=discussed.note.strip() if discussed else "",
        own_cases=own_cases(content, signs_of(template)),
        pasted=[one.as_json() for one in pasted],
    )
    SelfCheck.objects.filter(pk=now.pk).update(state=State.HANDED_IN, level=levels[0], due_on=None)
    index_passages(KIND, [Worded(now.pk, number, text)])
    return Version.objects.get(paper=now, number=number)


@transaction.atomic
def finish_selfcheck(paper: SelfCheck, *, by: Actor, at: datetime) -> None:
    """Say that the version that passed is the one to be read out: it is final. By its writer; Refused before it passed."""
    by.needs(Right.SELFCHECK_WRITE, paper.participation.unit.path)
    needs_writer(paper, by)
    take_turn()
    if not SelfCheck.objects.filter(pk=paper.pk, state=State.PASSED).update(state=State.FINAL):
        raise Refused("审阅通过以后才能定稿。", "It becomes final after it passed.")
    record(act="selfcheck.finished", subject=f"selfcheck:{paper.pk}", by=by.code, at=at)


def whose(paper: SelfCheck, at: datetime) -> Whose:
    """Whether a paper is the team's, its head's on that day, or another member's. One query for a person's."""
    if paper.account_id is None:
        return "team"
    seats = teams([paper.participation.unit_id], day_in_china(at))[paper.participation.unit_id]
    return "head" if any(seat.head and seat.account.pk == paper.account_id for seat in seats) else "member"


def _head_wrote(paper: SelfCheck, by: Actor, at: datetime) -> bool:
    writers = writers_of(paper) | {by.code}
    seats = teams([paper.participation.unit_id], day_in_china(at))[paper.participation.unit_id]
    heads = [seat.account.code for seat in seats if seat.head]
    return bool(heads) and all(code in writers for code in heads)


def _needs_said(paper: SelfCheck, shown: str, discussed: Discussed | None, at: datetime) -> None:
    if paper.account_id is not None:
        if not _DIGEST.fullmatch(shown):
            raise NotAllowed(
                "送审要本人输入自己的密码确认。", "Handing in takes the author's own password again."
            )
        return
    if discussed is None or not discussed.note.strip():
        raise Refused(
            "请写明班子哪天集体研究过、谁参加、改了什么：班子材料由班子定。",
            "Say when the team talked about it, who was there, and what was changed: the team decides on its paper.",
        )
    if discussed.on > day_in_china(at):
        raise Refused("集体研究的日期还没到。", "The day of the team's talk is still to come.")
    if len(discussed.note) > LONGEST_NOTE:
        raise Refused(
            f"集体研究的情况最多 {LONGEST_NOTE} 字。", f"At most {LONGEST_NOTE} characters on the talk."
        )


def _needs_news(paper: SelfCheck, content: Content) -> None:
    """Refused where the last verdict sent it back and not a word is another one."""
    last = Version.objects.filter(paper=paper, why=Version.Why.HANDED_IN).order_by("-number").first()
    if last is None or last.digest != content.digest:
        return
    if any(one.version == last.number and one.verdict is not Verdict.PASS for one in given_on(paper)):
        raise Refused(
            "这一稿和退回的一字不差，请改过再送。",
            "This is word for word what was sent back: change it first.",
        )
