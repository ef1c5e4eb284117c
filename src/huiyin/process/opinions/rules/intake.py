"""One row as a command takes it: plain values, judged before (rows.py)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Said:
    """An opinion on its way in. `key` says which row of which list it is, so that the same row comes in once.

    `source_id` is the list's own number, or one made of the intake and the row. `about` is a unit's id when the unit
    column named one of the tree.
    """

    key: str
    source_id: str
    title: str
    body: str
    row_no: int | None = None
    raised_on: date | None = None
    channel: str = ""
    giver_kind: str = ""
    about: int | None = None
    unit_as_written: str = ""
    about_as_written: str = ""


@dataclass(frozen=True)
class Clash:
    """A row whose number is taken by another opinion: kept out, so that the first one's words stay as they are."""

    row_no: int | None
    source_id: str

    @property
    def zh(self) -> str:
        return (
            f"编号“{self.source_id}”已登记过另一条意见，原文不可改。若这是另一条意见，请给它一个新编号再导入；"
            "若整列编号只是本表的顺序，请加上 --column source_no= 再导入。"
        )

    @property
    def en(self) -> str:
        return (
            f"Number '{self.source_id}' is taken by another opinion, whose words can't change. Give this one a new number; "
            "if the whole column only counts the rows of this file, say --column source_no=."
        )


@dataclass(frozen=True)
class Taken:
    """What became of a chunk of rows."""

    added: int
    repeated: int
    clashes: tuple[Clash, ...] = ()
