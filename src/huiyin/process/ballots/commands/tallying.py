"""Paper ballots are counted by two."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.ballots.models import Tally, Vote
from huiyin.process.ballots.rules.counting import Figures, Form, sound_tally


@transaction.atomic
def tally_paper(vote: Vote, *, group: str, figures: Figures, by: Actor, at: datetime) -> bool:
    """Say what one counted of a group's paper ballots; whether two tellers agree now.

    Each counts without seeing the other's figures; where they differ both count again, and the later count of a teller stands.
    Two at most count a group. Refused once the vote is counted.
    """
    by.needs(Right.BALLOT_HOLD, vote.unit.path)
    take_turn()
    form = Form.of_json(vote.form)
    if not Vote.objects.filter(pk=vote.pk, state=Vote.State.ANNOUNCED).exists():
        raise Refused("这次测评已经计票，不能再改。", "This vote is counted: nothing can be changed.")
    if group not in form.group_codes:
        raise BadInput(f"没有“{group}”这个群体。", f"There is no group '{group}'.")
    if wrong := sound_tally(form, figures):
        raise BadInput(f"{wrong}请核对后再填。", "The figures don't add up: count again.")
    others = Tally.objects.filter(vote=vote, group=group).exclude(by=by.code)
    if others.count() > 1:
        raise Refused("这一组已由两位同志计票。", "Two people have counted this group already.")
    kept = {"figures": figures.as_json(), "on": day_in_china(at)}
    Tally.objects.update_or_create(vote=vote, group=group, by=by.code, defaults=kept)
    agree = any(other.figures == kept["figures"] for other in others)
    facts = {"group": group, "agree": agree}
    record(act="vote.tallied", subject=f"vote:{vote.pk}", by=by.code, at=at, facts=facts)
    return agree
