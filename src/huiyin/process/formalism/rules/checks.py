"""What is looked for in the conduct of a campaign itself: facts with their definitions, never a score, and units are never ranked (R31).

Pure. Bounds are the template's parameters (`formal_…`); what a template doesn't name has the bounds below.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huiyin.process.campaigns.rules.says import Says


class Severity(StrEnum):
    """A note that invites a look, a warning that somebody has to do something about."""

    NOTE = "note"
    WARNING = "warning"


class Looked(StrEnum):
    """What is looked for, in the order in which it's told."""

    ASKED_TWICE = "asked_twice"
    BURDEN = "burden"
    TALKS_A_DAY = "talks_a_day"
    TALKS_BURST = "talks_burst"
    DONE_BURST = "done_burst"
    DUE_BURST = "due_burst"
    STAGE_BURST = "stage_burst"
    VOTE = "vote"
    NO_FACT = "no_fact"
    PAPERS_ALIKE = "papers_alike"
    ANSWERS_SAME = "answers_same"
    FINDINGS_SAME = "findings_same"
    LOOKS_SAME = "looks_same"


@dataclass(frozen=True)
class Bounds:
    """From how many on something is told of."""

    ask_days: int = 14
    fields_alike: float = 0.5
    talks_a_day: int = 8
    burst_least: int = 10
    burst_share: float = 0.5
    due_days: int = 3
    response: float = 0.5
    same_units: int = 3
    alike_share: float = 0.5

    @classmethod
    def of(cls, parameters: Mapping[str, int | float]) -> "Bounds":
        """As a template's parameters say, by their codes."""
        default = cls()
        return cls(
            ask_days=int(parameters.get("formal_ask_days", default.ask_days)),
            fields_alike=float(parameters.get("formal_fields_alike", default.fields_alike)),
            talks_a_day=int(parameters.get("formal_talks_a_day", default.talks_a_day)),
            burst_least=int(parameters.get("formal_burst_least", default.burst_least)),
            burst_share=float(parameters.get("formal_burst_share", default.burst_share)),
            due_days=int(parameters.get("formal_due_days", default.due_days)),
            response=float(parameters.get("formal_response", default.response)),
            same_units=int(parameters.get("formal_same_units", default.same_units)),
            alike_share=float(parameters.get("formal_alike_share", default.alike_share)),
        )


@dataclass(frozen=True)
class Check:
    """What is looked for: its name, what exactly counts, how much it matters, and who can mend it."""

    looked: Looked
    severity: Severity
    name: Says
    definition: Says
    mends: Says


_OFFICE = Says("活动办", "the activity office")
_UNIT = Says("单位自己", "the unit itself")
_ABOVE = Says("看的人", "those who look at it")


