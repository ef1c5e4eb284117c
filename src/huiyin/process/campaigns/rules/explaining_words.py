"""What a template sorts words by, in words: its focus and topics, its lists of codes, and the words by which the machine hints."""

from collections.abc import Iterable, Mapping

from huiyin.process.campaigns.rules.explaining_lines import Drawer, Line, Section
from huiyin.process.campaigns.rules.lists import KEY_WORKS, CodeList, Kept
from huiyin.process.campaigns.rules.parts import Named
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.wording import Said
from huiyin.process.campaigns.rules.words import Label, WordList

_SIGNS: Mapping[str, Said] = {
    "times": Said("时间", "when"),
    "places": Said("地点、处室", "where"),
    "unit_endings": Said("单位名称的结尾", "how names of units end"),
    "not_names": Said("放在前面而不算名字的", "what makes no name before them"),
    "roles": Said("何人（职务）", "who, by role"),
    "people": Said("何人", "who"),
    "pointers": Said("指着说的", "what points at one"),
    "events": Said("何事", "what happened"),
    "verbs": Said("做了什么", "what was done"),
    "hedges": Said("说得不定的", "what hedges"),
    "measures": Said("量词", "of how much"),
}


def word_sections(template: Template) -> tuple[Section, ...]:
    """Each of these that the template has."""
    draw = _Words(template)
    focus = Said(template.focus.zh, template.focus.en)
    return (
        Section("focus", focus, draw.focus()),
        Section("topics", Said("专题", "topics"), draw.labels(template.topics, "topics.topics")),
        Section("concerns", Said("诉求类型", "what givers want"), draw.labels(template.concerns, "concerns.concerns")),
        Section("lists", Said("代码表", "lists of codes"), draw.lists()),
        Section("hints", Said("机器按哪些字提示", "by which words the machine hints"), draw.hints()),
    )  # fmt: skip


