"""The words in which activities are written down: agenda, record and resolution, by kind."""

from random import Random

# What each branch works on, so that no two records read the same.
CONCERNS = {
    "ZB01": ("铜丝断头率偏高", "大拉机换模时间长", "绞线节距波动", "退火炉能耗"),
    "ZB02": ("中压交联线开机废料", "屏蔽层偏心", "夜班收线效率", "35kV 订单集中交付"),
    "ZB03": ("成缆外径波动", "护套表面擦伤", "盘具周转不足", "装铠机故障停机"),
    "ZB04": ("立塔净化间管理", "皱纹铝护套焊接质量", "高压电缆长段生产", "局放试验排队"),
    "ZB05": ("铝合金导体性能稳定性", "小批量订单换型", "新员工上岗考核"),
    "ZB06": ("辐照剂量均匀性", "编织密度不达标", "成圈包装效率", "特种电缆打样周期"),
    "ZB07": ("应收账款回笼", "国网投标资料准备", "客户投诉闭环", "海上风电项目跟踪"),
    "ZB08": ("铝护套电缆试制", "来料检验漏检", "标准换版宣贯", "试验室设备校准"),
    "ZB09": ("办事流程精简", "食堂和宿舍改善", "安全隐患整改率", "供应商付款周期"),
    "ZB10": ("空压机能耗", "变压器夜间巡检", "备件库存"),
    "LS01": ("现场敷设配合", "接头制作质量", "海上作业安全", "项目资料移交"),
}
OPENINGS = (
    "会议由{chair}主持。",
    "{chair}主持会议并通报了到会情况。",
    "会前清点人数，符合规定，{chair}宣布开会。",
)
SPOKEN = (
    "交流中，大家结合“{concern}”谈了想法，认为党员要先动起来。",
    "讨论时重点围绕“{concern}”展开，提出三条改进意见并明确了责任人。",
    "有党员提出“{concern}”问题较突出，经商量由党员骨干牵头，两周内拿出办法。",
    "大家认为“{concern}”与党员日常带头作用有直接关系，表示从本岗位改起。",
)
ENDINGS = (
    "最后{chair}作了小结，布置了下阶段工作。",
    "会议最后明确了下月安排。",
    "{chair}提醒未到会的党员按时补课。",
)


def record(random: Random, code: str, chair: str, *middle: str) -> str:
    """Write the record: how it began, what happened, what was said, how it ended."""
    concern = random.choice(CONCERNS.get(code[:4], CONCERNS["ZB09"]))
    parts = (random.choice(OPENINGS), *middle, random.choice(SPOKEN), random.choice(ENDINGS))
    return "\n".join(part.format(chair=chair, concern=concern) for part in parts)


def admission_texts(
    admitted: list[str], made_full: list[str]
) -> tuple[list[str], list[str], list[str]]:
    """Agenda, record and resolution of a general meeting that votes on people."""
    agenda, middle, resolution = [], [], []
    for name in admitted:
        agenda.append(f"讨论接收{name}同志为中共预备党员")
        middle.append(
            f"{name}同志宣读入党志愿书，入党介绍人介绍情况，支委会报告审查意见，与会党员充分讨论后无记名投票表决。"
        )
        resolution.append(
            f"同意接收{name}同志为中共预备党员，预备期一年，自即日起计算，报公司党委审批。"
        )
    for name in made_full:
        agenda.append(f"讨论预备党员{name}同志转正")
        middle.append(f"{name}同志汇报预备期表现，支委会提出意见，与会党员讨论后无记名投票表决。")
        resolution.append(f"同意{name}同志按期转为中共正式党员，党龄自即日起计算，报公司党委审批。")
    return agenda, middle, resolution


LEAVE_REASONS = {
    "ZB07": ("出差", "出差", "出差", "外地投标", "陪同客户验厂"),
    "ZB08": ("出差", "外出送检", "参加标准会议", "病假", "年休假"),
    "ZB09": ("出差", "外出办事", "病假", "年休假"),
    "LS01": ("海上作业", "轮休"),
}
SHIFT_REASONS = (
    "夜班",
    "夜班",
    "夜班后调休",
    "病假",
    "照顾家人",
    "外出培训",
    "设备抢修",
    "年休假",
    "陪产假",
)
OLD_REASONS = ("年老体弱", "外地居住", "身体不适", "住院治疗")
FLOATING_REASON = "外出流动，线上参加学习"
EPIDEMIC_REASONS = ("居家隔离", "所在小区封控", "参加社区防疫值守")


