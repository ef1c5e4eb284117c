"""Who may do what: one closed list of rights, one closed list of roles, one table (printed by permissions.py)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from huiyin.kit.errors import NotAllowed
from huiyin.platform.orgs.rules.tree import Scope, tops


class Right(StrEnum):
    """Everything that a command or a page can ask for, `thing:act`, in the order of the alphabet."""

    ACCOUNT_MANAGE = "account:manage"
    ANSWER_APPROVE = "answer:approve"
    ANSWER_WRITE = "answer:write"
    ASK_SIGN = "ask:sign"
    BALLOT_HOLD = "ballot:hold"
    CALENDAR_EDIT = "calendar:edit"
    CAMPAIGN_CLOSE = "campaign:close"
    CAMPAIGN_READ = "campaign:read"
    CAMPAIGN_START = "campaign:start"
    CHANNEL_MANAGE = "channel:manage"
    CIRCULAR_ACKNOWLEDGE = "circular:acknowledge"
    CIRCULAR_ISSUE = "circular:issue"
    CONTACT_OPEN = "contact:open"
    GATE_JUDGE = "gate:judge"
    GRANT_GIVE = "grant:give"
    INSPECTION_WORK = "inspection:work"
    LETTER_WRITE = "letter:write"
    LIFEMEETING_JUDGE = "lifemeeting:judge"
    LIFEMEETING_RECORD = "lifemeeting:record"
    LIFEMEETING_REPORT = "lifemeeting:report"
    MEETING_RECORD = "meeting:record"
    OPINION_ERASE = "opinion:erase"
    OPINION_GROUP = "opinion:group"
    OPINION_READ_RAW = "opinion:read_raw"
    OPINION_READ_SUMMARY = "opinion:read_summary"
    OPINION_TAKE = "opinion:take"
    OPINION_TRIAGE = "opinion:triage"
    OVERVIEW_READ = "overview:read"
    PAPER_SIGN = "paper:sign"
    PAPER_WRITE = "paper:write"
    PLAN_EDIT = "plan:edit"
    PLAN_REPORT = "plan:report"
    PROBLEM_ACCEPT = "problem:accept"
    PROBLEM_ASSIGN = "problem:assign"
    PROBLEM_CLAIM = "problem:claim"
    PROBLEM_MERGE = "problem:merge"
    PROBLEM_RAISE = "problem:raise"
    PROBLEM_READ = "problem:read"
    PROBLEM_SPLIT = "problem:split"
    PROBLEM_STEP = "problem:step"
    PROBLEM_WORK = "problem:work"
    REMINDER_SEND = "reminder:send"
    REMINDER_SIGN = "reminder:sign"
    RETALIATION_READ = "retaliation:read"
    SAMPLE_DRAW = "sample:draw"
    SEALED_READ = "sealed:read"
    SELFCHECK_READ = "selfcheck:read"
    SELFCHECK_REVIEW = "selfcheck:review"
    SELFCHECK_WRITE = "selfcheck:write"
    STAGE_ADVANCE = "stage:advance"
    STUDY_RECORD = "study:record"
    TALK_ARRANGE = "talk:arrange"
    TALK_READ = "talk:read"
    TALK_REMIND = "talk:remind"
    UNIT_IMPORT = "unit:import"
    UNIT_MANAGE = "unit:manage"


class Role(StrEnum):
    """In what capacity somebody acts (SPEC section 1, DOMAIN 1.1)."""

    OFFICE = "office"
    HEAD = "head"
    CLERK = "clerk"
    MEMBER = "member"
    SUPERVISION = "supervision"
    LEADER = "leader"
    DISCIPLINE = "discipline"
    ADMINISTRATOR = "administrator"


RIGHTS: dict[Role, frozenset[Right]] = {
    # Not the heads' own acts (SPEC rule 11), the inspectors' letters, the sealed channel (13), what is said of retaliation, signatures under
    # its own asks, samples of what it accepted itself (4).
    Role.OFFICE: frozenset(Right)
    - {
        Right.ASK_SIGN,
        Right.INSPECTION_WORK,
        Right.LETTER_WRITE,
        Right.LIFEMEETING_REPORT,
        Right.PROBLEM_CLAIM,
        Right.REMINDER_SIGN,
        Right.RETALIATION_READ,
        Right.SAMPLE_DRAW,
        Right.SEALED_READ,
        Right.TALK_REMIND,
    },
    Role.HEAD: frozenset(
        {
            Right.CAMPAIGN_READ,
            Right.CIRCULAR_ACKNOWLEDGE,
            Right.LIFEMEETING_RECORD,
            Right.LIFEMEETING_REPORT,
            Right.MEETING_RECORD,
            Right.OPINION_READ_SUMMARY,
            Right.PAPER_SIGN,
            Right.PLAN_REPORT,
            Right.PROBLEM_CLAIM,
            Right.PROBLEM_RAISE,
            Right.PROBLEM_READ,
            Right.PROBLEM_STEP,
            Right.PROBLEM_WORK,
            Right.REMINDER_SIGN,
            Right.SELFCHECK_READ,
            Right.SELFCHECK_REVIEW,
            Right.SELFCHECK_WRITE,
            Right.STUDY_RECORD,
            Right.TALK_ARRANGE,
            Right.TALK_READ,
        }
    ),
    Role.CLERK: frozenset(
        {
            Right.CAMPAIGN_READ,
            Right.CIRCULAR_ACKNOWLEDGE,
            Right.LIFEMEETING_RECORD,
            Right.MEETING_RECORD,
            Right.OPINION_READ_SUMMARY,
            Right.OPINION_TAKE,
            Right.PAPER_WRITE,
            Right.PLAN_REPORT,
            Right.PROBLEM_RAISE,
            Right.PROBLEM_READ,
            Right.PROBLEM_STEP,
            Right.PROBLEM_WORK,
            Right.SELFCHECK_READ,
            Right.SELFCHECK_WRITE,
            Right.STUDY_RECORD,
            Right.TALK_ARRANGE,
            Right.TALK_READ,
        }
    ),
    Role.MEMBER: frozenset(
        {
            Right.CAMPAIGN_READ,
            Right.OPINION_READ_SUMMARY,
            Right.PROBLEM_CLAIM,
            Right.PROBLEM_READ,
            Right.PROBLEM_STEP,
            Right.PROBLEM_WORK,
            Right.REMINDER_SIGN,
            Right.SELFCHECK_READ,
            Right.SELFCHECK_WRITE,
            Right.TALK_READ,
        }
    ),
    # Triages and answers what is said about the unit that runs the campaign, and nothing else (SPEC rule 4, opinions/rules/reach.py).
    Role.SUPERVISION: frozenset(
        {
            Right.ANSWER_APPROVE,
            Right.ANSWER_WRITE,
            Right.CAMPAIGN_READ,
            Right.CONTACT_OPEN,
            Right.GATE_JUDGE,
            Right.INSPECTION_WORK,
            Right.LETTER_WRITE,
            Right.LIFEMEETING_JUDGE,
            Right.OPINION_READ_RAW,
            Right.OPINION_READ_SUMMARY,
            Right.OPINION_TRIAGE,
            Right.OVERVIEW_READ,
            Right.PROBLEM_ACCEPT,
            Right.PROBLEM_RAISE,
            Right.PROBLEM_READ,
            Right.REMINDER_SEND,
            Right.RETALIATION_READ,
            Right.SAMPLE_DRAW,
            Right.SELFCHECK_READ,
            Right.SELFCHECK_REVIEW,
            Right.STAGE_ADVANCE,
            Right.TALK_READ,
            Right.TALK_REMIND,
        }
    ),
    # The whole picture without anybody's words; appoints the discipline officer; signs what costs the units much.
    Role.LEADER: frozenset(
        {
            Right.ASK_SIGN,
            Right.CAMPAIGN_CLOSE,
            Right.CAMPAIGN_READ,
            Right.GATE_JUDGE,
            Right.GRANT_GIVE,
            Right.LIFEMEETING_JUDGE,
            Right.OVERVIEW_READ,
            Right.PAPER_SIGN,
            Right.PROBLEM_ACCEPT,
            Right.PROBLEM_READ,
            Right.SELFCHECK_READ,
            Right.SELFCHECK_REVIEW,
            Right.STAGE_ADVANCE,
            Right.TALK_READ,
            Right.TALK_REMIND,
        }
    ),
    Role.DISCIPLINE: frozenset({Right.RETALIATION_READ, Right.SEALED_READ}),
    # Keeps the server, accounts, the unit tree and the calendar, and can't touch opinions (SPEC section 1, last row).
    Role.ADMINISTRATOR: frozenset(
        {
            Right.ACCOUNT_MANAGE,
            Right.CALENDAR_EDIT,
            Right.GRANT_GIVE,
            Right.UNIT_IMPORT,
            Right.UNIT_MANAGE,
        }
    ),
}

# Who gives a role can hand its holder a new slip, and so could act as them: nobody gives a role that reads more than the
# own one does (see FROM_ABOVE, too).
APPOINTS: dict[Role, frozenset[Role]] = {
    Role.OFFICE: frozenset(Role) - {Role.DISCIPLINE, Role.ADMINISTRATOR},
    Role.LEADER: frozenset({Role.DISCIPLINE}),
    Role.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
}

RIGHT_NAMES: dict[Right, str] = {
    Right.ACCOUNT_MANAGE: "管理账号",
    Right.ANSWER_APPROVE: "审批答复",
    Right.ANSWER_WRITE: "起草答复",
    Right.ASK_SIGN: "签批新增任务",
    Right.BALLOT_HOLD: "组织测评",
    Right.CALENDAR_EDIT: "编辑年历",
    Right.CAMPAIGN_CLOSE: "结束活动",
    Right.CAMPAIGN_READ: "查看活动进展",
    Right.CAMPAIGN_START: "启动活动",
    Right.CHANNEL_MANAGE: "管理听取渠道",
    Right.CIRCULAR_ACKNOWLEDGE: "签收和转发文件",
    Right.CIRCULAR_ISSUE: "印发文件",
    Right.CONTACT_OPEN: "查看反映人的联系方式",
    Right.GATE_JUDGE: "在关口作结论、退回“回头看”",
    Right.GRANT_GIVE: "任命和授权",
    Right.INSPECTION_WORK: "督导走访、发督导文书",
    Right.LETTER_WRITE: "写反馈意见书、看答复",
    Right.LIFEMEETING_JUDGE: "审批班子会方案、点评和责令重开",
    Right.LIFEMEETING_RECORD: "筹备和记录班子会",
    Right.LIFEMEETING_REPORT: "签班子会情况报告",
    Right.MEETING_RECORD: "记录会议",
    Right.OPINION_ERASE: "依法或到期删除意见原文、会上原话",
    Right.OPINION_GROUP: "归并意见",
    Right.OPINION_READ_RAW: "查看意见原文",
    Right.OPINION_READ_SUMMARY: "查看核对过的意见摘要",
    Right.OPINION_TAKE: "收录意见",
    Right.OPINION_TRIAGE: "梳理意见",
    Right.OVERVIEW_READ: "查看总体情况",
    Right.PAPER_SIGN: "签发文稿",
    Right.PAPER_WRITE: "起草文稿",
    Right.PLAN_EDIT: "制定和调整计划",
    Right.PLAN_REPORT: "填报进展",
    Right.PROBLEM_ACCEPT: "验收、退回和批准延期",
    Right.PROBLEM_ASSIGN: "确定责任单位",
    Right.PROBLEM_CLAIM: "认领问题",
    Right.PROBLEM_MERGE: "合并问题",
    Right.PROBLEM_RAISE: "提出问题",
    Right.PROBLEM_READ: "查看问题",
    Right.PROBLEM_SPLIT: "拆分问题",
    Right.PROBLEM_STEP: "推进整改",
    Right.PROBLEM_WORK: "填写整改措施和佐证",
    Right.REMINDER_SEND: "发提醒单",
    Right.REMINDER_SIGN: "签收提醒单",
    Right.RETALIATION_READ: "查看打击报复的反映",
    Right.SAMPLE_DRAW: "抽样核查",
    Right.SEALED_READ: "查看封存的举报件",
    Right.SELFCHECK_READ: "查看自查材料的进展",
    Right.SELFCHECK_REVIEW: "审阅自查材料",
    Right.SELFCHECK_WRITE: "写自查材料",
    Right.STAGE_ADVANCE: "决定进入下一环节",
    Right.STUDY_RECORD: "记录学习讨论",
    Right.TALK_ARRANGE: "安排谈心谈话",
    Right.TALK_READ: "查看谈心谈话谈了没有",
    Right.TALK_REMIND: "约谈提醒",
    Right.UNIT_IMPORT: "导入单位",
    Right.UNIT_MANAGE: "调整单位",
}

ROLE_NAMES: dict[Role, str] = {
    Role.OFFICE: "活动办",
    Role.HEAD: "主要负责人",
    Role.CLERK: "联络员",
    Role.MEMBER: "班子成员",
    Role.SUPERVISION: "督导组",
    Role.LEADER: "领导小组",
    Role.DISCIPLINE: "纪检",
    Role.ADMINISTRATOR: "系统管理员",
}


# These look at the unit itself, or say who may: they come from above it, never from its own office (SPEC rules 4, 13).
FROM_ABOVE = frozenset({Role.SUPERVISION, Role.LEADER})


@dataclass(frozen=True)
class Actor:
    """Who acts: a plain code for the record, the role, and the path of the unit whose subtree they act in.

    `campaign`: the only one in which the role counts, "" all. `own`: the paths of the units in which the same person is head,
    team member or clerk: what is said about those is never theirs to read (SPEC rule 4). `recused`: the paths of the units that an
    inspector declared a conflict of interest for; they and what lies below them are outside of the scope (DOMAIN 7.2).
    """

    code: str
    role: Role
    scope: str = ""
    campaign: str = ""
    own: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()

    @property
    def ground(self) -> Scope:
        """The scope for a list: without what the actor is recused from."""
        return Scope(self.scope, self.recused)

    def covers(self, path: str) -> bool:
        """Whether `path` lies in the scope, and in nothing that the actor is recused from."""
        return path.startswith(self.scope) and not any(path.startswith(gap) for gap in self.recused)

    def capacity(self) -> str:
        """Role, scope and campaign as one text, for an account to say who handed out its slip."""
        return f"{self.role}:{self.scope}:{self.campaign}"

    @classmethod
    def of_capacity(cls, text: str) -> "Actor | None":
        """What `capacity` wrote, of nobody; None for what it didn't."""
        role, _, rest = text.partition(":")
        scope, _, campaign = rest.partition(":")
        return cls("", Role(role), scope, campaign) if role in set(Role) else None

    def may(self, right: Right, path: str = "") -> bool:
        """Whether the role has the right and `path` lies in the scope (the empty scope is the whole tree)."""
        return right in RIGHTS[self.role] and self.covers(path)

    def needs(self, right: Right, path: str = "") -> None:
        """NotAllowed unless `may`."""
        if not self.may(right, path):
            name = RIGHT_NAMES[right]
            raise NotAllowed(
                f"您没有“{name}”的权限，或对象不在您的范围内。请联系活动办。",
                f"You lack the right '{right}' here. Ask the activity office.",
            )

    def may_appoint(self, role: Role, path: str, campaign: str = "") -> bool:
        """Whether this actor may give, take and hand on `role` at `path` for `campaign` ("" all campaigns)."""
        return (
            self.may(Right.GRANT_GIVE, path)
            and role in APPOINTS.get(self.role, frozenset())
            and self.campaign in {"", campaign}
            and (role not in FROM_ABOVE or len(self.scope) < len(path))
        )

    def needs_to_appoint(self, role: Role, path: str, whom: str, campaign: str = "") -> None:
        """NotAllowed unless `may_appoint`, and never for oneself: `whom` is the code of the account."""
        self.needs(Right.GRANT_GIVE, path)
        name = ROLE_NAMES[role]
        if role not in APPOINTS.get(self.role, frozenset()):
            others = "或".join(
                ROLE_NAMES[giver] for giver in Role if role in APPOINTS.get(giver, frozenset())
            )
            raise NotAllowed(
                f"“{name}”由{others}任命，您不能办理。", f"The role '{role}' isn't yours to give."
            )
        if self.campaign not in {"", campaign}:
            raise NotAllowed(
                "您的角色只限一个活动，不能办理别的活动或全部活动的授权。",
                "Your role is for one campaign: you can't give or take one for another or for all.",
            )
        if not self.may_appoint(role, path, campaign):
            raise NotAllowed(
                f"“{name}”由上级派出，本级活动办不能任命：下级单位的由您办理，本单位的请上级办理；没有上级的，在服务器上用 huiyin user 登记。",
                f"The role '{role}' comes from above: you give it for units below yours. For your own the level above does, or, "
                "where there is none, 'huiyin user' on the server.",
            )
        if whom == self.code:
            raise NotAllowed(
                "不能为自己授权，请由另一位有权限的同志办理。", "Nobody gives a role to themselves."
            )


def scopes_with(actors: Iterable[Actor], right: Right) -> tuple[str, ...]:
    """The paths below which one of the `actors` has the right, none needlessly under another: for `Unit.objects.in_scopes`.

    A Scope among them leaves out what its actor is recused from.
    """
    return tops(actor.ground for actor in actors if right in RIGHTS[actor.role])
