"""How many codes were given out, and what tellers counted."""

from django.db.models import Sum

from huiyin.kit.errors import Refused
from huiyin.process.ballots.models import Issue, Tally, Vote
from huiyin.process.ballots.rules.counting import Figures


def issued(vote: Vote) -> dict[str, int]:
    """Codes given out, by group. One query."""
    rows = Issue.objects.filter(vote=vote).values("group").annotate(n=Sum("count")).order_by()
    return {row["group"]: row["n"] for row in rows}


def differing_tallies(vote: Vote) -> list[str]:
    """The groups whose paper ballots one teller alone has counted, or two differently. One query."""
    return sorted(group for group, found in _tallies(vote).items() if len(found) < 2 or found[0] != found[1])


def agreed_tallies(vote: Vote) -> dict[str, Figures]:
    """What two tellers counted alike, by group. Refused while a group's counts differ or one is missing. One query."""
    if waiting := differing_tallies(vote):
        names = dict(vote.form["groups"])
        listed = "、".join(names.get(group, group) for group in waiting)
        raise Refused(
            f"纸质票须两人各自计票且一致，下列群体还不一致或只有一人计票：{listed}。",
            "Two tellers must count the paper ballots alike; some groups differ, or one alone has counted them.",
        )
    return {group: Figures.of_json(found[0]) for group, found in _tallies(vote).items()}


def own_tallies(vote: Vote, by: str) -> dict[str, Figures]:
    """What the teller `by` counted, by group. One query."""
    rows = Tally.objects.filter(vote=vote, by=by).values_list("group", "figures")
    return {group: Figures.of_json(figures) for group, figures in rows}


def tallies_agree(vote: Vote) -> dict[str, bool]:
    """The groups of which anybody has counted paper ballots: whether two tellers agree. One query."""
    return {
        group: len(found) > 1 and all(other == found[0] for other in found)
        for group, found in _tallies(vote).items()
    }


def _tallies(vote: Vote) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for group, figures in Tally.objects.filter(vote=vote).order_by("pk").values_list("group", "figures"):
        found.setdefault(group, []).append(figures)
    return found
