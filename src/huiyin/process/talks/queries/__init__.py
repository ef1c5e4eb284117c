"""Questions about talks. None gives the words of a point without the key of one of the two."""

from huiyin.process.talks.queries.points import Shared, holders_of_keys, key_of, points_of, shared_points
from huiyin.process.talks.queries.rosters import rosters
from huiyin.process.talks.queries.standing import Round, UnitTalks, units_talks

__all__ = [
    "Round",
    "Shared",
    "UnitTalks",
    "holders_of_keys",
    "key_of",
    "points_of",
    "rosters",
    "shared_points",
    "units_talks",
]
