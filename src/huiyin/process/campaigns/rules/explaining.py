"""A template explained: what is done, by whom, until when, under what conditions, and what is only a default.

A tree of plain sentences, so that the terminal, JSON and a page can each draw it in their own way.
"""

from collections.abc import Iterable, Iterator

from huiyin.process.campaigns.rules.explaining_life import act_says, life_says, state_says
from huiyin.process.campaigns.rules.explaining_lines import Drawer, Line, Section
from huiyin.process.campaigns.rules.explaining_words import word_sections
from huiyin.process.campaigns.rules.explaining_work import work_sections
from huiyin.process.campaigns.rules.gates import Gate
from huiyin.process.campaigns.rules.meetings import MeetingKind
from huiyin.process.campaigns.rules.schedule import PlanItem, Stage, Step
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.wording import (
    Said,
    body_in_words,
    condition_in_words,
    event_in_words,
    pause_in_words,
    tier_in_words,
    when_in_words,
    who_in_words,
    window_in_words,
)


def explained(template: Template) -> tuple[Section, ...]:
    """The sections that have something to say, in the order in which an office reads them."""
    return _Explaining(template).sections()


def to_confirm(sections: Iterable[Section]) -> int:
    """How many things are defaults that the campaign should confirm."""
    return sum(line.default for section in sections for top in section.lines for line in top.walk())


