"""Words that the preview, the summary and the files share when a person is told of them."""

from collections.abc import Mapping, Sequence

# Each but the last is itself a heading that `opinions.rules.heading_words` knows for its field.
FIELD_NAMES: Mapping[str, str] = {
    "text": "意见原文",
    "title": "标题",
    "source_no": "编号",
    "raised_on": "反映时间",
    "channel": "收集渠道",
    "giver": "反映群体",
    "unit": "单位",
    "about": "对象",
    "position": "序号",
}


def other_sheets_line(others: Sequence[str]) -> str:
    """Say which sheets of the workbook were not read, and how to read one."""
    names = "、".join(f"“{name}”" for name in others)
    return f"没有读取的工作表 {len(others)} 张：{names}；其中也有意见的，请用 --sheet 工作表名 逐张再运行"


def yearless_line(years: Mapping[int, int]) -> str:
    """Say how many dates named no year, and which they were given: year → how many."""
    given = "、".join(f"{year} 年（{n} 处）" for year, n in sorted(years.items()))
    return f"没有写年份的日期 {sum(years.values())} 处，算作 {given}；不对的话请用 --year 年份 指明"
