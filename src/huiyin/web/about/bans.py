"""The five bans of 国办函〔2026〕12号 on work applications, how this software keeps each, and the tests that prove it.

Summed up from public copies of the notice; its wording as issued prevails. A test holds that every test named here exists.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ban:
    """A ban and how it is kept, in both languages; `tests` as file::name below tests/."""

    zh: str
    en: str
    kept_zh: str
    kept_en: str
    tests: tuple[str, ...]


BANS = (
    Ban(
        "严禁要求重复填报",
        "No repeated forms",
        "一件事只问一次：系统已经知道的不再让人填，各种台账、清单都从同一份数据生成；向单位要了多少项、多少栏，在“负担”页上如实显示。",
        "A fact is asked for once: what the system knows nobody types again, and every ledger is drawn from the same data. The burden "
        "page shows what each unit was asked for.",
        (
            "process/campaigns/test_burden.py::test_an_ask_shows_its_cost_before_it_is_sent",
            "process/campaigns/test_burden.py::test_a_units_weeks_add_up_by_origin",
        ),
    ),
    Ban(
        "严禁打卡签到、积分排名、比在线时长",
        "No check-ins, points, rankings or time online",
        "数据库里没有打卡、积分、登录次数、在线时长的位置，也不统计谁看过哪一页；没有单位排名。",
        "There is no place in the database for check-ins, points, sign-ins or time online, nobody counts who opened what, and no unit is ranked.",
        ("shape/test_bans.py::test_nothing_counts_sign_ins_points_or_time",),
    ),
    Ban(
        "严禁强制安装、强制登录，不下达安装率、使用率指标",
        "No forced installation or sign-in, no target rates of use",
        "不用安装，用浏览器打开就能用，不推送通知到手机桌面；提意见、看答复、看公示都不用登录。",
        "Nothing is installed: a browser is enough, and nothing is pushed to a phone. Speaking, reading answers and what is published need no account.",
        (
            "shape/test_bans.py::test_nothing_is_installed_or_pushed",
            "web/publicity/test_public.py::test_it_sets_no_cookie_and_runs_no_script",
        ),
    ),
    Ban(
        "严禁把应用当作日常考核的主要依据，不比点赞、投票、转发、学习时长，不强制拍照、录像、定位留痕",
        "Not a means of daily appraisal: no likes, forwards or hours of study, no compulsory photographs, videos or locations",
        "没有点赞、转发；学习记录写时间、内容和结论，不写学时；佐证可以是一份现成的文件，没有一处必须拍照、录像或定位，浏览器的摄像头、麦克风、定位被关闭。",
        "There are no likes or forwards; study records say what and with which conclusions, never how many hours. Evidence may be a paper that exists. "
        "Nowhere is a photograph, video or location demanded, and camera, microphone and location are switched off in the browser.",
        (
            "shape/test_bans.py::test_no_form_demands_a_photograph_a_video_or_a_place",
            "shape/test_bans.py::test_nothing_counts_sign_ins_points_or_time",
        ),
    ),
    Ban(
        "严禁用于商业活动",
        "No business use",
        "没有广告、收费和商业链接；页面不加载任何外部网站的内容，数据不出本系统。",
        "There is no advertising, charge or commercial link; pages load nothing from other sites, and no data leaves the system.",
        ("shape/test_bans.py::test_no_page_loads_anything_from_elsewhere",),
    ),
)
