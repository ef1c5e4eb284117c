"""The meeting of the report of 23 May 2014 goes in as a record and comes out as a report and as minutes (S2)."""

from datetime import date
from pathlib import Path

import docx

from huiyin.process.meetings.commands import Place, Task, correct_record, deploy_demand, raise_finding
from huiyin.process.meetings.commands.finding import wording_for
from huiyin.process.meetings.models import Meeting
from huiyin.process.meetings.rules.records import PassageKind
from huiyin.reports.checker.official import check_official
from huiyin.reports.papers.meeting_minutes import write_meeting_minutes
from huiyin.reports.papers.meeting_news import write_meeting_news
from tests.process.meetings.conftest import Hall

NEWS = [
    "云河市教育局\n召开党的群众路线教育实践活动推进会",
    "5月23日，云河市教育局召开了党的群众路线教育实践活动推进会。会议由市委教育工委副书记主持，"
    "市委教育工委党的群众路线教育实践活动领导小组全体成员，工作组全体成员，机关各处室负责人，局属各单位党、政负责人参加了会议，"
    "市委党的群众路线教育实践活动第六督导组副组长出席会议并讲话。",
    "会上，市委教育工委群众路线教育实践活动领导小组组长、市教育局局长总结上一环节工作，部署下一环节工作。",
    "市教育局局长指出，教育系统开展实践活动以来，",
    "市教育局局长指出，根据市委统一部署，",
    "一、思想认识要再强化、不松懈",
    "查摆问题、开展批评环节是党的群众路线教育实践活动的关键环节，",
    "二、查摆问题要挖根源、触灵魂",
    "前一阶段，各单位已经在听取意见的过程中初步查找和梳理了问题。",
    "三、开展批评要敢碰硬、敢交锋",
    "开好民主生活会是第二环节的重中之重。",
    "四、解决问题要求速度、求实效",
    "解决问题是教育实践活动的根本落脚点。如果活动过后意见还是那些意见，问题还是那些问题，这就是最大的形式主义。",
    "五、督导检查要尽好责、把好关",
    "随着教育实践活动的不断深入，",
    "会议的第二个议程是督导组讲话。",
    "市委党的群众路线教育实践活动第六督导组副组长指出，自全市党的群众路线教育实践活动开展以来，",
    "市委党的群众路线教育实践活动第六督导组副组长认为，市委教育工委的教育实践活动第一环节开展情况总体情况良好，"
    "但也还存在一些需要进一步完善的方面：一是少数党员干部对教育实践活动认识有待进一步提高；"
    "二是征求意见不能聚焦“四风”，“四风”具体问题收集不多。这些问题在下一环节要采取措施加以克服改进。",
    "5月16日，市委召开党的群众路线教育实践活动“一把手”推进会，",
    "市委党的群众路线教育实践活动第六督导组副组长要求，搞好这个环节的工作，",
    "查摆问题、开展批评环节任务重、节奏快、要求高，",
    "最后，市委教育工委副书记要求，各单位认真领会要求，",
]
LISTS = (
    "对照党章、对照廉政准则、对照改进作风要求、对照群众期盼、对照先进典型",
    "聚焦“四风”查",
    "组织动员实，学习教育实，征求意见实，即知即改实，工作结合实",
    "一是普遍开展谈话谈心，要有坦诚相见的正气、求同存异的雅气、聚焦“四风”的勇气；二是撰写对照检查材料，",
    "三是开好民主生活会，做到真批评、凝聚真感情、力求真效果",
    "经常“回头看”，坚持“边整改”，做到“早打算”",
    "突出重点找问题，上下联动查问题，反馈提醒点问题，班子集中议问题",
)
SIX = (
    "思想认识上不去、不真正把自己摆进去的不放过，查找问题不聚焦、走神散光的不放过，"
    "自我剖析不深刻、没有触及思想灵魂的不放过，整改措施不到位、大而化之的不放过，"
    "成效不明显、群众不满意的不放过，领导责任不落实、组织推动不力、搞形式走过场的不放过"
)


def paragraphs(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs if paragraph.text.strip()]


def follow(hall: Hall, meeting: Meeting) -> None:
    """Tasks for each of five demands, and both findings raised."""
    units = (hall.part(hall.world.school), hall.part(hall.world.other_school))
    for task in hall.words.tasks:
        demand = hall.passage(meeting, task.point, PassageKind.DEMAND, task.number)
        deploy_demand(demand, [Task(task.title, task.due_on, units)], by=hall.office, at=hall.at)
    for number in (1, 2):
        finding = hall.passage(meeting, "supervision", PassageKind.FINDING, number)
        raise_finding(finding, wording_for(finding, hall.inspector), by=hall.inspector, at=hall.at)


def test_the_report_has_every_demand_list_and_finding(hall: Hall, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    write_meeting_news(hall.held(), path)
    found = paragraphs(path)
    assert len(found) == len(NEWS)
    for text, start in zip(found, NEWS, strict=True):
        assert text.startswith(start)
    whole = "".join(found)
    assert all(words in whole for words in (*LISTS, SIX))
    assert not check_official(path)


def test_the_minutes_follow_the_agenda_and_say_what_came_of_it(hall: Hall, tmp_path: Path) -> None:
    path, meeting = tmp_path / "minutes.docx", hall.held()
    follow(hall, meeting)
    correct_record(meeting, Place("place"), "局机关二楼会议室", "临时换了地方", by=hall.office, at=hall.at)
    write_meeting_minutes(meeting, path)
    found = paragraphs(path)
    assert found[0] == "党的群众路线教育实践活动推进会\n会议纪要"
    assert found[1] == (
        "2014年5月23日，云河市教育局召开党的群众路线教育实践活动推进会，会议由市委教育工委副书记在局机关二楼会议室主持。纪要如下："
    )
    headings = [text for text in found if text[1:2] == "、"]
    assert headings == [
        "一、总结上一环节工作",
        "二、部署下一环节工作",
        "三、督导组讲话",
        "四、主持人小结",
        "五、落实任务",
    ]
    assert [text for text in found if text.startswith("（")] == [
        "（一）思想认识要再强化、不松懈",
        "（二）查摆问题要挖根源、触灵魂",
        "（三）开展批评要敢碰硬、敢交锋",
        "（四）解决问题要求速度、求实效",
        "（五）督导检查要尽好责、把好关",
    ]
    assert "会上指出的问题已列入问题台账，编号2014-001、2014-002。" in found
    assert found[-2].startswith(
        "出席：市委教育工委党的群众路线教育实践活动领导小组全体成员（应到9人，实到9人）；"
    )
    assert found[-1].startswith("注：会议记录定稿后更正1处")
    rows = docx.Document(str(path)).tables[0].rows
    assert [cell.text for cell in rows[1].cells] == [
        "部署下一环节工作第1条",
        "向本单位传达推进会精神，部署第二环节工作",
        "2014年5月30日",
        "2个",
    ]
    assert len(rows) == 1 + len(hall.words.tasks)
    assert not check_official(path)


def test_a_draft_with_little_in_it_makes_papers_too_and_says_that_it_is_one(
    hall: Hall, tmp_path: Path
) -> None:
    path, meeting = tmp_path / "draft.docx", hall.drafted(date(2014, 5, 23), spoken=False)
    for write in (write_meeting_news, write_meeting_minutes):
        write(meeting, path)
        assert not check_official(path, "草稿")
