"""What people do in a campaign beside its plan, in words: sheets of looks, talks, papers, meetings of criticism, votes, inspections."""

from collections.abc import Iterable, Iterator, Mapping

from huiyin.process.campaigns.rules.explaining_inspections import ExplainedInspections
from huiyin.process.campaigns.rules.explaining_lines import Line, Section
from huiyin.process.campaigns.rules.looks import LookSheet, SheetLook
from huiyin.process.campaigns.rules.selfchecks import PaperKind, Reviewer, Verdict
from huiyin.process.campaigns.rules.talks import Side
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.votes import VoteKind
from huiyin.process.campaigns.rules.wording import Said, body_in_words, condition_in_words

_SIDES: Mapping[Side, Said] = {
    Side.HEAD: Said("主要负责人", "the head"),
    Side.MEMBER: Said("班子成员", "a team member"),
    Side.DEPARTMENT: Said("分管部门负责人", "the head of a department in their charge"),
    Side.INSPECTOR: Said("督导人员", "an inspector"),
}
_SPEAKS: Mapping[str, Said] = {
    "head": Said("主要负责人讲", "the head speaks"),
    "member": Said("班子成员讲", "members speak"),
    "inspector": Said("督导人员讲", "inspectors speak"),
}
_WHOSE: Mapping[str, Said] = {
    "team": Said("班子的", "the team's"),
    "head": Said("主要负责人的", "the head's"),
    "member": Said("班子成员的", "a member's"),
}
_HOLDS: Mapping[str, Said] = {
    "problems": Said("列本人的问题", "holds the problems"),
    "causes": Said("列原因", "holds the causes"),
    "measures": Said("列措施", "holds the measures"),
}
_VERDICTS: Mapping[Verdict, Said] = {
    Verdict.PASS: Said("通过", "pass"),
    Verdict.REVISE: Said("修改", "revise"),
    Verdict.REWRITE: Said("重写", "rewrite"),
}
_ROLES: Mapping[str, Said] = {
    "head": Said("主要负责人", "the head"),
    "member": Said("班子成员", "a team member"),
    "clerk": Said("联络员", "the clerk"),
}


def work_sections(template: Template) -> tuple[Section, ...]:
    """Each of these that the template has; a campaign without one of them says nothing of it."""
    draw = _Work(template)
    talks = Said(template.talks.zh, template.talks.en) if template.talks.zh else Said("谈话", "talks")
    return (
        Section("looks", Said("回头看和评估的表", "sheets of looks"), draw.looks()),
        Section("talks", talks, draw.talks()),
        Section("selfchecks", Said("自查材料", "papers of self-examination"), draw.selfchecks()),
        Section("lifemeetings", Said("班子会怎样开", "the team's meeting"), draw.lifemeetings()),
        Section("votes", Said("测评", "votes"), draw.votes()),
        Section("inspections", Said("督导走访和文书", "visits and papers of inspectors"), draw.inspections()),
    )


