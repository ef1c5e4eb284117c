"""The columns of a template's form as a ledger draws them."""

from huiyin.process.campaigns.rules.forms import Column as FormColumn
from huiyin.reports.layout.ledger_shape import Column, Kind

_CONCERN = FormColumn(code="concern", heading="诉求类型", width=12)
_WIDE = 30  # from so many characters on, a column of the form holds running text


def with_concern(columns: tuple[FormColumn, ...]) -> tuple[FormColumn, ...]:
    """The columns of a summary, and after the topic's one for what givers want, where the form hasn't one already.

    The forms of 2014 are kept as they were printed; campaigns that ask for it add the column on their own sheets.
    """
    codes = [column.code for column in columns]
    if _CONCERN.code in codes:
        return columns
    at = codes.index("topic") + 1 if "topic" in codes else len(codes)
    return (*columns[:at], _CONCERN, *columns[at:])


def column_of(column: FormColumn, *, numeric: bool = True) -> Column:
    """A column of a form; `numeric` says whether what its column of numbers holds are numbers."""
    if column.kind == "date":
        return Column(column.code, column.heading, "date")  # as wide as a date must be
    if column.choices:
        return Column(column.code, column.heading, "choice", column.width, column.choices)
    if column.kind == "number":
        # A unit's own numbers may be "教-012": then the whole column is text, for a column has one kind.
        kind: Kind = "number" if numeric or column.code != "number" else "code"
        return Column(column.code, column.heading, kind, max(8, column.width))
    return Column(column.code, column.heading, "long_text" if column.width >= _WIDE else "text", column.width)
