"""The words by which a column of an opinion workbook is known (DOMAIN 2.1, 2.2, 8.4 and what offices' systems export).

Words are in the form of `kit.sheets.normal_heading`. Within a field the order is the preference when two columns match.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.kit.sheets import normal_heading

# fmt: off
ORIGINAL_TEXT: tuple[str, ...] = (
    "意见原文", "意见建议原文", "群众意见原文", "原始意见", "原文", "意見原文", "留言详情", "留言内容", "留言正文", "诉求内容", "投诉内容",
    "信访内容", "来信内容", "来电内容", "信件内容", "正文", "body", "text", "content", "message", "opinion", "opiniontext", "originaltext",
    "comment", "comments",
)
"""A column of these holds the whole of the words, and stands alone."""

PARTIAL_TEXT: tuple[str, ...] = (
    "存在的主要问题", "存在的问题", "存在问题", "主要问题", "反映问题", "反映的问题", "反映的主要问题", "具体问题", "突出问题", "问题", "问题描述",
    "问题表现", "具体表现", "问题内容", "反映内容", "反映情况", "具体事例", "事例", "情况说明", "意见内容", "建议内容", "意见建议内容",
    "具体内容", "主要内容", "详细内容", "内容", "详情", "诉求", "群众诉求", "意见建议", "意见和建议", "意见与建议", "意见及建议", "意见或建议",
    "具体意见", "具体意见建议", "主要意见", "群众意见", "反馈意见", "反馈内容", "反馈问题", "意见", "建议", "意見", "建議", "意見建議",
    "description", "details", "detail", "problem", "issue", "feedback", "suggestion", "suggestions",
)
"""Columns of these are joined: the opinion form of DOMAIN 2.1 asks for the problem and the advice side by side."""

FIELD_WORDS: Mapping[str, tuple[str, ...]] = {
    "text": ORIGINAL_TEXT + PARTIAL_TEXT,
    "title": (
        "标题", "主题", "留言主题", "留言标题", "意见标题", "诉求标题", "问题标题", "信件标题", "题目", "標題", "title", "subject",
    ),
    "source_no": (
        "意见编号", "留言编号", "信件编号", "工单编号", "工单号", "受理编号", "受理号", "登记编号", "登记号", "案件编号", "流水号", "单号",
        "编号", "編號", "意见id", "留言id", "sourceid", "sourceno", "opinionid", "msgid", "messageid", "id",
    ),
    "raised_on": (
        "收集时间", "收集日期", "征集时间", "征集日期", "反映时间", "反映日期", "提出时间", "提出日期", "留言时间", "留言日期", "来信时间",
        "来信日期", "来电时间", "投诉时间", "受理时间", "受理日期", "登记时间", "登记日期", "提交时间", "提交答卷时间", "填表时间", "填表日期",
        "填写时间", "填报时间", "创建时间", "时间", "日期", "時間", "raisedon", "date", "time", "datetime", "createdat", "submittedat",
    ),
    "channel": (
        "收集渠道", "征集渠道", "反映渠道", "来源渠道", "意见渠道", "渠道", "收集方式", "征集方式", "征求方式", "征求意见方式", "反映方式",
        "收集途径", "途径", "意见来源", "来源", "channel", "source",
    ),
    "giver": (
        "反映群体", "反映人群体", "群体", "群体类别", "填表人身份", "反映人身份", "提出人身份", "留言人身份", "您的身份", "身份", "身份类别",
        "人员类别", "人员类型", "反映人类别", "群众类别", "giverkind", "giver", "role",
    ),
    "unit": (
        "反映单位", "所在单位", "所在学校", "单位名称", "学校名称", "单位", "學校", "學校名稱", "單位", "学校", "填报单位", "提出单位",
        "涉及单位", "涉及学校", "被反映单位", "unit", "unitname", "school",
    ),
    "about": ("对象", "意见对象", "反映对象", "涉及对象", "针对对象", "被反映对象", "被反映人", "對象", "about", "target"),
}

POSITION_WORDS: tuple[str, ...] = ("序号", "序號", "序", "行号", "no", "#", "num", "number", "index", "row", "rowno", "rowid")
"""A position in this file: never an identity, because the next file counts from 1 again."""

OTHER_WORDS: tuple[str, ...] = (
    "备注", "姓名", "联系电话", "联系方式", "手机", "手机号", "电话", "类别", "四风类别", "教育专题", "诉求类型", "归并号", "责任领导", "责任处室", "责任单位",
    "责任人", "牵头领导", "是否立行立改", "办理时限", "办理情况", "反馈方式及时间", "处理意见", "办理意见", "拟办意见", "领导意见", "领导批示",
    "审核意见", "初审意见", "验收意见", "自查意见", "答复意见", "回复内容", "答复内容", "整改措施", "整改时限", "归纳表述", "问题类别", "问题来源",
    "留言用户", "留言人", "点赞数", "反对数", "userid", "user", "username", "name", "phone", "likes", "dislikes", "reply", "remarks", "remark",
    "replytime", "label", "note", "notes", "status", "category", "type",
    "未收录的原因", "reason",
)
"""Known headings that are nothing here: what the office added, and who said it (SPEC rule 5: not read at all)."""
# fmt: on

FIELDS: tuple[str, ...] = tuple(FIELD_WORDS)

_SURVEY = re.compile(r"^(?:您|你)?(?:认为|觉得)?对.{1,30}(?:意见|建议|问题|看法)[?？吗呢]*$")
_OFFICE = re.compile(
    r"办理|处理|办结|回复|答复|反馈|整改|措施|审核|审批|采纳|批示|验收|自查|归纳|归并|对应|领导|部门|处室|责任|承办|单位|完成|销号|时限|截止|所用|类别|类型"
)
_LOOSE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("title", re.compile(r"(?:标题|主题)$")),
    ("text", re.compile(r"(?:意见|建议|问题|诉求|内容|原文|事例|详情)$")),
    ("raised_on", re.compile(r"(?:时间|日期)$")),
    ("channel", re.compile(r"渠道$")),
    ("giver", re.compile(r"身份$")),
)
_LONGEST_LOOSE = 24


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading says: a field, "position" or "other"; `order` ranks headings of one field; `exact` a known word."""

    field: str
    order: int
    exact: bool


def _table() -> dict[str, Meaning]:
    table = {word: Meaning("position", 0, exact=True) for word in POSITION_WORDS}
    table |= {word: Meaning("other", 0, exact=True) for word in OTHER_WORDS}
    for field, words in FIELD_WORDS.items():
        table |= {word: Meaning(field, order, exact=True) for order, word in enumerate(words)}
    return table


_KNOWN = _table()


def meaning_of(heading: str) -> Meaning | None:
    """Say what a heading means; None for one that is not understood."""
    words = normal_heading(heading)
    if not words or len(words) > 40:
        return None
    if words in _KNOWN:
        return _KNOWN[words]
    if _SURVEY.match(words):
        return Meaning("text", len(FIELD_WORDS["text"]), exact=False)
    if len(words) > _LONGEST_LOOSE:
        return None
    if _OFFICE.search(words):
        return Meaning("other", 0, exact=False)
    for field, pattern in _LOOSE:
        if pattern.search(words):
            return Meaning(field, len(FIELD_WORDS[field]), exact=False)
    return None
