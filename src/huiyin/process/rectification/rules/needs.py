"""What is still missing before an act may be taken, from plain facts of the problem (SPEC rule 6: closing takes proof)."""

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.process.campaigns.rules.life import Need
from huiyin.process.campaigns.rules.says import Says


@dataclass(frozen=True)
class Facts:
    """What is there: the owner, a date, measures of this round (`doing` of them are not ended), evidence and rules of this round.

    `parties` are those whose acceptance is still missing when the act is done, `bounces` the returns from above. `voices`: the givers
    had their days to rate the fix, have all rated it, or nobody could be asked; `heard`: no "not fixed" waits for a person.
    """

    owner: bool = False
    due: bool = False
    deliberation: bool = False
    measures: int = 0
    doing: int = 0
    evidence: int = 0
    rules: int = 0
    parties: tuple[str, ...] = ()
    lasting: bool = False
    at_once: bool = False
    bounces: int = 0
    most_bounces: int = 2
    voices: bool = True
    heard: bool = True


_SAID: dict[Need, Says] = {
    Need.OWNER: Says(
        "还没有定责任单位，请活动办先定。", "No unit owns it yet: the office decides that first."
    ),
    Need.DUE: Says(
        "还没有整改时限，请先定下哪天前改好。", "It has no date yet: say until when it will be put right."
    ),
    Need.DELIBERATION: Says(
        "请写明集体研究的日期、参加人员和结论。",
        "Say when the team talked it over, who was there and what was concluded.",
    ),
    Need.MEASURES: Says("还没有整改措施，请至少写一条。", "It has no measure yet: write one at least."),
    Need.MEASURES_DONE: Says(
        "还有措施没有完成：请先报完成，或写明理由不再办理。",
        "A measure isn't done yet: report it done, or drop it with a reason.",
    ),
    Need.EVIDENCE: Says(
        "还没有佐证：请指明已有的文件、制度、记录，或写明为什么没有。",
        "There is no evidence: name a paper, rule or minutes that exist, or say why there is none.",
    ),
    Need.RULE: Says(
        "还没有写建章立制：写明废止、修改或新立了什么制度，或为什么不需要。",
        "Say which rule was abolished, changed or made, or why none was needed.",
    ),
    Need.PARTIES: Says("", ""),
    Need.LASTING: Says(
        "只有长期坚持的问题才作阶段确认。", "Only what is kept up for good is confirmed for a year."
    ),
    Need.NOT_LASTING: Says(
        "长期坚持的问题不销号，每年作一次阶段确认。",
        "What is kept up for good is never closed: it's confirmed once a year.",
    ),
    Need.AT_ONCE: Says(
        "只有立行立改的问题可以这样办。", "Only what is fixed at once may be settled like this."
    ),
    Need.NOT_BOUNCED: Says(
        "上级已经退回过，再上交请活动办决定由谁办。",
        "It was returned from above before: the office decides who deals with it.",
    ),
    Need.VOICES: Says(
        "反映人凭回执评价的日子还没有过完，也还没有都评过：请到期再验收；要退回整改，现在就可以。",
        "The givers still have days to rate the fix, and not all of them have: accept it afterwards. It may be returned at any time.",
    ),
    Need.HEARD: Says(
        "有反映人说没有真改，还没有人处理：请先到“反映没有真改”里看过，退回整改，或写明理由维持。",
        "A giver says that it isn't really fixed, and nobody has decided on it: look at 'not really fixed' first, and return the problem, or "
        "say why it stands.",
    ),
}


def said_of(need: Need) -> Says:
    """A sentence that says what is missing, and what to do."""
    return _SAID[need]


def lacking(needs: Iterable[Need], facts: Facts) -> tuple[Need, ...]:
    """What is missing, in the order of `needs`. The parties aren't: who accepts first just isn't the last."""
    there = {
        Need.OWNER: facts.owner,
        Need.DUE: facts.due or facts.lasting,
        Need.DELIBERATION: facts.deliberation,
        Need.MEASURES: facts.measures > 0,
        Need.MEASURES_DONE: facts.doing == 0,
        Need.EVIDENCE: facts.evidence > 0,
        Need.RULE: facts.rules > 0,
        Need.PARTIES: True,
        Need.LASTING: facts.lasting,
        Need.NOT_LASTING: not facts.lasting,
        Need.AT_ONCE: facts.at_once,
        Need.NOT_BOUNCED: facts.bounces < facts.most_bounces,
        Need.VOICES: facts.voices,
        Need.HEARD: facts.heard,
    }
    return tuple(need for need in needs if not there[need])
