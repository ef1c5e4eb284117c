"""The work of the supervision group (inspections.toml) in words: visits, what is asked there, the papers in their order."""

from huiyin.process.campaigns.rules.explaining_lines import Drawer, Line
from huiyin.process.campaigns.rules.inspections import LadderStep, Question, VisitKind
from huiyin.process.campaigns.rules.wording import Said, body_in_words


class ExplainedInspections(Drawer):
    """Draws inspections.toml."""

    def inspections(self) -> tuple[Line, ...]:
        made = self.template.inspections
        found = [self.visit_kind(kind) for kind in made.kinds]
        if made.ways:
            found.append(self.list_of("ways", Said("怎样看", "ways of looking"), made.ways, "inspections"))
        if made.questions:
            asked = tuple(self.question(str(at), one) for at, one in enumerate(made.questions, 1))
            found.append(Line("questions", Said("要问的", "what is asked"), parts=asked))
        if made.ladder:
            papers = tuple(self.paper_of_ladder(step) for step in made.ladder)
            found.append(Line("ladder", Said("督导文书，按先后", "papers, in this order"), parts=papers))
        if made.seeking:
            told, times = body_in_words("supervision_group", self.names), made.narrow_times
            says = Said(
                f"一天里 {times} 种不同的、只剩几个人的筛选，或搜索下面的词，记下来给{told.zh}看",
                f"{times} different filters on a day that leave few givers, or a search for these words, are shown to the {told.en}",
            )
            name = Said("查找反映人的举动", "looking for who said it")
            found.append(Line("seeking", name, (says,), made.source, words=made.seeking))
        return tuple(found)

    def visit_kind(self, kind: VisitKind) -> Line:
        made = self.template.inspections
        says = []
        if kind.listed:
            months = made.notice_months
            says.append(
                Said(
                    f"要有年度清单编号，提前 {months} 个月告知范围",
                    f"takes a number of the yearly list and {months} month{'' if months == 1 else 's'} of notice",
                )
            )
        else:
            says.append(Said("不用列入清单，可以随时去", "needs no number of the list"))
        if kind.whole:
            most = made.most_whole
            says.append(Said(f"一所学校一年至多 {most} 次", f"{most} a year in a school at most"))
            if made.uncounted:
                kinds = "、".join(made.uncounted)
                says.append(Said(f"{kinds}不计次数", f"no limit for units of the kinds {kinds}"))
        return self.named(kind, "inspections.kinds", says)

    def question(self, code: str, one: Question) -> Line:
        says = []
        if one.fact is not None:
            says.append(Said(f"旁边是事实：{self.names.facts[one.fact].zh}", f"fact beside it: {one.fact}"))
        return self.line(one, "inspections.questions", code, Said(one.zh, one.en), says)

    def paper_of_ladder(self, step: LadderStep) -> Line:
        says = []
        if step.when != "any":
            before = step.when == "before"
            says.append(
                Said(
                    f"在前面定的期限以{'前' if before else '后'}发",
                    f"issued {'before' if before else 'after'} the last day that an earlier one gave",
                )
            )
        for yes, said in (
            (step.sets_date, Said("写明期限", "sets a last day")),
            (step.signed, Said("主要负责人本人签收", "the head signs for it in person")),
            (step.proposal, Said("只报上级，只是建议", "goes to the superior, and only proposes")),
        ):
            if yes:
                says.append(said)
        return self.named(step, "inspections.ladder", says)
