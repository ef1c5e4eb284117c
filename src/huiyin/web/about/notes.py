"""The facts that an office needs to file this system (备案说明); docs/filing.md is printed from them (tests/shape/test_bans.py)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """A line of the filing notes in both languages."""

    zh_name: str
    en_name: str
    zh: str
    en: str


NOTES = (
    Note(
        "系统名称",
        "Name",
        "回音（Huiyin），开源软件，Apache-2.0 许可",
        "Huiyin, open source under Apache-2.0",
    ),
    Note(
        "用途",
        "Purpose",
        "在一次集中整改活动中听取群众意见、办理和答复，跟踪问题整改，公布结果。不办理审批，不用于日常考核。",
        "Listening to people during a rectification campaign, dealing with what they say and answering, following the problems to their end, publishing results. No approvals of other business, no daily appraisal.",
    ),
    Note(
        "建设层级",
        "Level",
        "由组织活动的单位建一套，所属单位用同一套，不逐校、逐乡镇另建。",
        "One installation at the unit that runs the campaign, used by the units below; none for each school or township.",
    ),
    Note(
        "使用人",
        "Who uses it",
        "活动办、各单位负责人和联络员、班子成员、督导人员、领导小组、纪检人员、系统管理员，用账号登录；提意见的人不用账号。",
        "Office, heads and clerks of units, team members, inspectors, the leading group, discipline officers and an administrator sign in; who gives an opinion needs no account.",
    ),
    Note(
        "形态",
        "Form",
        "网页，用浏览器打开；没有移动应用、小程序、公众号，不向手机推送。",
        "Web pages in a browser; no mobile application or mini-program, and nothing is pushed to phones.",
    ),
    Note(
        "存储的数据",
        "Data kept",
        "单位和职务、账号（登录名、姓名、口令摘要，可留邮箱）、意见原文、问题台账、会议记录、文稿、佐证材料、操作记录。匿名意见不存网络地址、设备信息和准确时间；自愿留下的联系方式加密保存，每次查看都有记录。",
        "Units and posts, accounts (login, name, a password's hash, an e-mail address by choice), opinions, the ledger, minutes, papers, evidence and the record of acts. Anonymous opinions carry no network address, device or exact time; contacts left by choice are enciphered, and each look at one is recorded.",
    ),
    Note(
        "不存储的数据",
        "Data not kept",
        "国家秘密；定位、通讯录、相册；登录次数和在线时长。本系统不得存储、处理、传输国家秘密。",
        "State secrets; locations, address books, albums; counts of sign-ins or time online. This system must not store, process or transmit state secrets.",
    ),
    Note(
        "保存期限",
        "Retention",
        "意见原文按活动模板写明的天数保存（随附模板为 1095 天），到期由系统清除，只留不含文字的凭据；依法要求删除的随时清除。",
        "Opinions are kept for the days that the campaign's template says (1,095 in those that come along); then their words are removed and a mark without words stays. What the law wants removed is removed at once.",
    ),
    Note(
        "数据存放",
        "Where data lies",
        "全部在部署本系统的服务器上；不调用外部网站，不出境。",
        "All of it on the server of this installation; no other site is called, nothing goes abroad.",
    ),
    Note(
        "安全措施",
        "Security",
        "按角色和单位范围授权，任期到期自动失效；原文和操作记录由数据库禁止修改，可用命令核验；口令只存摘要，连续试错会变慢；备份由运营单位负责。",
        "Rights by role and unit that end with the term; the database refuses to change original texts and the record, which a command verifies; passwords as hashes only, wrong tries slow down; backups are the operator's duty.",
    ),
    Note(
        "投诉入口",
        "Complaints",
        "每个页面底部“投诉形式主义”，不用登录；内容只给督导人员看，给回执码，凭码看答复。",
        "'Complain about formalism' at the foot of every page, without signing in; only the inspectors read the words, and a receipt code leads to the answer.",
    ),
    Note(
        "五个严禁自查",
        "Five bans",
        "见“五个严禁自查”页，每一条写明怎样做到、由哪项测试证明。",
        "See the page on the five bans: how each is kept, and which test proves it.",
    ),
)