class _Work(ExplainedInspections):
    # ── Sheets of looks ──

    def looks(self) -> tuple[Line, ...]:
        return tuple(self.sheet(one) for one in self.template.looks.sheets)

    def sheet(self, sheet: LookSheet) -> Line:
        items = {item.code: item for item in self.template.plan}
        asked = [items[code] for code in (sheet.done, sheet.told) if code is not None]
        inspectors = body_in_words("supervision_group", self.names)
        says = [
            Said(
                f"由{inspectors.zh}评，本单位不评自己", f"judged by {inspectors.en}, never by the unit itself"
            )
            if sheet.by == "inspectors"
            else Said("由本单位写", "written by the unit"),
            Said(f"送{sheet.to}", f"goes to: {sheet.to}"),
        ]
        if sheet.stage is not None:
            stage = self.names.stages.get(sheet.stage, Said(sheet.stage, sheet.stage))
            says.append(Said(f"进入“{stage.zh}”后写", f"written from “{stage.en}” on"))
        if sheet.after:
            says.append(Said("活动结束以后也写", "also after the campaign is closed"))
        given = self.template.looks.given
        form = self.template.forms[sheet.form]
        headings = "、".join(column.heading for column in form.columns if column.code not in given)
        says.append(Said(f"每一项写：{headings}", f"of each is written: {headings}"))
        if asked:
            zh, en = "、".join(item.zh for item in asked), ", ".join(item.en for item in asked)
            says.append(Said(f"送出就完成计划项：{zh}", f"done with it, of the plan: {en}"))
        path = f"looks.sheets.{sheet.code}.looks"
        looks = [self.named(look, path, self.beside(look)) for look in sheet.looks]
        return self.named(sheet, "looks.sheets", says, looks)

    def beside(self, look: SheetLook) -> Iterator[Said]:
        zh = [self.names.facts[name].zh for name in look.facts]
        if zh:
            yield Said(f"旁边是事实：{'、'.join(zh)}", f"facts beside it: {', '.join(look.facts)}")
        if look.key_works:
            works = self.template.key_works()
            zh_works, en_works = "、".join(one.zh for one in works), ", ".join(one.en for one in works)
            yield Said(
                f"旁边列出计划项和问题为各项重点工作办得怎样：{zh_works}",
                f"beside it, what of the plan and the ledger serves each key work: {en_works}",
            )
        elif not zh:
            yield Said("没有现成的事实，由写的人说", "no fact beside it: who writes says it")

    # ── Talks ──

    def talks(self) -> tuple[Line, ...]:
        talks = self.template.talks
        found = []
        for kind in talks.kinds:
            one, other = (_SIDES[side] for side in kind.between)
            same = Said(f"{one.zh}之间，必须谈", "required between each two of the team")
            both = Said(f"{one.zh}与{other.zh}，必须谈", f"required between {one.en} and {other.en}")
            says = [same if one is other else both]
            found.append(self.named(kind, "talks.kinds", says))
        others = [one for one in (talks.asked_for, talks.reminder) if one is not None]
        found += [
            self.named(one, "talks", [Said("可以另外约", "may be asked for besides")]) for one in others
        ]
        if talks.kinds and (rounds := self.template.talk_rounds()) > 1:
            zh, en = f"必须谈的分 {rounds} 轮", f"the required talks are held in {rounds} rounds"
            found.append(Line("rounds", Said("轮次", "rounds"), (Said(zh, en),), talks.source))
        lists = (
            ("themes", Said("谈些什么（不是必填）", "what they are about (not ticked off)"), talks.themes),
            ("headings", Said("要点记在哪一栏", "headings for the points"), talks.headings),
            ("parts", Said("排在一天的哪一段", "parts of the day"), talks.parts),
            ("objections", Said("可以提的异议", "what may be objected"), talks.objections),
        )
        found += [self.list_of(code, name, rows, "talks") for code, name, rows in lists if rows]
        return tuple(found)

    # ── Papers ──

    def selfchecks(self) -> tuple[Line, ...]:
        papers = self.template.selfchecks
        found = [self.paper(kind) for kind in papers.kinds]
        if papers.reviewers:
            rows = tuple(self.reviewer(one) for one in papers.reviewers)
            found.append(Line("reviewers", Said("谁先审、谁后审", "who reviews, in this order"), parts=rows))
        if papers.verdicts:
            named = {
                code.code: Said(code.zh, code.en)
                for name in papers.reason_names
                for code in self.template.lists[name].codes
            }
            rows = tuple(
                self.line(
                    rule,
                    "selfchecks.verdicts",
                    rule.code,
                    _VERDICTS[rule.code],
                    [
                        Said(
                            f"缺陷：{'、'.join(named[one].zh for one in rule.reasons)}",
                            f"defects: {', '.join(named[one].en for one in rule.reasons)}",
                        )
                    ]
                    if rule.reasons
                    else (),
                )
                for rule in papers.verdicts
            )
            found.append(Line("verdicts", Said("审阅结论", "verdicts of a review"), parts=rows))
        if papers.standards:
            mirrors = {one.code: Said(one.zh, one.en) for one in self.template.mirrors}
            rows = tuple(
                self.line(
                    row,
                    "selfchecks.standards",
                    row.mirror,
                    Said(f"{mirrors[row.mirror].zh}：《{row.title}》", f"{mirrors[row.mirror].en}: 《{row.title}》"),
                    [Said(row.article, row.article)]
                    + ([Said(f"{row.since} 起施行", f"in force from {row.since}")] if row.since else [])
                    + ([Said(f"{row.until} 起由{row.by}代替", f"from {row.until}: {row.by}")] if row.until else []),
                )
                for row in papers.standards
            )  # fmt: skip
            found.append(Line("standards", Said("对照什么", "what is looked into"), parts=rows))
        if papers.kinds:
            says = (
                Said(f"一次粘贴超过 {papers.pasted_from} 字的标给本人看", f"pasting {papers.pasted_from} characters is labelled to the writer"),
                Said(f"自动保存每 {papers.keep_every} 分钟另留一份", f"a copy of the draft every {papers.keep_every} minutes"),
                Said(f"点到一个人 {papers.together_from} 条以上的，主要负责人一同签收提醒单", f"from {papers.together_from} points made to one person on, the head signs the slip, too"),
            )  # fmt: skip
            found.append(Line("writing", Said("写的时候", "while writing"), says, papers.source))
            words = (*papers.achievements, *papers.problems)
            tells = Said(
                "只用来提示成绩谈得比问题多", "only hint that achievements are spoken of more than problems"
            )
            found.append(Line("telling", Said("看成绩和问题的字", "words that tell"), (tells,), words=words))
        return tuple(found)

    def paper(self, kind: PaperKind) -> Line:
        numbers = {row.code: row for row in self.template.parameters}
        least, most = numbers[kind.least], numbers[kind.most]
        form = self.names.documents.get(kind.form, Said(kind.form, kind.form))
        says = [
            Said(f"形成：{form.zh}", f"document: {form.en}"),
            Said(
                f"提示篇幅 {least.value:g} 至 {most.value:g} 字",
                f"usual length {least.value:g} to {most.value:g}",
            ),
        ]
        path = f"selfchecks.kinds.{kind.code}.blocks"
        blocks = [
            self.named(block, path, [_HOLDS[block.holds]] if block.holds else ()) for block in kind.blocks
        ]
        return self.named(kind, "selfchecks.kinds", says, blocks)

    def reviewer(self, one: Reviewer) -> Line:
        whose = [_WHOSE[of] for of in one.of]
        who = self.roles(one.roles)
        says = [
            Said(f"审{'、'.join(of.zh for of in whose)}", f"reviews {', '.join(of.en for of in whose)}"),
            Said(f"由{who.zh}", f"by {who.en}"),
        ]
        if one.from_above:
            says.append(Said("本单位的人不能审", "by nobody of the unit itself"))
        return self.named(one, "selfchecks.reviewers", says)

    def roles(self, roles: Iterable[str]) -> Said:
        found = [_ROLES.get(role) or body_in_words(role, self.names) for role in roles]
        return Said("、".join(one.zh for one in found), ", ".join(one.en for one in found))

    # ── The team's meeting ──

    def lifemeetings(self) -> tuple[Line, ...]:
        meeting = self.template.lifemeetings
        found: list[Line] = []
        if meeting.agenda:
            rows = tuple(
                self.named(
                    point,
                    "lifemeetings.agenda",
                    [_SPEAKS[point.speaks], Said(f"记作“{point.kind}”", f"recorded as “{point.kind}”")]
                    + ([Said("相互批评", "members criticise each other")] if point.criticism else []),
                )
                for point in meeting.agenda
            )
            found.append(
                Line("agenda", Said("议程", "agenda"), self.meeting_says(), meeting.source, parts=rows)
            )
        if meeting.looks:
            rows = tuple(
                self.named(
                    look,
                    "lifemeetings.looks",
                    [
                        Said(
                            f"{asks.zh}（{'不满足就不能通过' if check.severity == 'blocks' else '只提示'}：{check.message}）",
                            f"{asks.en} ({'blocks' if check.severity == 'blocks' else 'only shown'}: {check.message})",
                        )
                        for check in look.conditions
                        for asks in (condition_in_words(check, self.names.facts),)
                    ],
                )
                for look in meeting.looks
            )
            found.append(Line("looks", Said("会前看方案", "how its plan is looked at"), parts=rows))
        if meeting.verdicts:
            again = Said("要重新召开", "it is held again")
            rows = tuple(
                self.named(one, "lifemeetings.verdicts", [again] if one.again else ())
                for one in meeting.verdicts
            )
            found.append(Line("verdicts", Said("点评结论", "what inspectors say of it"), parts=rows))
        return tuple(found)

    def meeting_says(self) -> tuple[Said, ...]:
        meeting, numbers = self.template.lifemeetings, {row.code: row for row in self.template.parameters}
        items = {item.code: item for item in self.template.plan}
        says = []
        if (share := numbers.get(meeting.quorum)) is not None:
            says.append(
                Said(f"到会不少于 {share.value * 100:.4g}%", f"{share.value * 100:.4g}% are there at least")
            )
        for code, zh, en in (
            (meeting.told, "事先告知", "participants are told"),
            (meeting.notice, "会后通报", "how it went is told"),
            (meeting.report, "上报", "reported upward"),
            (meeting.held_again, "重新召开", "held again"),
        ):
            if code is not None:
                says.append(
                    Said(f"{zh}看计划项“{items[code].zh}”", f"{en}: see “{items[code].en}” of the plan")
                )
        for code, zh, en in (
            (meeting.criticism_kept, "批评意见的原话保存", "words of criticism are kept for"),
            (meeting.speech_kept, "其他发言的原话保存", "words of other speeches are kept for"),
        ):
            if code is not None and code in numbers:
                days = numbers[code].value
                says.append(Said(f"{zh} {days:g} 天", f"{en} {days:g} days"))
        return tuple(says)

    # ── Votes ──

    def votes(self) -> tuple[Line, ...]:
        return tuple(self.vote(kind) for kind in self.template.votes)

    def vote(self, kind: VoteKind) -> Line:
        levels = {one.code: one for one in self.template.lists[kind.levels].codes}
        summed = [levels[code] for code in kind.summed]
        says = [
            Said(
                f"等次：{'、'.join(one.zh for one in levels.values())}",
                f"levels: {', '.join(one.en for one in levels.values())}",
            ),
            Said(
                f"合计为满意的：{'、'.join(one.zh for one in summed)}",
                f"summed: {', '.join(one.en for one in summed)}",
            ),
        ]
        if kind.line is not None:
            line = self.template.parameter(kind.line)
            says.append(
                Said(
                    f"低于 {line * 100:.4g}% 的，{kind.again} 天内再测",
                    f"below {line * 100:.4g}% it is held again within {kind.again} days",
                )
            )
        return self.named(
            kind,
            "votes.votes",
            says,
            [self.named(item, f"votes.votes.{kind.code}.items") for item in kind.items],
        )