def checks(bounds: Bounds, budget: float | None) -> tuple[Check, ...]:
    """Every check with its bounds in its definition; the one of the burden only where the template sets a number."""
    share = f"{bounds.burst_share:.0%}"
    found = (
        Check(
            Looked.ASKED_TWICE,
            Severity.WARNING,
            Says("同一件事问了单位两遍", "units asked the same thing twice"),
            Says(
                f"同一单位的两项任务，到期相隔不超过 {bounds.ask_days} 天（没有期限的按下达日期），须填栏目有两栏以上、{bounds.fields_alike:.0%} 以上相同。不同时期各问一次的不算。",
                f"Two tasks of the same unit, due within {bounds.ask_days} days of each other (where one has no date, sent so), of whose fields two or more, and {bounds.fields_alike:.0%} or more, are the same. Asked again of another period isn't twice.",
            ),
            _OFFICE,
        ),
        Check(
            Looked.BURDEN,
            Severity.WARNING,
            Says("一周里要填的超过规定", "more to fill in in a week than the number set"),
            Says(
                f"一个单位一周里到期的任务，须自行填写的栏目超过 {budget:g} 栏。",
                f"The tasks due from a unit in a week have more than {budget:g} fields that it types itself.",
            )
            if budget is not None
            else Says("", ""),
            Says("活动办、领导小组", "the activity office, the leading group"),
        ),
        Check(
            Looked.TALKS_A_DAY,
            Severity.NOTE,
            Says("一个人一天谈了很多人", "many talks by one person on one day"),
            Says(
                f"同一人同一天谈了 {bounds.talks_a_day} 次以上（按双方说的谈话日期）。",
                f"One person had {bounds.talks_a_day} talks or more on one day, by the day that was said.",
            ),
            _UNIT,
        ),
        Check(
            Looked.TALKS_BURST,
            Severity.NOTE,
            Says("谈话集中在一天确认", "talks confirmed all on one day"),
            Says(
                f"一个单位双方确认的谈话满 {bounds.burst_least} 次，其中 {share} 以上在同一天确认完。",
                f"Of a unit's {bounds.burst_least} confirmed talks or more, {share} or more became so on one day.",
            ),
            _UNIT,
        ),
        Check(
            Looked.DONE_BURST,
            Severity.NOTE,
            Says("任务集中在一天报完成", "tasks reported done all on one day"),
            Says(
                f"一个单位完成的任务满 {bounds.burst_least} 项，其中 {share} 以上报的是同一天。",
                f"Of a unit's {bounds.burst_least} tasks done or more, {share} or more bear the same day.",
            ),
            _UNIT,
        ),
        Check(
            Looked.DUE_BURST,
            Severity.NOTE,
            Says("任务压着期限报完成", "tasks reported done just before their dates"),
            Says(
                f"一个单位按期报完成的任务满 {bounds.burst_least} 项，其中 {share} 以上在各自期限的最后 {bounds.due_days} 天（含当天）才报。",
                f"Of a unit's {bounds.burst_least} tasks and more that kept their dates, {share} or more were reported done in the last {bounds.due_days} days before their own.",
            ),
            _UNIT,
        ),
        Check(
            Looked.STAGE_BURST,
            Severity.NOTE,
            Says("环节快结束时才集中做", "done in the last days of a stage"),
            Says(
                f"一个单位一个环节里报完成的任务、双方确认的谈话、销号的问题满 {bounds.burst_least} 件，其中 {share} 以上在这个环节的最后 {bounds.due_days} 天（含当天）。每个环节各算各的。",
                f"Of a unit's {bounds.burst_least} tasks done, talks confirmed and problems closed in a stage and more, {share} or more came in its last {bounds.due_days} days; each stage by its own end.",
            ),
            Says("单位自己、活动办", "the unit itself, the activity office"),
        ),
        Check(
            Looked.VOTE,
            Severity.WARNING,
            Says("百分之百满意，收回的票很少", "100 % satisfied, and few ballots back"),
            Says(
                f"计票结果全部满意，收回的票不到发出的 {bounds.response:.0%}。",
                f"Every mark counted is satisfied, and fewer than {bounds.response:.0%} of the ballots came back.",
            ),
            _OFFICE,
        ),
        Check(
            Looked.NO_FACT,
            Severity.NOTE,
            Says("没有具体事实的问题", "problems without a fact"),
            Says(
                "问题和表现里，时间、地点或单位、何人、何事、多少，写明的不到两样。",
                "Of when, where or which unit, who, what happened and how much, the problem's words name fewer than two.",
            ),
            _UNIT,
        ),
        Check(
            Looked.PAPERS_ALIKE,
            Severity.WARNING,
            Says("不同单位的材料大段相同", "papers of different units that share most passages"),
            Says(
                f"两个单位的材料（或同一单位另一次活动的材料），段落指纹有 {bounds.alike_share:.0%} 以上相同（按较短的一份算）。只看谁的材料，不看写得好不好。",
                f"Papers of two units, or of one unit in another campaign, with {bounds.alike_share:.0%} or more of the shorter one's passages in common.",
            ),
            _UNIT,
        ),
        Check(
            Looked.ANSWERS_SAME,
            Severity.WARNING,
            Says("几个单位的答复一字不差", "units with word for word the same answer"),
            Says(
                "去掉标点后一样的答复，出现在两个以上单位对反馈意见的答复里。",
                "Answers to findings that are equal but for punctuation, in two units and more.",
            ),
            _UNIT,
        ),
        Check(
            Looked.FINDINGS_SAME,
            Severity.NOTE,
            Says("给几个单位的反馈意见一样", "the same finding to several units"),
            Says(
                f"去掉标点后一样的一条反馈意见，写给了 {bounds.same_units} 个以上单位。",
                f"A finding equal but for punctuation in letters to {bounds.same_units} units and more.",
            ),
            _ABOVE,
        ),
        Check(
            Looked.LOOKS_SAME,
            Severity.NOTE,
            Says("看答复的意见一样", "the same remark on several answers"),
            Says(
                f"去掉标点后一样的意见，写在 {bounds.same_units} 个以上单位的答复上。",
                f"Remarks equal but for punctuation on answers of {bounds.same_units} units and more.",
            ),
            _ABOVE,
        ),
    )
    return tuple(one for one in found if one.looked is not Looked.BURDEN or budget is not None)
