"""The evening of 23 May, after the meeting: the office goes through pairs of opinions that grouping wasn't sure of, by what their writers meant."""

from huiyin.demo.chapters.deciding import Desk
from huiyin.demo.world import World, moment
from huiyin.kit.errors import Refused
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.commands import judge_pair, put_off_doubt, undo_judgement
from huiyin.process.opinions.models import Doubt
from huiyin.process.opinions.queries import doubt_after, place_of, waiting_doubts

_SHARE, _MOST = 0.25, 60  # of the pairs that wait, this evening
_UNDONE = 5  # one of so many is taken back again


def go_through_doubts(world: World) -> None:
    """A quarter of the pairs: the same matter, or two, or "later" where a writer spoke of nothing that others speak of."""
    desk = Desk(world, moment(5, 23, 18, 30), _MOST)
    waiting = waiting_doubts(world.campaign, visible_opinions(desk.office, world.campaign))
    place = None
    for turn in range(min(_MOST, round(waiting.count() * _SHARE))):
        doubt = doubt_after(waiting.select_related("one", "other", "campaign__root"), place)
        if doubt is None:
            break
        place = place_of(doubt)
        _judge(world, doubt, desk, undone=turn % _UNDONE == _UNDONE - 1)


def _judge(world: World, doubt: Doubt, desk: Desk, *, undone: bool) -> None:
    matters = {world.said[opinion.source_id].matter for opinion in (doubt.one, doubt.other)}
    by = desk.random.choice(desk.office)
    if "" in matters:
        put_off_doubt(doubt, by=by, at=desk.tick())
        return
    try:
        made = judge_pair(
            world.campaign, doubt.one_id, doubt.other_id, same=len(matters) == 1, by=by, at=desk.tick()
        )
    except Refused:  # one of the two says the opposite of what was said of others: left for tomorrow
        put_off_doubt(doubt, by=by, at=desk.tick())
        return
    if undone:
        undo_judgement(made, by=by, at=desk.tick())
