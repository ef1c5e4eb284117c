from datetime import datetime

import pytest

from huiyin.kit.errors import Conflict, NotAllowed
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import ensure_root, import_units
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import RIGHT_NAMES, RIGHTS, Actor, Right, Role
from huiyin.platform.orgs.rules.tree import depth, step
from huiyin.platform.orgs.rules.unit_rows import UnitRow

pytestmark = pytest.mark.django_db

OFFICE = Actor("office", Role.OFFICE)
ROWS = [
    UnitRow(2, "J1", "基础教育处", None, "处室", ("基教处",)),
    UnitRow(3, "S1", "第三中学", None, "学校", ()),
    UnitRow(4, "S1A", "第三中学初中部", "第三中学", "校区", ()),
]


@pytest.fixture
def root(at: datetime) -> Unit:
    return ensure_root("教育局", by=OFFICE, at=at)


def test_units_grow_below_the_root(root: Unit, at: datetime) -> None:
    assert import_units(ROWS, root, by=OFFICE, at=at) == 3
    branch = Unit.objects.get(name="第三中学初中部")
    assert depth(branch.path) == 3
    assert [unit.name for unit in Unit.objects.under(root.path)] == [
        "教育局",
        "基础教育处",
        "第三中学",
        "第三中学初中部",
    ]
    assert [unit.name for unit in Unit.objects.under(Unit.objects.get(name="第三中学").path)] == [
        "第三中学",
        "第三中学初中部",
    ]
    assert Record.objects.get(act="unit.imported").facts == '{"completed":0,"units":3}'


def test_importing_again_adds_nothing_and_records_nothing(root: Unit, at: datetime) -> None:
    import_units(ROWS, root, by=OFFICE, at=at)
    records = Record.objects.count()
    assert import_units(ROWS, root, by=OFFICE, at=at) == 0
    assert Record.objects.count() == records


def test_a_known_unit_gets_what_the_tree_does_not_know_yet(root: Unit, at: datetime) -> None:
    row = UnitRow(2, "J0", "教育局", None, "局", ("局机关", "市教育局"))
    assert import_units([row], root, by=OFFICE, at=at) == 0
    root.refresh_from_db()
    assert (root.code, root.kind, root.aliases) == ("J0", "局", ["局机关", "市教育局"])


def test_a_later_list_goes_on_counting(root: Unit, at: datetime) -> None:
    import_units(ROWS, root, by=OFFICE, at=at)
    import_units([UnitRow(2, None, "第四中学", None, "学校", ())], root, by=OFFICE, at=at)
    assert Unit.objects.get(name="第四中学").path == root.path + step(3)


def test_a_moved_unit_is_explained_and_nothing_changes(root: Unit, at: datetime) -> None:
    import_units(ROWS, root, by=OFFICE, at=at)
    moved = [
        UnitRow(2, None, "新单位", None, "", ()),
        UnitRow(3, None, "第三中学初中部", "基础教育处", "校区", ()),
    ]
    with pytest.raises(Conflict, match=r"第三中学初中部.*第三中学.*基础教育处"):
        import_units(moved, root, by=OFFICE, at=at)
    assert not Unit.objects.filter(name="新单位").exists()


def test_a_prefix_is_not_taken_for_a_branch(root: Unit, at: datetime) -> None:
    many = [UnitRow(n, None, f"第{n}小学", None, "学校", ()) for n in range(2, 40)]
    import_units(many, root, by=OFFICE, at=at)
    first = Unit.objects.get(path=root.path + step(1))
    assert Unit.objects.under(first.path).count() == 1


def test_a_clerk_can_not(root: Unit, at: datetime) -> None:
    with pytest.raises(NotAllowed, match="导入单位"):
        import_units(ROWS, root, by=Actor("clerk", Role.CLERK, root.path), at=at)


def test_an_administrator_can_touch_no_opinion_and_no_problem() -> None:
    assert not [right for right in RIGHTS[Role.ADMINISTRATOR] if right.startswith(("opinion", "problem"))]


def test_every_right_has_a_name_and_every_role_a_row() -> None:
    assert set(RIGHT_NAMES) == set(Right)
    assert set(RIGHTS) == set(Role)
    assert list(Right) == sorted(Right)
