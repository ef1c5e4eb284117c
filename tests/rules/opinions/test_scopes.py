import pytest

from huiyin.analysis.normalise import Text
from huiyin.process.opinions.rules.scopes import Mask, scope_of, shelf_of

ROOT = "0001"
TAKING_PART = {"0001": 1, "00010002": 2, "000100020005": 5}


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("00010002", 2),
        ("000100020003", 2),  # an office of a school that takes part
        ("000100020005", 5),  # takes part itself
        ("0001000200050001", 5),
        ("00010009", None),  # nobody enrolled it
        ("0001", None),
    ],
)
def test_the_nearest_unit_taking_part_is_the_scope(path: str, scope: int | None) -> None:
    assert scope_of(path, ROOT, TAKING_PART) == scope


def test_a_units_names_are_taken_out_the_longest_first() -> None:
    mask = Mask(["三中", "云河市第三中学", "中"])
    assert mask(Text("云河市第三中学食堂", "三中的饭菜，雲河市第三中學")) == Text(" 食堂", " 的饭菜， ")


@pytest.mark.parametrize("names", [["三中", "云河市第三中学"], ["三中", "云河\n三中"], []])
def test_names_are_taken_out_of_several_as_out_of_each(names: list[str]) -> None:
    mask = Mask(names)
    none = [Text("食堂", "饭菜"), Text("三", "中"), Text("", "")]
    for several in (none, [*none, Text("雲河市第三中學食堂", "三中的"), Text("云河\n三中", "")], []):
        assert mask.all(several) == [mask(one) for one in several]


def test_names_are_blanked_where_they_stand() -> None:
    mask = Mask(["三中", "云河市第三中学"])
    text = "雲河市第三中學的三中食堂"
    assert mask.blanked(text) == " " * 7 + "的" + " " * 2 + "食堂"
    assert Mask(()).blanked(text) == text


def test_a_unit_without_names_takes_nothing_out() -> None:
    assert Mask(())(Text("食堂", "三中")) == Text("食堂", "三中")


def test_shelves_of_units_and_campaigns_differ() -> None:
    numbers = {shelf_of(campaign, unit) for campaign in (1, 2) for unit in (0, 1, 2)}
    assert len(numbers) == 6


@pytest.mark.parametrize(("campaign", "unit"), [(1 << 16, 0), (1, 1 << 24), (1, -1), (-1, 0)])
def test_a_shelf_beyond_the_key_is_an_error(campaign: int, unit: int) -> None:
    with pytest.raises(ValueError, match="no shelf"):
        shelf_of(campaign, unit)
