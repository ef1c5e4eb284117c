"""The template of 2014 holds the lists of DOMAIN 1.7, 3 and 4 and the headings of 2, complete and by their exact names."""

import json

import pytest

from huiyin.kit.errors import BadInput
from huiyin.process.campaigns.rules import Template, library_folder, load_template

TEMPLATE = load_template(library_folder("mass-line-2014"))

LEAVES = {
    "形式主义": {
        "F1": "学用脱节",
        "F2": "文山会海",
        "F3": "以文件会议落实",
        "F4": "调研走秀",
        "F5": "检查评比过多",
        "F6": "过度留痕",
        "F7": "弄虚作假",
        "F8": "急功近利",
    },
    "官僚主义": {
        "G1": "脱离师生",
        "G2": "决策不民主",
        "G3": "推诿扯皮",
        "G4": "门难进脸难看事难办",
        "G5": "漠视诉求",
        "G6": "新官不理旧事",
        "G7": "一刀切、照搬",
        "G8": "不担当慢作为",
    },
    "享乐主义": {"X1": "安于现状", "X2": "贪图享受", "X3": "纪律松弛", "X4": "追名逐利"},
    "奢靡之风": {
        "S1": "铺张浪费",
        "S2": "公款吃喝旅游",
        "S3": "楼堂馆所、公车超标",
        "S4": "节庆礼品",
        "S5": "违规津补贴",
        "S6": "以权谋私",
    },
}
TOPICS = {
    "E01": "乱收费",
    "E02": "招生入学",
    "E03": "违规补课、有偿家教",
    "E04": "作业/考试/作息/睡眠减负",
    "E05": "师德师风",
    "E06": "校园餐/食堂",
    "E07": "校服",
    "E08": "教辅征订",
    "E09": "校外培训/办学机构",
    "E10": "学校安全/欺凌",
    "E11": "校规校纪不合理",
    "E12": "布局/学位/大班额",
    "E13": "学前教育",
    "E14": "教育公平/均衡",
    "E15": "职称评优、教师待遇、交流",
    "E16": "教师减负",
    "E17": "财务/津补贴/小金库",
    "E18": "基建/采购/后勤承包",
    "E19": "特殊/困难群体",
    "E20": "机关作风与服务基层",
    "E99": "其他/不属本系统",
}
LISTS = {
    "ways_to_find": ["突出重点找问题", "上下联动查问题", "反馈提醒点问题", "班子集中议问题"],
    "three_pillars": ["谈话谈心", "对照检查材料", "民主生活会"],
    "three_demands": ["经常“回头看”", "坚持“边整改”", "做到“早打算”"],
    "criticism_formula": ["团结", "批评", "团结"],
    "director_points": ["认识不松懈", "挖根源触灵魂", "敢碰硬敢交锋", "要速度求实效", "督导把好关"],
    "key_works": ["优化教育布局", "推进学前教育建设", "实现教育公平"],
    "gate_verdicts": ["过关", "退回", "豁免"],
    "review_verdicts": ["通过", "修改", "限时重写"],
    "return_reasons": [
        "联系实际不够",
        "没有回应群众意见",
        "没抓住突出问题",
        "剖析不深不透",
        "态度不认真",
        "对照检查不深刻",
    ],
    "supervision_papers": ["督查督办通知书", "阶段督查指导书", "情况提醒书", "告诫书", "问责书"],
    "study_kinds": ["学习教育", "大讨论", "大排查"],
    "member_levels": ["好", "一般", "差"],
}
LOOKS = {
    "five_reals": ["组织动员实", "学习教育实", "征求意见实", "即知即改实", "工作结合实"],
    "six_looks": [
        "学习教育是否扎实",
        "查摆问题是否聚焦",
        "自我剖析是否深刻",
        "谈心交心是否充分",
        "开展批评是否认真",
        "边查边改是否见效",
    ],
    "eight_looks": [
        "思想认识到位",
        "学习教育扎实",
        "听取意见深入聚焦",
        "边查边改动真碰硬",
        "措施务实管用",
        "领导带头",
        "督导从严",
        "两手抓两促进",
    ],
}
HEADINGS = {
    "opinion_form": "序号 | 对象（班子/×××同志） | 类别（形式主义/官僚主义/享乐主义/奢靡之风/其他）"
    " | 存在的主要问题（请举具体事例） | 意见建议",
    "opinion_summary": "编号 | 收集时间 | 收集渠道（座谈会/表格/意见箱/网络/个别谈话/督导组转） | 反映群体"
    " | 意见原文（原汁原味） | 对象（班子/个人） | 四风类别 | 教育专题 | 归并号 | 责任领导 | 责任处室 | 是否立行立改"
    " | 办理时限 | 办理情况 | 反馈方式及时间 | 备注",
    "team_problem_list": "序号 | 问题类别 | 具体表现（事例） | 问题来源（群众提/自己找/上级点/互相帮/集体议）"
    " | 对应意见编号 | 认领人 | 产生原因 | 备注",
    "progress_table": "序号 | 环节 | 工作任务 | 具体要求 | 责任单位/责任人 | 完成时间 | 成果形式 | 备注"
    " | 进展情况 | 是否按期 | 未完成原因",
    "review_slip": "材料 | 版本 | 审阅人 | 结论（通过/修改/限时重写） | 对应缺陷 | 具体意见（段落） | 限定时间",
    "supervision_log": "日期 | 督导单位 | 督导人员 | 方式（参会/查阅/个别谈话/走访/随机抽查） | 了解到的情况 | 发现的问题"
    " | 提出的要求 | 反馈对象 | 回访结果",
    "criticism_record": "序号 | 被批评人 | 批评人 | 批评意见（四风类别/事例） | 被批评人表态 | 纳入整改",
    "rectification_ledger": "序号 | 问题 | 具体表现 | 整改目标 | 整改措施 | 牵头领导 | 责任单位 | 责任人 | 整改时限"
    " | 时限类型（立行立改/限期/长期坚持） | 进展情况 | 完成程度 | 佐证材料 | 建章立制成果 | 自查意见 | 验收意见"
    " | 验收人/日期 | 群众评价 | 销号状态 | 销号日期 | 回头看结果 | 备注",
}


