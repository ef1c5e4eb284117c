from huiyin.platform.orgs.rules.unit_moves import Move, moves
from huiyin.platform.orgs.rules.unit_rows import UnitRow


def row(row_no: int, name: str, parent: str | None) -> UnitRow:
    return UnitRow(row_no, None, name, parent, "", ())


def test_every_unit_that_a_list_puts_elsewhere_is_told() -> None:
    parents = {"三中": "局", "四中": "局", "五中": "局"}
    rows = [
        row(2, "三中", "机关"),
        row(3, "四中", "局"),
        row(4, "五中", None),
        row(5, "新校", "机关"),
        row(6, "局", "机关"),
    ]
    assert list(moves(rows, parents)) == [Move(2, "三中", "局", "机关")]
