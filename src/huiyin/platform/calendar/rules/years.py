"""Which years anybody plans in."""

from huiyin.kit.errors import BadInput

FIRST_YEAR, LAST_YEAR = 2000, 2100


def plausible(year: int) -> bool:
    """Whether a campaign may lie in that year."""
    return FIRST_YEAR <= year <= LAST_YEAR


def needs_plausible(year: int) -> None:
    """BadInput for a year that nobody plans in."""
    if not plausible(year):
        raise BadInput(
            f"年历只到 {FIRST_YEAR}—{LAST_YEAR} 年，请核对年份。",
            f"The calendar goes from {FIRST_YEAR} to {LAST_YEAR}; check the year.",
        )


def notice_title(year: int) -> str:
    """What the notice with a year's arrangement is called."""
    return f"国务院办公厅关于{year}年部分节假日安排的通知"
