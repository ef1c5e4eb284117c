"""Whether the ballots are still those that were counted."""

from collections.abc import Iterator
from hashlib import sha256

from huiyin.platform.audit.queries import facts_of
from huiyin.platform.audit.rules import Fault, merkle_root
from huiyin.process.ballots.models import Ballot, Vote


def ballot_faults() -> Iterator[Fault]:
    """Every counted vote whose ballots or result differ from what the record sealed. O(ballots)."""
    sealed = {subject: facts for subject, _, facts in facts_of("vote.counted")}
    for vote in Vote.objects.exclude(state=Vote.State.ANNOUNCED).order_by("pk"):
        facts = sealed.get(f"vote:{vote.pk}", {})
        ballots = sorted(Ballot.objects.filter(vote=vote).values_list("group", "marks"))
        root = merkle_root([sha256(f"{group}|{marks}".encode()).hexdigest() for group, marks in ballots])
        if (
            facts.get("root") != root
            or facts.get("ballots") != len(ballots)
            or facts.get("result") != vote.result
        ):
            yield Fault(
                f"测评 {vote.number}",
                f"第 {vote.number} 次测评的选票或结果与计票时的记录不符。",
                f"The ballots or the result of vote {vote.number} differ from what was sealed when it was counted.",
            )
