"""A paper goes back to who wrote it although it was handed in or had passed, because its unit was returned at a gate (S17)."""

from datetime import date, datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.rectification.rules.hands import from_above
from huiyin.process.selfchecks.commands.reviewing import LONGEST_REMARK, kept_until
from huiyin.process.selfchecks.models import Review, SelfCheck, Version
from huiyin.process.selfchecks.queries.reviews import writers_of
from huiyin.process.selfchecks.rules.states import AT_GATE, WRITTEN, State
from huiyin.process.selfchecks.rules.words import sealed


@transaction.atomic
def send_back_selfcheck(paper: SelfCheck, remark: str, due_on: date, *, by: Actor, at: datetime) -> Review:
    """Send a paper back to be mended until a day, whatever level it lies with or has passed: its versions and verdicts stay, and it
    passes anew by a new version. Refused while it is with its writer; NotAllowed for the unit's own people, and for who wrote some of it.
    """
    path = paper.participation.unit.path
    by.needs(Right.SELFCHECK_REVIEW, path)
    if not from_above(by, path) or by.code in writers_of(paper):
        raise NotAllowed(
            "材料由上级或上级派来的人退回，自己写过的材料不能由自己退。",
            "A paper is sent back from above, never by who wrote some of it.",
        )
    if not remark.strip() or due_on <= day_in_china(at):
        raise BadInput("请写明改什么、哪天前改好。", "Say what is to be changed, and until when.")
    if len(remark) > LONGEST_REMARK:
        raise BadInput(f"至多 {LONGEST_REMARK} 字。", f"At most {LONGEST_REMARK} characters.")
    take_turn()
    found = Version.objects.filter(paper=paper, why=Version.Why.HANDED_IN).order_by("-number").first()
    handed_in = SelfCheck.objects.filter(pk=paper.pk).exclude(state__in=WRITTEN)
    changed = handed_in.update(state=State.REVISE, level="", due_on=due_on)
    if found is None or not changed:
        raise Refused(
            "这份材料还在本人手里，没有送出，不用退。", "The paper is with its writer: nothing was handed in."
        )
    salt, digest = sealed(remark.strip(), ())
    review = Review.objects.create(
        version=found,
        level=AT_GATE,
        verdict=Verdict.REVISE,
        remark=remark.strip(),
        salt=salt,
        digest=digest,
        retain_until=kept_until(paper, at),
        due_on=due_on,
        role=by.role,
        by=by.code,
        on=day_in_china(at),
    )
    facts = {"version": found.number, "due_on": due_on.isoformat(), "role": by.role}
    facts |= {"row": review.pk, "words": digest}
    record(act="selfcheck.sent_back", subject=f"selfcheck:{paper.pk}", by=by.code, at=at, facts=facts)
    return review