def names(codes: tuple[object, ...]) -> list[str]:
    return [code.zh for code in codes]  # type: ignore[attr-defined]


def test_four_winds_with_26_leaves() -> None:
    found: dict[str, dict[str, str]] = {group.zh: {} for group in TEMPLATE.focus_groups()}
    for leaf in TEMPLATE.focus_leaves():
        found[TEMPLATE.focus_group_of(leaf.code).zh][leaf.code] = leaf.zh
    assert found == LEAVES
    assert len(TEMPLATE.focus_leaves()) == 26


def test_education_topics() -> None:
    assert {topic.code: topic.zh for topic in TEMPLATE.topics} == TOPICS


def test_causes_and_which_are_subjective() -> None:
    assert names(TEMPLATE.causes) == [
        "理想信念动摇",
        "宗旨意识淡化",
        "党性锻炼放松",
        "权力观政绩观偏差",
        "制度执行不严",
        "能力本领不足",
        "责任担当不够",
    ]
    assert {cause.zh for cause in TEMPLATE.causes if not cause.subjective} == {"制度执行不严", "能力本领不足"}


def test_the_short_lists() -> None:
    assert names(TEMPLATE.sources) == [
        "群众提",
        "自己找",
        "上级点",
        "互相帮",
        "集体议",
        "督导组反馈",
        "12345/信访",
        "巡察/审计",
        "回头看发现",
    ]
    assert names(TEMPLATE.horizons) == ["立行立改", "限期整改", "长期坚持"]
    assert names(TEMPLATE.mirrors) == ["党章", "廉政准则", "改进作风要求", "群众期盼", "先进典型"]
    assert names(TEMPLATE.channels) == [
        "座谈会",
        "表格",
        "意见箱",
        "网络",
        "个别谈话",
        "督导组转",
        "来电",
        "来访",
        "热线转办",
        "减负监督",
    ]
    assert names(TEMPLATE.giver_kinds) == [
        "教师",
        "学生",
        "家长",
        "离退休",
        "基层单位",
        "两代表一委员",
        "其他",
    ]


@pytest.mark.parametrize("code", LISTS)
def test_the_campaigns_own_lists(code: str) -> None:
    assert names(TEMPLATE.lists[code].codes) == LISTS[code]


@pytest.mark.parametrize("code", LOOKS)
def test_sheets_of_looks_stand_as_they_are_called(code: str) -> None:
    sheet = TEMPLATE.looks.sheet(code)
    assert sheet is not None
    assert names(sheet.looks) == LOOKS[code]
    listed = TEMPLATE.lists.get(code)
    assert listed is None or names(listed.codes) == LOOKS[code]


