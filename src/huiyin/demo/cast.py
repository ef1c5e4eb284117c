"""The people with whom somebody can sign in: one for each role, all with the same password, all invented."""

from dataclasses import dataclass
from datetime import date

from huiyin.platform.orgs.rules.rights import Role

CAMPAIGN = "yunhe-demo-2014"
"""The campaign's code: by it a database is known as a demo."""

DAY = date(2014, 6, 12)
"""The day on which visitors find the world: the Monday after the last chapter."""

AUTUMN_DAY = date(2014, 12, 10)
"""The day after the chapters of the autumn."""

PASSWORD = "yunhe-spring-2014"  # noqa: S105 - printed on the screen of every demo
"""For every member of the cast. Everybody else keeps a slip that nobody redeemed."""


TALK_PASSPHRASE = "石桥 灯芯 麦田 渡口 黄昏"  # noqa: S105 - printed in docs/demo.md
"""Of the two who wrote down points of their talk: head and member of the school."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody to sign in as. `unit` is the code of the unit of their role; `zh` and `en` say what to look at."""

    key: str
    login: str
    name: str
    unit: str
    role: Role
    title: str
    zh: str
    en: str


CAST = (
    Member(
        "director", "zhuren", "纪怀安", "YH00", Role.OFFICE, "活动办主任",
        "看总体情况：收到的意见各到了哪里，等式是否成立；再看问题台账：待验收的、过了时限的、上交的、反映人说没有真改的。",
        "The overview: where every opinion is, whether the sum holds; and the ledger: what awaits acceptance, is late, was passed up, or "
        "isn't really fixed as its giver says.",
    ),
    Member(
        "officer", "ganshi", "梅念初", "YH00", Role.OFFICE, "活动办工作人员",
        "接着梳理最近两天的意见，看建议从哪里来，再从意见组提出一个问题。",
        "Go on with the triage of the last two days; see why a label is suggested; raise a problem from a group.",
    ),
    Member(
        "head", "xiaozhang", "庄砺平", "YH41", Role.HEAD, "柏渡小学校长",
        "看本校的问题：一个等着认领，一个退回，一个待验收，一个已销号，一个在整改；只见核对过的归纳，不见原话。第二次民主生活会的记录等您签阅。",
        "The own school's problems: one to be claimed, one returned, one awaiting acceptance, one closed, one in rectification; checked "
        "summaries, never the raw words. The record of the team's second meeting is to be signed.",
    ),
    Member(
        "clerk", "lianluo", "温采珍", "YH41", Role.CLERK, "柏渡小学、竹汀小学联络员",
        "一人联系两所学校：填两校的整改措施和佐证；有一条措施没写由谁办、看不到结果，旁边有提示。民主生活会的记录台和打包材料也在这里。",
        "A clerk of two schools fills in measures and evidence of both; one measure says neither who nor what result, and a "
        "hint says so. The recorder's desk of the team's meeting, and its papers in one zip.",
    ),
    Member(
        "member", "fuxiao", "骆景行", "YH41", Role.MEMBER, "柏渡小学班子成员",
        "看本校问题和自己分管的方面，签阅过的民主生活会记录，以及督导组退回、重写过一稿的自查材料。",
        "A team member's view of the school's problems, the record of the team's meeting as it was signed, and the own paper that inspectors "
        "sent back and that was written anew.",
    ),
    Member(
        "inspector", "dudao", "颜守清", "YH00", Role.SUPERVISION, "督导组组长",
        "看关于局机关本身的意见（活动办看不到原话），督导组反馈的两个问题，和局机关自己报上来、只能由上面看的整改。",
        "What is said about the bureau itself, which the office can't read, the group's own two findings, and what the bureau handed in "
        "of its own, which it can't judge itself.",
    ),
    Member(
        "leader", "lingdao", "尹伯林", "YH00", Role.LEADER, "领导小组成员",
        "只看总体情况和问题，没有任何人的原话。",
        "The whole picture without anybody's words.",
    ),
    Member(
        "discipline", "jijian", "裴思言", "YH00", Role.DISCIPLINE, "纪检干部",
        "举报件密封保存，只有这里能看；还没有人交来，扫一个收集点的码就能交一件。",
        "Where sealed accusations are read, and by nobody else: none came in yet, and any entrance takes one.",
    ),
    Member(
        "administrator", "guanli", "卫允舟", "YH00", Role.ADMINISTRATOR, "系统管理员",
        "管账号和单位，读不到任何意见。",
        "Accounts and units; not one opinion can be read.",
    ),
)  # fmt: skip