class _Words(Drawer):
    def focus(self) -> tuple[Line, ...]:
        leaves = self.template.focus.leaves
        return tuple(
            self.named(
                group,
                "focus.groups",
                parts=self.labels([leaf for leaf in leaves if leaf.group == group.code], "focus.leaves"),
            )
            for group in self.template.focus.groups
        )

    def labels(self, rows: Iterable[Label], path: str) -> tuple[Line, ...]:
        return tuple(self.named(row, path, words=words_of(row)) for row in rows)

    def lists(self) -> tuple[Line, ...]:
        made = self.template
        own: list[tuple[str, Said, Iterable[Named]]] = [
            ("sources", Said("问题来源", "how a problem was found"), made.sources),
            ("horizons", Said("时限类型", "horizons"), made.horizons),
            ("mirrors", Said("对照什么", "mirrors"), made.mirrors),
        ]
        found = [self.code_list(code, name, rows) for code, name, rows in own]
        causes = [
            self.named(
                one,
                "lists.causes",
                [Said("主观", "in the people") if one.subjective else Said("客观", "in circumstances")],
            )
            for one in made.causes
        ]
        found.insert(0, Line("causes", Said("根源", "causes"), parts=tuple(causes)))
        kept: list[tuple[str, Said, Iterable[Kept]]] = [
            ("channels", Said("收集渠道", "channels"), made.channels),
            ("giver_kinds", Said("反映群体", "kinds of givers"), made.giver_kinds),
        ]
        for code, name, givers in kept:
            lines = [self.named(one, f"lists.{code}", _kept(one)) for one in givers]
            found.append(Line(code, name, parts=tuple(lines)))
        return (*found, *(self.more(code, rows) for code, rows in made.lists.items()))

    def code_list(self, code: str, name: Said, rows: Iterable[Named]) -> Line:
        return Line(code, name, parts=tuple(self.named(row, f"lists.{code}") for row in rows))

    def more(self, code: str, rows: CodeList) -> Line:
        served = Said(
            "计划项和问题可以写明为哪一项服务", "plan items and problems may say which one they serve"
        )
        return Line(
            code,
            Said(rows.zh, rows.en),
            (served,) if code == KEY_WORKS else (),
            rows.source,
            parts=tuple(self.named(row, f"lists.more.{code}") for row in rows.codes),
        )

    def hints(self) -> tuple[Line, ...]:
        """Drafts, opinions that name something, accusations, and what may tell who spoke."""
        made, found = self.template, []
        for stock in made.drafting.stock:
            instead = stock.instead.rstrip("。")
            says = [Said(f"文稿里的套话；改写：{instead}", f"stock phrases in drafts; instead: {instead}")]
            found.append(self.named(stock, "drafting.stock", says, words=stock.phrases))
        if settled := made.drafting.settled():
            says_ = (Said("谁都要用，不当作照抄", "everybody uses them: no copying"),)
            found.append(Line("settled", Said("规范表述", "set phrases"), says_, words=settled))
        if own := made.concepts.concepts:
            found.append(
                Line(
                    "concepts",
                    Said("同一件事的不同说法", "other words for the same"),
                    (
                        Said(
                            "各活动共用的之外，本活动自己的",
                            "this campaign's own, beside those that all share",
                        ),
                    ),
                    parts=tuple(self.named(one, "concepts.concepts", words=one.words) for one in own),
                )
            )
        for rule in made.drafting.repealed:
            told = [
                Said(
                    f"{rule.repealed_on} 起不再适用：{rule.by}",
                    f"holds no more from {rule.repealed_on}: {rule.by}",
                )
            ]
            found.append(self.line(rule, "drafting.repealed", rule.title, Said(rule.title, rule.title), told))
        if made.drafting.without_units:
            kinds = made.drafting.without_units
            told = [
                Said(
                    f"提到这些类别的单位不算“别的单位”：{'、'.join(kinds)}",
                    f"units of these kinds may be named by all: {', '.join(kinds)}",
                )
            ]
            found.append(
                Line("without_units", Said("可以提到的单位", "units that may be named"), tuple(told))
            )
        signs = [
            Line(code, name, words=getattr(made.signs, code))
            for code, name in _SIGNS.items()
            if getattr(made.signs, code)
        ]
        if signs:
            specific = Said(
                "一条意见至少说出两样才算具体", "an opinion is specific that says two of these at least"
            )
            name = Said("具体不具体", "what is specific")
            found.append(
                Line("signs", name, (specific,), made.signs.source, made.signs.default, parts=tuple(signs))
            )
        found += self.protection()
        return tuple(found)  # fmt: skip

    def protection(self) -> list[Line]:
        made = self.template.protection
        rows = (
            ("titles", Said("称呼", "what people are addressed by"), made.titles),
            ("posts", Said("一个单位只有一个人担任的职务", "posts that one person holds"), made.posts),
            ("breach", Said("违纪违法的字眼", "of law and discipline"), words_of(made.breach)),
            ("heads", Said("说到人数的", "of how many they were"), made.identifying.heads),
            ("few", Said("说明人少的", "that they were few"), made.identifying.few),
            ("alone", Said("只此一个的", "that there was one alone"), made.identifying.alone),
        )
        parts = tuple(Line(code, name, words=words) for code, name, words in rows if words)
        if not parts:
            return []
        says = (
            Said("像指名举报的，建议转密封渠道；让人认得出是谁的，建议隐去", "what seems to accuse is offered for sealing, what tells who spoke for hiding"),
            Said("都由人决定", "a person decides"),
        )  # fmt: skip
        name = Said("保护提意见的人和被说到的人", "protecting givers and those spoken of")
        return [Line("protection", name, says, made.source, made.default, parts=parts)]


def words_of(row: WordList) -> tuple[str, ...]:
    """The words that speak for something; a pair as both of its sides."""
    words = [one.word for one in row.words]
    pairs = [f"{'/'.join(one)} + {'/'.join(other)}" for one, other in row.pairs]
    return (*words, *pairs)


def _kept(one: Kept) -> list[Said]:
    if one.keep_days is None:
        return []
    return [Said(f"原话保存 {one.keep_days} 天", f"words are kept for {one.keep_days} days")]
