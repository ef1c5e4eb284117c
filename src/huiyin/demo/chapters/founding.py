"""March: the tree, the people, the campaign."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from huiyin.demo.cast import CAMPAIGN, CAST, PASSWORD
from huiyin.demo.library import ROOT_CODE, UnitLine, name_parts, units
from huiyin.demo.world import FOUNDER, OPERATOR, World, moment
from huiyin.kit.blocks import in_blocks
from huiyin.platform.accounts.commands import redeem_slip
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import (
    ensure_root,
    give_grant,
    hand_out_slip,
    import_people,
    import_units,
    open_account,
)
from huiyin.platform.orgs.models import Post, Unit
from huiyin.platform.orgs.rules.people_rows import PersonRow
from huiyin.platform.orgs.rules.rights import FROM_ABOVE, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.platform.orgs.rules.unit_rows import UnitRow
from huiyin.process.campaigns.commands import launch_campaign

TAKEN_UP = date(2012, 9, 1)
ROUND = (date(2014, 3, 1), date(2014, 10, 31))
ACTING = {"YH34": (date(2014, 2, 10), date(2014, 8, 31)), "YH47": (date(2014, 4, 1), date(2014, 7, 31)),
          "YH73": (date(2014, 3, 3), date(2014, 6, 30))}  # fmt: skip
EVENTS = {"mobilisation": date(2014, 3, 17), "city_meeting": date(2014, 5, 16)}
_SEATS = ("director", "administrator")
_GROUPS, _GROUP_SIZE, _BLOCK = 4, 6, 100


def found(world: World) -> None:
    """The operator founds the bureau and opens two accounts; the administrator imports the units."""
    at = moment(3, 10)
    root = ensure_root(units()[ROOT_CODE].name, by=OPERATOR, at=at)
    world.units[ROOT_CODE] = root
    for key, role, by in (
        ("administrator", Role.ADMINISTRATOR, FOUNDER),
        ("director", Role.OFFICE, OPERATOR),
    ):
        member = next(member for member in CAST if member.key == key)
        account, world.slips[key] = open_account(member.login, member.name, by=by, at=at)
        give_grant(account, role, root, since=date(2014, 3, 10), by=by, at=at)
        world.accounts[key] = account
    rows = [
        UnitRow(number, unit.code, unit.name, unit.parent or None, unit.kind, unit.aliases)
        for number, unit in enumerate(units().values(), start=2)
    ]
    import_units(rows, root, by=world.cast("administrator", Role.ADMINISTRATOR, at), at=at)
    world.units = {unit.code: unit for unit in Unit.objects.all()}


def appoint(world: World) -> None:
    """The office imports heads, team members and clerks, the leading group, the inspectors; the leader appoints the officer."""
    at = moment(3, 12)
    by = world.cast("director", Role.OFFICE, at)
    rows = list(_People(world).rows())
    slips = {}
    # Who leads and who inspects the bureau itself comes from above it: from the letter that names them, by the server.
    above = [row for row in rows if row.unit == str(world.root.pk) and FROM_ABOVE & set(row.roles)]
    below = [row for row in rows if row not in above]
    for block in (*in_blocks(above, _BLOCK), *in_blocks(below, _BLOCK)):
        taken = import_people(block, world.root, by=OPERATOR if block[0] in above else by, at=at)
        if taken.problems:
            raise RuntimeError(f"the demo's people don't fit: {taken.problems[0].en}")
        slips.update({slip.login: slip for slip in taken.slips})
        world.tell(block[-1].row_no, len(rows))
    accounts = {account.login: account for account in Account.objects.all()}
    for member in CAST:
        if member.key not in (*_SEATS, "discipline"):
            world.accounts[member.key] = accounts[member.login]
            world.slips[member.key] = slips[member.login]
    officer = next(member for member in CAST if member.key == "discipline")
    account, _ = open_account(officer.login, officer.name, by=by, at=at)
    leader = world.cast("leader", Role.LEADER, at)
    world.slips["discipline"] = hand_out_slip(account, by=leader, at=at)
    give_grant(account, Role.DISCIPLINE, world.root, since=date(2014, 3, 12), by=leader, at=at)
    world.accounts["discipline"] = account
    world.officers = [world.accounts["officer"], accounts["hdb-02"], accounts["hdb-03"]]
    posts = Post.objects.filter(kind__in=[PostKind.HEAD, PostKind.ACTING_HEAD]).select_related(
        "account", "unit"
    )
    world.heads = {post.unit.code: post.account for post in posts.order_by("kind")}


def redeem(world: World) -> None:
    """The cast set their passwords; hashing takes half a second each, so nobody else does. Outside any transaction."""
    for done, member in enumerate(CAST, start=1):
        redeem_slip(member.login, world.slips[member.key].code, PASSWORD, at=moment(3, 14, 10, done))
        world.tell(done, len(CAST))


def start(world: World) -> None:
    """The campaign starts, all units take part, and each gets its plan from two dates: the others hang on them."""
    at = moment(3, 17)
    by = world.cast("director", Role.OFFICE, at)
    world.campaign, _ = launch_campaign(
        world.template,
        code=CAMPAIGN,
        name=world.template.campaign.zh,
        root=world.root,
        units=list(world.units.values()),
        events=EVENTS,
        by=by,
        at=at,
    )


class _People:
    """Rows of people as an office would send them: names put together at random, no two alike."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.random = Random(world.random.random())  # noqa: S311 - a play needs no secrets
        self.names = {member.name for member in CAST}
        self.number = 1

    def rows(self) -> Iterator[PersonRow]:
        cast = {(member.unit, member.role): member for member in CAST}
        yield from self._office()
        yield from self._bureau()
        clerk = cast["YH41", Role.CLERK]
        last = ("", "")
        for unit in list(units().values())[1:]:
            yield from self._team(unit)
            if unit.code in {"YH41", "YH42"}:
                person = (clerk.name, clerk.login)
            elif last[0] and self.random.random() < 0.15:
                person = last
            else:
                person = (self._name(), f"{unit.code.lower()}-lly")
            yield self._row(person, unit.code, roles=(Role.CLERK,))
            last = ("", "") if person == last else person
        yield from self._inspectors()

    def _office(self) -> Iterator[PersonRow]:
        officer = next(member for member in CAST if member.key == "officer")
        people = [(officer.name, officer.login), (self._name(), "hdb-02"), (self._name(), "hdb-03")]
        for person in people:
            yield self._row(person, ROOT_CODE, roles=(Role.OFFICE,), since=date(2014, 3, 12))

    def _bureau(self) -> Iterator[PersonRow]:
        """The bureau's own team, which is the leading group, too."""
        leader = next(member for member in CAST if member.key == "leader")
        yield self._row((self._name(), "yh00-01"), ROOT_CODE, PostKind.HEAD, (Role.HEAD, Role.LEADER))
        for serial in range(2, 9):
            person = (leader.name, leader.login) if serial == 3 else (self._name(), f"yh00-{serial:02d}")
            yield self._row(person, ROOT_CODE, PostKind.MEMBER, (Role.MEMBER, Role.LEADER))

    def _team(self, unit: UnitLine) -> Iterator[PersonRow]:
        """Five to eleven people; in some places an acting head with dates instead of the head."""
        cast = {member.role: member for member in CAST if member.unit == unit.code}
        size = self.random.randint(5, 7) if unit.kind == "机关处室" else self.random.randint(5, 11)
        for serial in range(1, size + 1):
            role = Role.HEAD if serial == 1 else Role.MEMBER
            member = cast.get(role) if serial <= 2 else None
            person = (
                (member.name, member.login) if member else (self._name(), f"{unit.code.lower()}-{serial:02d}")
            )
            if role is Role.MEMBER:
                yield self._row(person, unit.code, PostKind.MEMBER)
            elif unit.code in ACTING:
                since, until = ACTING[unit.code]
                yield self._row(person, unit.code, PostKind.ACTING_HEAD, since=since, until=until)
            else:
                yield self._row(person, unit.code, PostKind.HEAD)

    def _inspectors(self) -> Iterator[PersonRow]:
        """Four groups of six for one round: the first looks at the bureau, the others share its units in pairs."""
        leader = next(member for member in CAST if member.key == "inspector")
        below = [unit.code for unit in units().values() if unit.code != ROOT_CODE]
        thirds = [below[at::9] for at in range(9)]
        for group in range(1, _GROUPS + 1):
            for serial in range(1, _GROUP_SIZE + 1):
                first = group == serial == 1
                person = (leader.name, leader.login) if first else (self._name(), f"ddz-{group}{serial}")
                places = [ROOT_CODE] if group == 1 else thirds[(group - 2) * 3 + (serial - 1) // 2]
                for code in places:
                    yield self._row(person, code, roles=(Role.SUPERVISION,), since=ROUND[0], until=ROUND[1])

    def _row(
        self,
        person: tuple[str, str],
        unit: str,
        post: PostKind | None = None,
        roles: Sequence[Role] = (),
        since: date = TAKEN_UP,
        until: date | None = None,
    ) -> PersonRow:
        self.number += 1
        given = tuple(roles) or ((Role.MEMBER,) if post is PostKind.MEMBER else (Role.HEAD,))
        pk = str(self.world.units[unit].pk)
        return PersonRow(self.number, person[0], person[1], pk, post, given, since, until, "")

    def _name(self) -> str:
        parts = name_parts()
        while True:
            name = "".join(self.random.choice(parts[part]) for part in ("surnames", "first", "last"))
            if name not in self.names and name[1] != name[2]:
                self.names.add(name)
                return name
