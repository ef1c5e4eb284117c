"""Questions about talks. None gives the words of a point without the key of one of the two."""

from huiyin.process.talks.queries.rosters import rosters
from huiyin.process.talks.queries.standing import Round, UnitTalks, units_talks

__all__ = ["Round", "UnitTalks", "rosters", "units_talks"]