def test_stages_and_six_gates() -> None:
    assert names(TEMPLATE.stages) == ["学习教育、听取意见", "查摆问题、开展批评", "整改落实、建章立制"]
    assert names(TEMPLATE.gates[:6]) == [
        "认识上不去、不把自己摆进去",
        "查找不聚焦、走神散光",
        "剖析不深刻、未触及灵魂",
        "措施不到位、大而化之",
        "成效不明显、群众不满意",
        "领导责任不落实、组织不力、走过场",
    ]
    assert {condition.severity for gate in TEMPLATE.gates[:6] for condition in gate.conditions} == {"shows"}


def test_every_stage_has_a_way_out_that_can_be_blocked() -> None:
    ways_out = {
        gate.stage: gate for gate in TEMPLATE.gates[6:] if gate.at == "exit" and gate.code != "meeting_ready"
    }
    assert set(ways_out) == {stage.code for stage in TEMPLATE.stages}
    for gate in ways_out.values():
        assert "blocks" in {condition.severity for condition in gate.conditions}, gate.code
    assert {gate.stage for gate in TEMPLATE.gates if gate.at == "entry"} == {"examine", "rectify"}


def test_the_push_meeting_has_the_agenda_of_the_report() -> None:
    push = next(kind for kind in TEMPLATE.meetings if kind.code == "push_meeting")
    assert [(point.zh, point.holds) for point in push.agenda] == [
        ("总结上一环节工作", ("review",)),
        ("部署下一环节工作", ("demands",)),
        ("督导组讲话", ("review", "praise", "findings", "demands")),
        ("主持人小结", ("demands",)),
    ]
    assert TEMPLATE.forms[push.minutes or ""].title == "会议纪要"
    team = next(kind for kind in TEMPLATE.meetings if kind.code == "team_meeting")
    assert len(team.agenda) == 5


@pytest.mark.parametrize("code", HEADINGS)
def test_headings_as_they_are_printed(code: str) -> None:
    assert " | ".join(TEMPLATE.forms[code].headings) == HEADINGS[code]


def test_titles_of_the_documents() -> None:
    assert TEMPLATE.forms["opinion_summary"].title == "意见建议汇总表"
    assert TEMPLATE.forms["team_problem_list"].title == "班子问题清单"
    assert TEMPLATE.forms["rectification_ledger"].title == "整改台账"
    head = TEMPLATE.forms["briefing"].head
    assert head is not None
    assert head.name == "党的群众路线教育实践活动简报"
    assert head.issue.format(issue=3) == "第3期"


def test_an_anonymous_form_asks_for_no_signature() -> None:
    assert TEMPLATE.forms["opinion_form"].signatures == ()


def test_every_leaf_and_topic_has_words_enough() -> None:
    for entry in (*TEMPLATE.focus_lexicon(), *TEMPLATE.topic_lexicon()):
        assert len(entry.words) >= 15, entry.code


def test_a_row_with_a_source_of_its_own_is_not_a_default_because_its_file_is() -> None:
    told = {item.code: item.default for item in TEMPLATE.plan}
    assert told["meeting_reported"] is False
    assert told["first_draft"] is True


def test_words_of_the_campaign_and_its_numbers() -> None:
    assert TEMPLATE.term("supervision_group").zh == "督导组"
    assert TEMPLATE.parameter("givers_min") == 5
    with pytest.raises(KeyError):
        TEMPLATE.parameter("no_such_number")


def test_a_frozen_template_reads_back_the_same() -> None:
    again = Template.model_validate_json(TEMPLATE.model_dump_json())
    assert again == TEMPLATE
    assert again.digest == TEMPLATE.digest
    assert again.model_dump_json() == TEMPLATE.model_dump_json()


def test_the_digest_follows_the_content() -> None:
    other = TEMPLATE.model_copy(update={"topics": TEMPLATE.topics[:-1]})
    assert other.digest != TEMPLATE.digest
    assert len(TEMPLATE.digest) == 64


def test_an_unknown_code_names_the_shipped_ones() -> None:
    with pytest.raises(BadInput, match="mass-line-2014"):
        library_folder("mass-line-2015")
    with pytest.raises(BadInput):
        library_folder("../library/mass-line-2014")


def test_a_plan_frozen_before_dates_could_roll_still_reads() -> None:
    """Then, an item had event, offset and days in itself, and no event had a date of its own."""
    old = TEMPLATE.model_dump(mode="json")
    old["plan"] = [
        {
            **{key: item[key] for key in ("code", "zh", "en", "source", "who")},
            "event": item["due"]["event"],
            "offset": 3,
            "days": "working",
        }
        for item in old["plan"]
    ]
    old["events"] = [{key: event[key] for key in ("code", "zh", "en", "source")} for event in old["events"]]
    template = Template.model_validate_json(json.dumps(old))
    assert template.plan[0].due.offset == 3
    assert template.planned() == ()
