"""Somebody who is told things, and a stand-in for the ways out of the house."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from huiyin.platform.accounts.models import Account
from huiyin.platform.notices.commands import Sent, add_channel, send_due
from huiyin.platform.notices.rules.outgoing import Outgoing
from huiyin.platform.notices.rules.sections import Line, Section
from tests.platform.conftest import OFFICE, People

ROBOT = "wecombot://0123abcd-4567-89ef-0123-456789abcdef/"
OTHER_ROBOT = "feishu://fedcba98-7654-3210-fedc-ba9876543210/"
FRIDAY, SATURDAY, MONDAY = date(2014, 5, 23), date(2014, 5, 24), date(2014, 5, 26)


def section(key: str, *lines: str) -> Section:
    return Section(key, f"标题{key}", tuple(Line(line, "/") for line in lines or (key,)))


def weekend(day: date) -> bool:
    return day.isoweekday() > 5


@dataclass
class Post:
    """What was handed to the ways out; `broken` are the kinds that fail."""

    broken: set[str] = field(default_factory=set)
    letters: list[Outgoing] = field(default_factory=list)

    def __call__(self, letter: Outgoing) -> bool:
        self.letters.append(letter)
        return letter.kind.value not in self.broken

    def send(self, at: datetime) -> Sent:
        return send_due(by=OFFICE, at=at, deliver=self, off=weekend)

    @property
    def kinds(self) -> list[str]:
        return [letter.kind.value for letter in self.letters]


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def zhao(person: People) -> Account:
    return person("zhao")


@pytest.fixture
def linked(zhao: Account, at: datetime) -> Account:
    """Zhao with two robots."""
    for robot in (ROBOT, OTHER_ROBOT):
        add_channel(zhao, robot, at=at)
    return zhao
