"""The life of a problem in words (life.toml): which act leads from where to where, by whom, on what conditions."""

from collections.abc import Iterable, Iterator, Mapping

from huiyin.process.campaigns.rules.life import Act, Life, LifeAct, Need, Phase
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.wording import Names, Said, body_in_words

PHASES: Mapping[Phase, Said] = {
    "before": Said("整改以前", "before rectification"),
    "open": Said("整改中", "in rectification"),
    "done": Said("改完还没有报请验收", "done, not yet handed in"),
    "above": Said("在上级手里", "with the level above"),
    "awaiting": Said("等验收", "handed in"),
    "closed": Said("验收以后", "closed"),
}

NEEDS: Mapping[Need, Said] = {
    Need.OWNER: Said("已定责任单位", "an owner"),
    Need.DUE: Said("已定整改时限", "a date"),
    Need.DELIBERATION: Said("集体研究的记录", "the sitting"),
    Need.MEASURES: Said("至少一条措施", "a measure at least"),
    Need.MEASURES_DONE: Said("措施都已办结", "all measures ended"),
    Need.EVIDENCE: Said("佐证，或没有书面佐证的理由", "evidence, or why there is none"),
    Need.RULE: Said("建章立制，或不需要的理由", "a rule made, or why none was needed"),
    Need.PARTIES: Said("各验收方都已通过", "every party has accepted"),
    Need.LASTING: Said("属于长期坚持", "a lasting problem"),
    Need.NOT_LASTING: Said("不属于长期坚持", "no lasting problem"),
    Need.AT_ONCE: Said("属于立行立改", "a problem that is fixed at once"),
    Need.NOT_BOUNCED: Said("没有被上级退回到规定次数", "not returned from above too often"),
    Need.VOICES: Said("反映人已评价，或评价的日子已过", "the givers have rated it, or had their days to"),
    Need.HEARD: Said("没有待处理的“没有真改”", "no 'not really fixed' waits for a decision"),
}

_ROLES: Mapping[str, Said] = {
    "head": Said("主要负责人", "the head"),
    "member": Said("班子成员", "a team member"),
    "clerk": Said("联络员", "the clerk"),
}


def state_says(life: Life, code: str) -> Iterator[Said]:
    """Of a state: its phase, and the acts that lead on from it."""
    yield PHASES[life.state(code).phase]
    acts = life.acts_from(code)
    if acts:
        yield Said(f"可办：{_row(act.zh for act in acts)}", f"acts: {', '.join(act.en for act in acts)}")
    else:
        yield Said("没有下一步", "no act leads on")


def act_says(act: LifeAct, template: Template, names: Names) -> Iterator[Said]:
    """Of an act: from where to where, by whom, what it takes and what has to be said."""
    life = template.life
    starts, to = [life.state(code) for code in act.starts], life.state(act.to)
    if all(start.code == to.code for start in starts):
        yield Said(f"在“{to.zh}”时办，状态不变", f"at '{to.en}', which stays")
    else:
        yield Said(
            f"从{'、'.join(f'“{start.zh}”' for start in starts)}到“{to.zh}”",
            f"from {', '.join(repr(start.en) for start in starts)} to '{to.en}'",
        )
    who = [_ROLES.get(role, body_in_words(role, names)) for role in act.roles]
    yield Said(f"谁来办：{_row(one.zh for one in who)}", f"who: {', '.join(one.en for one in who)}")
    if act.needs:
        needs = [NEEDS[need] for need in act.needs]
        yield Said(f"要有：{_row(one.zh for one in needs)}", f"takes: {', '.join(one.en for one in needs)}")
    yield from _asks(act, template)


def _asks(act: LifeAct, template: Template) -> Iterator[Said]:
    if act.own_hand:
        yield Said("本人输入自己的密码办", "in person, with the own password")
    if act.by_another:
        yield Said(
            "参与办理的人和责任单位的人不能办", "by nobody who had a hand in it and nobody of the owner's"
        )
    if act.reasons is not None:
        reasons = template.lists[act.reasons].codes
        yield Said(
            f"选一条理由：{_row(one.zh for one in reasons)}",
            f"a reason: {', '.join(one.en for one in reasons)}",
        )
    if act.reason:
        yield Said("写明理由或情况", "says why, or how things are")
    if act.until:
        yield Said("写明限哪天前", "says until when")
    if act.note:
        yield Said(act.note, act.note)


def life_says(template: Template, names: Names) -> Iterator[Said]:
    """What holds for the whole life: who accepts, limits, what givers are asked."""
    life = template.life
    for party in life.parties:
        who = [_ROLES.get(role, body_in_words(role, names)) for role in party.roles]
        yield Said(
            f"验收方：{party.zh}（{_row(one.zh for one in who)}）",
            f"a party of the acceptance: {party.en} ({', '.join(one.en for one in who)})",
        )
    if life.act(Act.GO_UP) is not None:
        yield Said(
            f"上交的问题 {life.answer_days} 个工作日内答复，退回 {life.most_bounces} 次以后由活动办决定",
            f"what goes up is answered within {life.answer_days} working days; after {life.most_bounces} returns the office decides",
        )
    if life.voices is not None:
        levels = {one.code: one for one in template.lists[life.voices.levels].codes}
        summed = [levels[code] for code in life.voices.summed]
        yield Said(
            f"报请验收后反映人有 {life.voices.days} 天评价，{_row(one.zh for one in summed)}合计为满意",
            f"givers have {life.voices.days} days to rate a fix; satisfied are {', '.join(one.en for one in summed)}",
        )
    yield Said(
        f"时限前 {life.remind_days} 天起提醒责任单位",
        f"owners are reminded from {life.remind_days} days before a date on",
    )


def _row(words: Iterable[str]) -> str:
    return "、".join(words)
