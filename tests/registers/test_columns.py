"""The columns that are promised: key, Chinese header, kind and "!", restated from the contract.

Sheets, exports, imports and acceptance checks name them. A register may have more, never fewer.
"""

import pytest
from flask import Flask
from flask_babel import force_locale

from partyhub import catalog
from partyhub.registers import Register
from tests.registers.samples import each_register

pytestmark = pytest.mark.usefixtures("template")  # a heading may have a name of its own

# Each line: key, header, kind, and "!" where it is required.
CONTRACT = {
    "organizations": """
        code 编码 text !
        name 名称 text !
        short_name 简称 text
        kind 类别 enum !
        parent 上级 ref
        has_committee 设支委会 bool
        established_on 成立日期 date !
        dissolved_on 撤销日期 date
        superior_name 上级党组织名称 text
        remark 备注 text
    """,
    "terms": """
        organization 党组织 ref !
        number 届数 int !
        started_on 任期开始 date !
        due_on 应换届日期 date
        reelected_on 实际换届日期 date
        extension_until 批准延期至 date
    """,
    "workshops": """
        code 编码 text !
        name 名称 text !
        is_first_line 一线车间 bool !
        opened_on 启用日期 date !
        closed_on 停用日期 date
        organization 所属党组织 ref
    """,
    "members": """
        number 编号 text !
        name 姓名 text !
        sex 性别 enum
        birth_date 出生日期 date
        ethnicity 民族 text
        native_place 籍贯 text
        education 学历 text
        organization 所在党支部 ref !
        party_group 党小组 ref
        workshop 分厂车间 ref
        job 工作岗位 text
        applied_on 申请入党日期 date
        activist_on 确定积极分子日期 date
        target_on 确定发展对象日期 date
        admitted_on 入党日期 date
        full_on 转正日期 date
        probation_extended_until 延长预备期至 date
        joined_on 组织关系转入日期 date
        employment 在岗状态 enum
        is_floating 流动党员 bool
        phone 手机号码 phone
        remark 备注 text
    """,
    "assignments": """
        member 姓名 ref !
        organization 党组织 ref !
        party_group 党小组 ref
        started_on 开始日期 date !
        in_reason 增加原因 enum !
        ended_on 结束日期 date
        out_reason 减少原因 enum
    """,
    "party_posts": """
        member 姓名 ref !
        organization 党组织 ref !
        post 职务 enum !
        started_on 任职日期 date !
        ended_on 免职日期 date
    """,
    "appraisals": """
        member 姓名 ref !
        for_year 评议年度 year !
        held_on 评议日期 date !
        grade 等次 enum !
    """,
    "activities": """
        number 编号 text
        kinds 活动类型 enums !
        title 主题 text !
        organization 主办党组织 ref !
        team 承办队伍 ref
        campaign 所属专项 ref
        held_on 日期 date !
        starts_at 开始时间 time
        minutes_long 时长（分钟） int
        study_hours 计入学时 decimal
        for_year 所属年度 year
        place 地点 text
        chair 主持人 text
        recorder 记录人 text
        speaker 主讲人 text
        agenda 议题 text
        record 内容 text
        resolution 决议 text
        present 实到人员 refs
        on_leave 请假人员 refs
        expected_count 应到人数 int
        guest_count 列席人数 int
        status 状态 enum
    """,
    "vanguard_posts": """
        code 编号 text !
        name 岗位名称 text !
        kind 岗位类型 enum
        workshop 所在分厂车间 ref
        department 所在部门 text
        organization 所属党组织 ref !
        holders 责任党员 refs
        show_identity 亮身份 text
        show_duty 亮职责 text
        show_commitment 亮承诺 text
        status 状态 enum
        established_on 设立日期 date !
        named_on 命名日期 date
        closed_on 撤销日期 date
        campaign 所属专项 ref
    """,
    "post_reviews": """
        post 先锋岗 ref !
        reviewed_on 考评日期 date !
        performance 比业绩 int
        style 比作风 int
        service 比服务 int
        comment 评语 text
    """,
    "teams": """
        code 编号 text !
        name 名称 text !
        kind 类型 enum !
        organization 所属党组织 ref !
        leader 队长 ref
        members 队员 refs
        others_count 非党员人数 int
        established_on 成立日期 date !
        disbanded_on 解散日期 date
        task 任务 text
        achievements 主要成效 text
        campaign 所属专项 ref
    """,
    "commissars": """
        member 姓名 ref !
        workshop 分厂车间 ref !
        started_on 聘任日期 date !
        ended_on 解聘日期 date
        document_no 聘任文号 text
    """,
    "duties": """
        commissar 政委 ref !
        workshop 分厂车间 ref !
        held_on 日期 date !
        kind 履职类型 enum !
        topic 主题 text
        headcount 参加人数 int
        outcome 成效 text
    """,
    "projects": """
        code 编号 text !
        title 项目名称 text !
        plan_year 计划年度 year !
        organization 所属党组织 ref !
        workshop 分厂车间 ref
        campaign 所属专项 ref
        lead 领衔人 ref !
        executive_leader 执行组长 ref
        team 成员 refs
        started_on 开始日期 date !
        due_on 计划完成日期 date
        closed_on 结束日期 date
        status 状态 enum !
        target 目标 text
        baseline 实施前 text
        result 实施成效 text
        benefit_cny 经济效益（元） money
        customer 应用单位 text
    """,
    "milestones": """
        project 项目 ref !
        title 节点 text !
        planned_on 计划日期 date !
        done_on 完成日期 date
        delay_reason 延期原因 text
    """,
    "mentorships": """
        mentor 师傅 ref !
        apprentice 徒弟 text !
        skill 带教内容 text
        started_on 结对日期 date !
        ended_on 出师日期 date
        result 考核结果 text
    """,
    "prosperity_workshops": """
        code 编号 text !
        name 名称 text !
        type 类型 enum
        workshop 依托分厂车间 ref
        area_sqm 面积（㎡） decimal
        products 主要产品 text
        supplied_to 供应项目 text
        set_up_on 设立日期 date !
        closed_on 停办日期 date
    """,
    "prosperity_returns": """
        prosperity_workshop 工坊 ref !
        month 月份 month !
        staff 用工人数 int
        welfare_staff 福利人员 int
        low_income_staff 低收入人数 int
        avg_monthly_income_cny 人均月收入（元） money
        output_cny 当月产值（元） money
    """,
    "awards": """
        title 荣誉名称 text !
        level 级别 enum !
        granting_body 授予单位 text !
        awarded_on 授予日期 date !
        for_year 表彰年度 year
        recipient_kind 获奖类别 enum !
        recipient 获奖者 ref !
        category 荣誉类别 enum
        document_no 文号 text
        certificate_no 证书编号 text
        valid_until 有效期至 date
    """,
    "campaigns": """
        code 编码 text !
        name 名称 text !
        started_on 开始日期 date !
        ended_on 结束日期 date
        goal 目标 text
    """,
}
TITLES = {
    "organizations": "党组织",
    "terms": "届次",
    "workshops": "分厂车间",
    "members": "党员花名册",
    "assignments": "组织关系变动",
    "party_posts": "党内职务",
    "appraisals": "民主评议",
    "activities": "活动台账",
    "vanguard_posts": "党员先锋岗",
    "post_reviews": "先锋岗考评",
    "teams": "党员队伍",
    "commissars": "车间政委",
    "duties": "政委履职",
    "projects": "党员领办重点项目",
    "milestones": "项目节点",
    "mentorships": "师带徒",
    "prosperity_workshops": "共富工坊",
    "prosperity_returns": "工坊月报",
    "awards": "荣誉台账",
    "campaigns": "专项行动",
}
# The members of each enum, key and Chinese label.
ENUMS = {
    "organizations.kind": "party_committee 党委 general_branch 党总支 branch 党支部 "
    "joint_branch 联合党支部 temporary_branch 临时党支部 party_group 党小组",
    "members.sex": "male 男 female 女",
    "members.employment": "on_post 在岗 retired 退休 left 离职",
    "assignments.in_reason": "admitted 发展 transfer_in 转入 internal 内部调整 restored 恢复",
    "assignments.out_reason": "transfer_out 转出 internal 内部调整 deceased 去世 removed 除名 "
    "expelled 开除 suspended 停止党籍 probation_cancelled 取消预备资格 withdrawn 撤回",
    "party_posts.post": "secretary 书记 deputy_secretary 副书记 organization_commissioner 组织委员 "
    "publicity_commissioner 宣传委员 discipline_commissioner 纪检委员 committee_member 委员 "
    "group_leader 党小组长",
    "appraisals.grade": "excellent 优秀 qualified 合格 basically_qualified 基本合格 "
    "unqualified 不合格 not_graded 不定等次",
    "activities.kinds": "general_meeting 支部党员大会 committee_meeting 支委会 "
    "group_meeting 党小组会 party_lecture 党课 theme_day 主题党日 org_life_meeting 组织生活会 "
    "democratic_life_meeting 民主生活会 appraisal_meeting 民主评议会 study_center_group 中心组学习 "
    "study 学习教育 volunteer_service 志愿服务 heart_talk 谈心谈话 conference 会议 forum 论坛 "
    "joint_activity 党建联建 other 其他",
    "activities.status": "planned 计划 held 已开展 cancelled 取消",
    "vanguard_posts.kind": "vanguard 先锋岗 demonstration 示范岗 responsibility_area 责任区",
    "vanguard_posts.status": "candidate 创建中 active 已命名 closed 已撤销",
    "teams.kind": "vanguard 先锋队 volunteer 志愿服务队 commando 突击队 tackling 攻关组",
    "duties.kind": "morning_shift 早班会 lunch_break 午休会 daily_reading 每日一读 "
    "heart_talk 谈心 mediation 矛盾调解 problem_solved 攻坚解难 care 关怀慰问 other 其他",
    "projects.status": "proposed 申报 running 实施中 accepted 已验收 stopped 终止",
    "prosperity_workshops.type": "materials_processing 来料加工式 "
    "targeted_recruitment 定向招工式 live_commerce 电商直播式 farm_tourism 农旅融合式 "
    "brand_led 品牌带动式 industry_enabling 产业赋能式",
    "awards.level": "national 国家级 provincial 省级 prefecture 市级 county 县（市、区）级 "
    "township 乡镇（街道）级 enterprise 企业级",
    "awards.recipient_kind": "organization 党组织 company 企业 member 个人 workshop 分厂车间 "
    "team 队伍 post 岗位 project 项目 prosperity_workshop 共富工坊",
    "awards.category": "advanced_organization 先进基层党组织 outstanding_member 优秀共产党员 "
    "outstanding_party_worker 优秀党务工作者 other 其他",
}
KEYS = {
    "organizations": ("code",),
    "terms": ("organization", "number"),
    "workshops": ("code",),
    "members": ("number",),
    "assignments": ("member", "organization", "started_on"),
    "party_posts": ("member", "organization", "post", "started_on"),
    "appraisals": ("member", "for_year"),
    "activities": ("number",),
    "vanguard_posts": ("code",),
    "post_reviews": ("post", "reviewed_on"),
    "teams": ("code",),
    "commissars": ("member", "workshop", "started_on"),
    "duties": ("commissar", "workshop", "held_on", "kind", "topic"),
    "projects": ("code",),
    "milestones": ("project", "title"),
    "mentorships": ("mentor", "apprentice", "started_on"),
    "prosperity_workshops": ("code",),
    "prosperity_returns": ("prosperity_workshop", "month"),
    "awards": ("title", "granting_body", "awarded_on", "recipient"),
    "campaigns": ("code",),
}


