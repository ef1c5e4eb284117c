"""Invented opinions of one school's campaign, without titles: what belongs together, and what only looks like it."""

MATTERS: dict[str, tuple[str, ...]] = {
    "third canteen": (
        "第三食堂二楼的麻辣烫窗口卫生太差，吃出过钢丝球。",
        "第三食堂麻辣烫里有钢丝球，希望学校查一查。",
        "建议整顿第三食堂二楼麻辣烫窗口，同学们吃坏过肚子。",
        "三食堂的麻辣烫窗口不卫生，上周第三食堂又有人在麻辣烫里吃出异物。",
    ),
    "east gate parking": (
        "东门外停车位不够，早上送孩子的车把东门堵得水泄不通。",
        "每天早上东门堵车，家长的车乱停，停车位根本不够用。",
        "东门停车难的问题反映几次了，能不能在东门外多划停车位？",
    ),
    "boiler of building 7": (
        "七号宿舍楼的热水锅炉坏了半个月，七号楼的同学没有热水洗澡。",
        "七号宿舍楼没有热水，锅炉一直没人修，冬天怎么洗澡？",
        "请尽快修好七号宿舍楼热水锅炉！",
    ),
    "library opening": (
        "图书馆期末周晚上九点就闭馆，希望延长图书馆开放时间到十一点。",
        "建议考试周延长图书馆开放时间，九点闭馆太早。",
        "图书馆闭馆太早了，期末没有地方自习，请延长开放时间。",
    ),
    "allowance": (
        "班主任津贴从去年九月起一直没有发。",
        "去年九月以后的班主任津贴到现在还没发，财务处说在走流程。",
        "什么时候补发拖欠的班主任津贴？已经拖了大半年。",
    ),
}

# Share a place or a thing with a matter above, but are another matter.
TRAPS: tuple[str, ...] = (
    "食堂一楼的阿姨态度很好，值得表扬。",
    "图书馆三楼的空调漏水，把书架打湿了。",
)