def leave_reason(random: Random, code: str, *, is_old: bool, in_epidemic: bool) -> str:
    if is_old:
        return random.choice(OLD_REASONS)
    if in_epidemic and random.random() < 0.5:
        return random.choice(EPIDEMIC_REASONS)
    return random.choice(LEAVE_REASONS.get(code[:4], SHIFT_REASONS))


# Team, title, what was done, where: what volunteers did in the epidemic weeks, time by time.
EPIDEMIC_SERVICE = """
厂门值守 | 员工出行排查和车辆行程查验 | 逐人核对行程码、健康码，登记外出和返厂情况 | 公司东门
健康守护 | 职工测温和健康监测 | 上下班两次测温，建立健康监测台账，异常当场上报 | 各分厂入口
流动宣讲 | 防疫政策流动宣传 | 流动小喇叭进车间、进宿舍，发放防疫明白纸 | 各分厂车间
环境卫士 | 公共区域消毒消杀 | 对更衣室、食堂、通道、休息点逐一消杀并登记 | 食堂和各分厂车间
暖心关爱 | 封闭生产物资配送 | 为驻厂职工分发被褥、洗漱用品和三餐 | 职工公寓
支援社区 | 支援社区全员核酸采样 | 到社区协助扫码、维持秩序、上门通知 | 临港镇海塘社区
厂门值守 | 物流车辆查验和司机闭环管理 | 一车一查一消，引导司机闭环装卸 | 三号物流门岗
健康守护 | 厂区核酸采样点秩序维护 | 协助采样点登记、引导，提醒保持距离 | 厂区东门采样点
流动宣讲 | 返岗职工防疫知识讲解 | 讲解个人防护和报告流程，现场答疑 | 职工公寓
环境卫士 | 物流通道和盘具堆场消杀 | 对进出货通道和到货盘具消毒 | 厂区堆场
"""
# The same for usual times, with the months in which it is done and the campaign.
USUAL_SERVICE = """
暖心关爱 | 学雷锋义务维修进宿舍 | 为职工宿舍检修灯具、插座和热水器 | 职工公寓 | 3 4 5 |
暖心关爱 | 高温慰问送清凉 | 把凉茶、西瓜和防暑药品送到机台 | 各分厂车间 | 7 8 | 三亮三比
厂门值守 | 文明交通劝导志愿服务 | 在上下班高峰劝导骑行戴盔、规范停放 | 公司大门口 | |
暖心关爱 | 寒冬送温暖志愿服务 | 为留守职工和困难家庭送棉被、春联和年货 | 职工公寓 | 1 2 12 |
流动宣讲 | 电缆知识和安全用电进社区 | 讲解家用电线选购和用电安全 | 临港镇文化礼堂 | | 三先工程
流动宣讲 | 暑期职工子女“小候鸟”托管 | 陪伴做作业、讲红色故事、参观展厅 | 职工之家 | 7 8 |
环境卫士 | 厂区环境整治志愿服务 | 清理绿化带和盘具堆场，划定责任区 | 厂区堆场 | | 三亮三比
环境卫士 | 防汛防台志愿服务 | 检查排水口，搬运沙袋，加固盘具和棚顶 | 厂区 | 6 7 8 9 | 三先工程
暖心关爱 | 关爱困难老人上门服务 | 走访困难老人，打扫卫生、检查线路 | 临港镇海塘社区 | |
健康守护 | 青年员工技能义务培训 | 党员技师讲解操作要点，现场答疑 | 技能培训室 | | 三先工程
健康守护 | 无偿献血志愿服务 | 组织献血并做好引导、登记和照护 | 公司职工之家 | 4 5 10 11 |
"""
HEART_TALKS = (  # two of autumn, two of spring
    "组织生活会会前谈心谈话",
    "支部班子成员与党员结对谈心谈话",
    "支部书记与青年党员谈心谈话",
    "与生产骨干谈心谈话",
)