def test_every_register_is_in_the_contract() -> None:
    names = {register.name for register in catalog.REGISTERS}
    assert CONTRACT.keys() == names
    assert TITLES.keys() == names
    assert KEYS.keys() == names


@each_register
def test_columns_have_their_key_kind_and_mark(register: Register, app: Flask) -> None:
    lines = [line.split() for line in CONTRACT[register.name].strip().splitlines()]
    with app.test_request_context():
        found = {c.key: (register.kind(c), register.is_required(c)) for c in register.columns}
    for key, _header, kind, *mark in lines:
        assert key in found, f"{register.name} has no column {key}"
        assert found[key] == (kind, mark == ["!"]), key
    assert tuple(register.key) == KEYS[register.name]


@each_register
def test_columns_stand_in_the_order_of_the_contract(register: Register) -> None:
    promised = [line.split()[0] for line in CONTRACT[register.name].strip().splitlines()]
    assert [c.key for c in register.columns if c.key in promised] == promised


@each_register
def test_headers_and_title_are_chinese_in_the_chinese_interface(
    register: Register, app: Flask
) -> None:
    lines = [line.split() for line in CONTRACT[register.name].strip().splitlines()]
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        headers = {c.key: register.header(c) for c in register.columns}
        title = str(register.title)
    assert title == TITLES[register.name]
    assert {key: headers[key] for key, *_ in lines} == {key: header for key, header, *_ in lines}
    assert len(set(headers.values())) == len(headers), "Two columns share a header."


@pytest.mark.parametrize("place", ENUMS)
def test_enum_members_have_their_key_and_label(place: str, app: Flask) -> None:
    name, key = place.split(".")
    register = catalog.registers_by_name()[name]
    column = register.column(key)
    assert column is not None
    words = ENUMS[place].split()
    wanted = dict(zip(words[::2], words[1::2], strict=True))
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        found = {member.value: member.label for member in register.members(column)}
    assert found == wanted


def test_every_enum_column_is_restated(app: Flask) -> None:
    with app.test_request_context():
        found = {
            f"{register.name}.{column.key}"
            for register in catalog.REGISTERS
            for column in register.columns
            if register.kind(column) in ("enum", "enums")
        }
    # A member's stage is computed; its labels stand in the test of members.
    assert found - {"members.stage"} == set(ENUMS)
