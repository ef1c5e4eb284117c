"""What somebody with a slip may see: the ballot of their code, on the days of the vote."""

from datetime import datetime

from django.conf import settings

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Refused
from huiyin.process.ballots.models import Slip, Vote
from huiyin.process.ballots.rules.codes import slip_hash


def slip_of(code: str, at: datetime) -> Slip:
    """The slip of a code (rules.codes.typed) that is still out, with its vote and unit. One query.

    Refused in the same sentence whether the code was used or never was, and outside the vote's days.
    """
    kept = slip_hash(settings.HUIYIN_GIVERS_KEY, code)
    slip = Slip.objects.select_related("vote__unit").filter(code_hash=kept).first()
    if slip is None or slip.vote.state != Vote.State.ANNOUNCED:
        raise no_such_slip()
    _needs_to_run(slip.vote, at)
    return slip


def no_such_slip() -> Refused:
    """The same sentence whether it was used or never was."""
    return Refused(
        "这个票码不能用：已经投过，或抄错了。请对照纸条再看一遍。",
        "This code can't be used: it was cast already, or copied wrongly. Compare it with the slip.",
    )


def _needs_to_run(vote: Vote, at: datetime) -> None:
    today = day_in_china(at)
    if today < vote.opens_on:
        raise Refused(
            f"测评 {vote.opens_on.isoformat()} 开始，请届时再来，票码仍然有效。",
            f"The vote opens on {vote.opens_on.isoformat()}: come back then, the code stays good.",
        )
    if today > vote.closes_on:
        raise Refused(
            f"测评已于 {vote.closes_on.isoformat()} 截止。",
            f"The vote closed on {vote.closes_on.isoformat()}.",
        )
