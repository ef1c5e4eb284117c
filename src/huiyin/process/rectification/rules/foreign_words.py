"""The words by which the columns of another system's 问题清单 and 整改台账 are known, in the form of `kit.sheets.normal_heading`.

Within a field the order is the preference when two columns match.
"""

import re
from collections.abc import Mapping

# fmt: off
FIELD_WORDS: Mapping[str, tuple[str, ...]] = {
    "title": (
        "存在问题", "存在的问题", "存在的主要问题", "主要问题", "突出问题", "具体问题", "问题", "问题描述", "问题内容", "问题名称", "问题表述", "问题清单",
        "检视问题", "查摆问题", "查摆出的问题", "检视出的问题", "反馈问题", "反馈的问题", "指出的问题", "整改问题", "整改事项", "整改任务", "整改内容",
        "整改项目", "整治项目", "problem", "issue", "title",
    ),
    "manifestation": (
        "具体表现", "问题表现", "主要表现", "表现", "表现形式", "具体事例", "事例", "问题详情", "具体情况", "情况说明", "详情", "description", "details",
    ),
    "measures": (
        "整改措施", "具体整改措施", "主要整改措施", "措施", "具体措施", "主要措施", "工作措施", "整改举措", "具体举措", "整改打算", "整改办法", "解决措施",
        "measure", "measures", "action", "actions",
    ),
    "goal": ("整改目标", "工作目标", "预期目标", "目标", "整改要求", "整改标准", "整治标准", "goal", "target"),
    "leader": ("牵头领导", "责任领导", "分管领导", "包保领导", "包抓领导", "牵头人", "总负责", "总负责人", "leader"),
    "unit": (
        "责任单位", "整改单位", "整改责任单位", "主责单位", "牵头单位", "承办单位", "单位名称", "学校名称", "所属单位", "单位", "学校", "责任部门", "unit", "school",
    ),
    "responsible": ("责任人", "整改责任人", "具体责任人", "直接责任人", "负责人", "经办人", "办理人", "owner", "responsible"),
    "due_on": (
        "整改时限", "整改期限", "整改完成时限", "完成时限", "完成期限", "办结时限", "办理时限", "计划完成时间", "计划完成时限", "预计完成时间", "完成时间",
        "时限", "期限", "截止日期", "due", "duedate", "deadline",
    ),
    "horizon": ("时限类型", "整改类型", "整改类别", "时限类别"),
    "cause": ("产生原因", "问题根源", "问题原因", "原因分析", "原因剖析", "根源", "原因", "cause"),
    "source": ("问题来源", "来源渠道", "来源", "source"),
    "focus": ("问题类别", "问题类型", "问题分类", "检视方面", "类别", "方面", "category"),
}
"""What is read."""

POSITION = frozenset({"序号", "序", "行号", "no", "#", "num", "index"})
"""A position in this file, which means nothing here."""

OPINION_WORDS = frozenset({"意见原文", "意见建议原文", "留言详情", "留言内容", "诉求内容", "信访内容", "意见内容", "意见建议"})
"""Headings of lists of opinions, which come in by another door."""
# fmt: on

STATES = re.compile(r"状态|销号|完成情况|完成程度|是否完成|办结|验收|整改结果|status|state")
"""Headings whose columns say how far a problem is: states can't be imported."""

KNOWN: Mapping[str, tuple[str, int]] = {
    word: (name, order) for name, words in FIELD_WORDS.items() for order, word in enumerate(words)
}
"""Word → its field, and its rank there."""
