"""What the chapters hand on to each other: the campaign, who acts, what was said; and the days of the spring of 2014."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from huiyin.demo.cast import CAMPAIGN
from huiyin.demo.drawing import Voice
from huiyin.kit.clock import CHINA, day_in_china
from huiyin.platform.accounts.models import Account
from huiyin.platform.accounts.rules.slips import Slip
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.rules import Template
from huiyin.process.opinions.models import Opinion

Tell = Callable[[int, int], None]
Step = Callable[[str, str], AbstractContextManager[Tell]]
Event = tuple[datetime, Callable[[], object]]
"""Something that is to happen at a moment: chapters that run side by side play theirs together, since the record goes by the days."""

# Whoever can type commands on the server's database: founds the tree, opens the first accounts, and does nothing more.
OPERATOR = Actor("command-line", Role.OFFICE)
FOUNDER = Actor("command-line", Role.ADMINISTRATOR)


@dataclass
class World:
    """The world as far as it is built. `opinions` are the rows by the list's own number; `said` says what each writer meant;
    `coming` is what a chapter has begun and a later one goes on with."""

    template: Template
    voices: tuple[Voice, ...]
    random: Random
    tell: Tell = lambda _done, _total: None
    units: dict[str, Unit] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    slips: dict[str, Slip] = field(default_factory=dict)
    heads: dict[str, Account] = field(default_factory=dict)
    officers: list[Account] = field(default_factory=list)
    campaign: Campaign = field(default_factory=Campaign)
    said: dict[str, Voice] = field(default_factory=dict)
    opinions: dict[str, Opinion] = field(default_factory=dict)
    coming: list[Event] = field(default_factory=list)

    @property
    def root(self) -> Unit:
        return self.units["YH00"]

    def actor(self, account: Account, role: Role, at: datetime, unit: str = "YH00") -> Actor:
        """The capacity in which somebody acts that day, by the grants that they hold; KeyError when they hold none."""
        path = self.units[unit].path
        for actor in actors_of(account, day_in_china(at), campaign=CAMPAIGN):
            if actor.role is role and actor.scope == path:
                return actor
        raise KeyError(f"{account.login} is no {role} of {unit} on {day_in_china(at)}")

    def play(self, events: Iterable[Event]) -> None:
        """Let everything happen in the order of its moments."""
        in_order = sorted(events, key=lambda event: event[0])
        for done, (_, happens) in enumerate(in_order, start=1):
            happens()
            self.tell(done, len(in_order))

    def cast(self, key: str, role: Role, at: datetime) -> Actor:
        """A member of the cast, acting for the whole tree."""
        return self.actor(self.accounts[key], role, at)


def moment(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2014 by the clocks of China."""
    return datetime(2014, month, day, hour, minute, tzinfo=CHINA)
