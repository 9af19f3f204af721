"""The register of activities, as it is promised."""

from typing import Any

from tests import factories
from tests.contract._promises import Contract, Edit


def make(organization: Any = None) -> Any:
    """Make a theme day of one person, who came."""
    member = factories.make_member(organization=organization)
    return factories.make_activity(organization=organization, present=[member])


def make_searched() -> Any:
    return factories.make_activity(title="重温誓词", place="展厅")


def make_staged(place: Any) -> Any:
    return factories.make_activity(
        organization=place.organization,
        kinds="general_meeting、party_lecture",
        title=f"Title {place.mark}",
        present=[place.made["members"]],
        place=f"Place {place.mark}",
        chair=f"Chair {place.mark}",
        speaker=f"Speaker {place.mark}",
        recorder=f"Recorder {place.mark}",
        agenda=f"Agenda {place.mark}",
        record=f"Record {place.mark}",
        resolution=f"Resolution {place.mark}",
        number=f"HD-{place.mark}",
    )


contract = Contract(
    title="活动台账",
    follows="teams",
    key=("number",),
    columns="""
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
        external_host 外部主办单位 text
        service_kind 服务类别 text
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
        present_count 实到人数 int
    """,
    edit=Edit("title", "Mine", "Mine", "Theirs", "Theirs"),
    searched=("重温", "展厅", "zhanting"),
    make=make,
    is_chosen_by_name=True,
    make_searched=make_searched,
    make_staged=make_staged,
    enums={
        "kinds": (
            "general_meeting 支部党员大会 committee_meeting 支委会 group_meeting 党小组会 "
            "party_lecture 党课 theme_day 主题党日 org_life_meeting 组织生活会 "
            "democratic_life_meeting 民主生活会 appraisal_meeting 民主评议会 "
            "study_center_group 中心组学习 study 学习教育 volunteer_service 志愿服务 "
            "heart_talk 党内谈心谈话 conference 会议 forum 论坛 joint_activity 党建联建 "
            "other 其他 party_committee_meeting 党委会 general_branch_committee 总支委会 "
            "congress 党员（代表）大会 oath 入党宣誓"
        ),
        "status": "planned 计划 held 已开展 cancelled 取消",
    },
)
