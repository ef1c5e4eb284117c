"""Codes are given out, to nobody in particular."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.bulk import insert_many
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.ballots.models import Issue, Slip, Vote
from huiyin.process.ballots.rules.codes import fresh_code, slip_hash
from huiyin.process.ballots.rules.counting import Form

MOST_AT_ONCE = 5000


@transaction.atomic
def issue_slips(vote: Vote, *, group: str, count: int, by: Actor, at: datetime) -> list[str]:
    """Make `count` one-time codes for a group, to be printed and handed out unassigned; shown now and never again. O(count).

    The codes come in no order that is kept: rows lie by their hash.
    """
    by.needs(Right.BALLOT_HOLD, vote.unit.path)
    take_turn()
    running = Vote.objects.filter(pk=vote.pk, state=Vote.State.ANNOUNCED).exists()
    if not running or day_in_china(at) > vote.closes_on:
        raise Refused("测评已经截止，不能再发票。", "The vote is over: no more slips.")
    if group not in Form.of_json(vote.form).group_codes:
        raise BadInput(f"没有“{group}”这个群体。", f"There is no group '{group}'.")
    if not 0 < count <= MOST_AT_ONCE:
        raise BadInput(f"一次发 1 到 {MOST_AT_ONCE} 张。", f"From 1 to {MOST_AT_ONCE} slips at once.")
    key = settings.HUIYIN_GIVERS_KEY
    codes = [fresh_code(key) for _ in range(count)]
    hashes = sorted(slip_hash(key, code) for code in codes)
    insert_many(Slip, ("code_hash",), ((one,) for one in hashes), {"vote_id": vote.pk, "group": group})
    Issue.objects.create(vote=vote, group=group, count=count, by=by.code, on=day_in_china(at))
    facts = {"group": group, "count": count}
    record(act="vote.slips_issued", subject=f"vote:{vote.pk}", by=by.code, at=at, facts=facts)
    return codes