class _Explaining(Drawer):
    def sections(self) -> tuple[Section, ...]:
        clocks = [item for item in self.template.plan if item not in self.template.planned()]
        made = (
            Section("events", Said("日期从哪里来", "where the dates come from"), self.events()),
            Section("tiers", Said("分几个层次", "tiers"), self.tiers()),
            Section("pauses", Said("停办期", "pauses"), self.pauses()),
            Section("stages", Said("环节、步骤和时限", "stages, steps and time limits"), self.stages()),
            Section("clocks", Said("随时发生、各自计时的事", "clocks of their own"), self.items(clocks)),
            Section("gates", Said("关口和把关条件", "gates and what they ask"), self.gates()),
            Section("life", Said("问题的一生", "the life of a problem"), self.life()),
            Section("head_acts", Said("主要负责人亲自做的事", "what is the head's own"), self.head_acts()),
            *work_sections(self.template),
            Section("parameters", Said("数字", "numbers"), self.parameters()),
            Section("meetings", Said("会议", "meetings"), self.meetings()),
            Section("documents", Said("表样和文件", "documents"), self.documents()),
            *word_sections(self.template),
            Section("overlay", Said("本地补充", "local additions"), self.overlay()),
        )
        return tuple(section for section in made if section.lines)

    def events(self) -> tuple[Line, ...]:
        return tuple(
            self.line(
                event, "plan.events", event.code, self.names.event(event.code), self._event_says(event.code)
            )
            for event in self.template.events
        )

    def _event_says(self, code: str) -> Iterator[Said]:
        event = next(event for event in self.template.events if event.code == code)
        yield event_in_words(event, self.names)
        if event.note:
            yield Said(event.note, event.note)

    def tiers(self) -> tuple[Line, ...]:
        return tuple(
            self.line(tier, "plan.tiers", tier.code, Said(tier.zh, tier.en), [tier_in_words(tier)])
            for tier in self.template.tiers
        )

    def pauses(self) -> tuple[Line, ...]:
        return tuple(
            self.line(
                pause,
                "plan.pauses",
                pause.code,
                Said(pause.zh, pause.en),
                [pause_in_words(pause, self.names)],
            )
            for pause in self.template.pauses
        )

    def stages(self) -> tuple[Line, ...]:
        """Stages with their steps and items; without stages the steps; then the items that no step has."""
        planned = self.template.planned()
        steps = {step.code for _, step in self.template.steps()}
        found = [self.stage(stage, planned) for stage in self.template.stages]
        found += [self.step(step, "stages.steps", planned) for step in self.template.loose_steps]
        loose = [item for item in planned if item.step not in steps and not self._in_stage(item)]
        return (*found, *self.items(loose))

    def _in_stage(self, item: PlanItem) -> bool:
        return any(item.stage == stage.code for stage in self.template.stages)

    def stage(self, stage: Stage, planned: Iterable[PlanItem]) -> Line:
        planned = tuple(planned)
        body, path = body_in_words(stage.decided_by, self.names), "stages.stages"
        says = [Said(f"转入下一环节由{body.zh}决定", f"{body.en} decides when a unit moves on")]
        window = window_in_words(stage, self.names)
        steps = {step.code for step in stage.steps}
        loose = [item for item in planned if item.stage == stage.code and item.step not in steps]
        parts = [self.step(step, f"{path}.{stage.code}.steps", planned) for step in stage.steps]
        return self.line(
            stage,
            path,
            stage.code,
            Said(stage.zh, stage.en),
            [*([window] if window.zh else []), *says],
            [*parts, *self.items(loose)],
        )

    def step(self, step: Step, path: str, planned: Iterable[PlanItem]) -> Line:
        says = [
            Said(f"谁来做：{step.who}", f"who: {step.who}"),
            Said(f"做什么：{step.what}", f"what: {step.what}"),
        ]
        says += self._document(step.document)
        says += self._only_for(step.tiers, step.kinds)
        items = self.items(item for item in planned if item.step == step.code)
        return self.line(step, path, step.code, Said(step.zh, step.en), says, items)

    def items(self, items: Iterable[PlanItem]) -> tuple[Line, ...]:
        return tuple(
            self.line(item, "plan.items", item.code, Said(item.zh, item.en), self._item_says(item))
            for item in items
        )

    def _item_says(self, item: PlanItem) -> Iterator[Said]:
        if item.start:
            start = when_in_words(item.start, self.names)
            yield Said(f"开始：{start.zh}", f"from: {start.en}")
        due = when_in_words(item.due, self.names)
        yield Said(f"完成：{due.zh}", f"until: {due.en}")
        yield Said(f"责任人：{item.who}", f"who: {item.who}")
        yield from self._document(item.document)
        yield from self._only_for(item.tiers, item.kinds)
        if item.typed:
            form = self.template.forms.get(item.document or "")
            headings = {column.code: column.heading for column in form.columns} if form else {}
            typed = "、".join(headings.get(code, code) for code in item.typed)
            yield Said(f"单位要填 {len(item.typed)} 项：{typed}", f"typed by each unit: {typed}")
        if not item.prescribed:
            yield Said("自选动作", "not prescribed")

    def _document(self, code: str | None) -> list[Said]:
        if code is None:
            return []
        name = self.names.documents.get(code, Said(code, code))
        return [Said(f"形成：{name.zh}", f"document: {name.en}")]

    def _only_for(self, tiers: Iterable[str], kinds: Iterable[str]) -> list[Said]:
        tiers, kinds = tuple(tiers), tuple(kinds)
        if not tiers and not kinds:
            return []
        who = who_in_words(tiers, kinds, self.names)
        return [Said(f"只限{who.zh}", f"only {who.en}")]

    def gates(self) -> tuple[Line, ...]:
        return tuple(self.gate(gate) for gate in self.template.gates)

    def gate(self, gate: Gate) -> Line:
        body = body_in_words(gate.verdict_by, self.names)
        stage = self.names.stages.get(gate.stage or "", Said("", ""))
        side = Said("进入前", "on the way in") if gate.at == "entry" else Said("转出前", "on the way out")
        where = [Said(f"“{stage.zh}”{side.zh}", f"“{stage.en}”, {side.en}")] if gate.stage else []
        says = [*where, Said(f"由{body.zh}判定", f"judged by {body.en}")]
        parts = []
        for at, check in enumerate(gate.conditions, start=1):
            asks = condition_in_words(check, self.names.facts)
            force = (
                Said("不满足就不能通过", "blocks")
                if check.severity == "blocks"
                else Said("只提示", "only shown")
            )
            told = Said(f"不满足时提示：{check.message}", f"says: {check.message}")
            parts.append(Line(str(at), asks, (force, told)))
        return self.line(gate, "gates.gates", gate.code, Said(gate.zh, gate.en), says, parts)

    def head_acts(self) -> tuple[Line, ...]:
        """By which items of the plan each of them is due."""
        acts, items = self.template.head_acts, {item.code: item for item in self.template.plan}
        rows = (
            ("claim", Said("认领问题", "claiming problems"), acts.claim),
            ("own_paper", Said("本人的材料", "the own paper"), acts.own_paper),
            ("report", Said("会议情况报告", "the meeting's report"), acts.report),
        )
        found = []
        for code, name, due in rows:
            zh = "、".join(items[one].zh for one in due)
            en = ", ".join(items[one].en for one in due)
            if due:
                found.append(Line(code, name, (Said(f"随计划项到期：{zh}", f"due with: {en}"),)))
        return tuple(found)

    def life(self) -> tuple[Line, ...]:
        """What holds for all of it, the states, and the acts that lead from one to another."""
        life = self.template.life
        if not life.states:
            return ()
        states = [
            self.line(one, "life.states", one.code, Said(one.zh, one.en), state_says(life, one.code))
            for one in life.states
        ]
        acts = [
            self.line(
                one, "life.acts", one.code, Said(one.zh, one.en), act_says(one, self.template, self.names)
            )
            for one in life.acts
        ]
        return (
            Line(
                "whole",
                Said("总的规定", "what holds throughout"),
                tuple(life_says(self.template, self.names)),
                life.source,
            ),
            Line("states", Said("状态", "states"), source=life.source, parts=tuple(states)),
            Line("acts", Said("每一步", "acts"), source=life.source, parts=tuple(acts)),
        )

    def parameters(self) -> tuple[Line, ...]:
        found = []
        for row in self.template.parameters:
            says = [Said(f"{row.value:g}（{row.unit}）", f"{row.value:g} ({row.unit})")]
            says += [Said(row.note, row.note)] if row.note else []
            found.append(self.line(row, "parameters.parameters", row.code, Said(row.zh, row.en), says))
        return tuple(found)

    def meetings(self) -> tuple[Line, ...]:
        return tuple(self.meeting(kind) for kind in self.template.meetings)

    def meeting(self, kind: MeetingKind) -> Line:
        path = f"meetings.meetings.{kind.code}.agenda"
        says = [Said(f"参加：{kind.who}", f"who: {kind.who}")]
        agenda = [
            self.line(point, path, point.code, Said(point.zh, point.en), [Said(point.who, point.who)])
            for point in kind.agenda
        ]
        return self.line(kind, "meetings.meetings", kind.code, Said(kind.zh, kind.en), says, agenda)

    def documents(self) -> tuple[Line, ...]:
        return tuple(
            self.line(
                form,
                "forms.forms",
                code,
                Said(form.title, form.en),
                [Said("栏目：" + "、".join(form.headings), "columns: " + ", ".join(form.headings))]
                if form.columns
                else [],
            )
            for code, form in self.template.forms.items()
        )

    def overlay(self) -> tuple[Line, ...]:
        return tuple(
            Line(
                change.at,
                Said(change.at, change.at),
                (
                    Said(f"增加：{change.now}", f"added: {change.now}")
                    if change.kind == "add"
                    else Said(
                        f"由 {change.was or '空'} 改为 {change.now}", f"from {change.was} to {change.now}"
                    ),
                    Said(f"理由：{change.why}", f"why: {change.why}"),
                    Said(f"由{change.by}提出", f"by {change.by}"),
                ),
                local=True,
            )
            for change in self.template.overlay
        )
