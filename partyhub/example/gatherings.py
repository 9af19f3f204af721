"""The other activities: of the committee, volunteers, appraisal meetings, talks, and joint ones."""

from collections.abc import Sequence
from datetime import date, timedelta

from partyhub.example.days import is_holiday, workday_from
from partyhub.example.meetings import Life, Meeting
from partyhub.example.movements import STEPS
from partyhub.example.posts import holders
from partyhub.example.texts import EPIDEMIC_SERVICE, HEART_TALKS, USUAL_SERVICE, record
from partyhub.example.themes import STUDY_GROUP
from partyhub.example.tree import BRANCHES, PROJECT, ROOT, UNITS, Unit

BIG_ROOM, SMALL_ROOM = "公司多功能厅", "党委会议室"
MOVED = frozenset(key for key, *_ in STEPS)
YEARS = ((2021, date(2022, 1, 12)), (2022, date(2023, 2, 8)))

# Day, time, minutes, kinds, title, speaker, agenda, what happened, hours of study, campaign.
COMPANY_WIDE: tuple[tuple[str, str, int, str, str, str, str, str, str, str], ...] = (
    (
        "2021-07-01",
        "08:00",
        120,
        "study",
        "集中收看庆祝中国共产党成立100周年大会",
        "",
        "收看大会直播",
        "全体党员在主会场和各分厂分会场集中收看大会直播，会后各支部交流了感受",
        "2",
        "",
    ),
    (
        "2021-09-28",
        "15:00",
        90,
        "party_lecture",
        "党委书记专题党课：牢记初心使命，争做线缆行业排头兵",
        "沈立群",
        "专题党课",
        "党委书记沈立群结合公司发展历程讲专题党课，要求党员做到安全、质量、交付三个带头",
        "1.5",
        "三亮三比",
    ),
    (
        "2021-12-03",
        "15:00",
        120,
        "study",
        "党的十九届六中全会精神宣讲会",
        "临港镇党委宣讲员",
        "全会精神宣讲",
        "镇党委宣讲员从重大意义、历史成就、历史经验三个方面作了宣讲",
        "2",
        "",
    ),
    (
        "2022-06-28",
        "14:30",
        120,
        "party_lecture",
        "“七一”专题党课暨“三先工程”推进会",
        "沈立群",
        "专题党课；通报“三先工程”进展",
        "党委书记讲专题党课，三个支部介绍封闭生产期间的做法",
        "2",
        "三先工程",
    ),
    (
        "2022-10-16",
        "09:30",
        120,
        "study",
        "集中收看党的二十大开幕会",
        "",
        "收看开幕会",
        "党委委员、各支部党员在主会场和分会场集中收看开幕会，值班人员在岗位收看",
        "2",
        "",
    ),
    (
        "2022-11-25",
        "15:00",
        120,
        "party_lecture",
        "党的二十大精神专题党课",
        "沈立群",
        "专题党课",
        "党委书记从大会主题、中国式现代化、全面从严治党三个方面作辅导，并部署“天天读”活动",
        "2",
        "二十大精神天天读",
    ),
    (
        "2023-04-21",
        "15:00",
        90,
        "study",
        "主题教育动员学习会",
        "单志远",
        "传达有关会议精神；部署公司学习安排",
        "会议传达主题教育工作会议精神，部署读书、调研、推动发展、检视整改各项工作",
        "1.5",
        "",
    ),
    (
        "2023-06-19",
        "15:00",
        120,
        "party_lecture",
        "主题教育专题党课：以学铸魂、以干建功",
        "沈立群",
        "专题党课",
        "党委书记结合调研情况讲专题党课，要求党员把学习成果体现到保交付、提质量上",
        "2",
        "",
    ),
)
# Day, time, minutes, kind, title, what happened, guests.
OF_POST_HOLDERS: tuple[tuple[str, str, int, str, str, str, int], ...] = (
    (
        "2021-07-16",
        "13:30",
        90,
        "conference",
        "2021年上半年党建工作例会",
        "各支部书记汇报半年工作，党委布置下半年重点任务",
        2,
    ),
    (
        "2021-12-15",
        "14:00",
        150,
        "conference",
        "公司党员大会筹备及党委换届选举工作会议",
        "通报党委换届选举结果，新一届党委委员作表态发言",
        4,
    ),
    (
        "2022-01-20",
        "14:00",
        120,
        "conference",
        "2021年度支部书记抓党建述职评议会",
        "各支部书记逐一述职，与会人员现场测评",
        6,
    ),
    (
        "2022-03-14",
        "18:00",
        60,
        "conference",
        "疫情防控紧急部署会",
        "成立党员突击小组，明确封闭生产期间各支部责任区域",
        8,
    ),
    (
        "2022-07-15",
        "13:30",
        90,
        "conference",
        "2022年上半年党建工作例会",
        "通报上半年党建考核情况，部署迎接党的二十大各项工作",
        2,
    ),
    (
        "2022-08-18",
        "14:00",
        120,
        "forum",
        "支部书记论坛：党建怎样融入车间管理",
        "六名支部书记登台交流，镇党建办负责人点评",
        5,
    ),
    (
        "2023-01-12",
        "14:00",
        120,
        "conference",
        "2022年度支部书记抓党建述职评议会",
        "各支部书记述职，党委书记逐一点评",
        6,
    ),
    (
        "2023-05-18",
        "14:00",
        120,
        "forum",
        "“头雁领航”支部书记论坛",
        "围绕党员领办重点项目作经验交流，评出三个优秀案例",
        8,
    ),
    (
        "2023-06-29",
        "14:30",
        120,
        "conference",
        "“七一”表彰筹备暨半年党建工作会议",
        "研究“七一”表彰名单，部署下半年党建工作",
        3,
    ),
)
JOINT = (
    (
        "2021-10-22",
        "ZB08",
        "与海川检测研究院党支部共建：检测能力对接",
        "双方签订共建协议，就电缆阻燃试验开展技术交流",
        9,
    ),
    (
        "2022-06-23",
        "ZB07",
        "与临港镇信用社党支部联建：助企纾困",
        "介绍供应链金融产品，帮助解决周转资金问题",
        6,
    ),
    ("2022-09-27", "ZB02", "与东屿供电所党支部联建：保电护航", "共同巡查专线，开展安全用电讲座", 7),
    (
        "2023-03-24",
        "ZB06",
        "与海塘社区党支部联建：结对帮扶",
        "走访低收入家庭，介绍来厂就业岗位",
        12,
    ),
    (
        "2023-05-25",
        "ZB08",
        "与东屿职业技术学校党支部联建：产教融合",
        "签订实习基地协议，党员技师担任校外导师",
        10,
    ),
)


def plan_gatherings(life: Life) -> None:
    for row in COMPANY_WIDE:
        _plan_company_wide(life, row)
    for holders_row in OF_POST_HOLDERS:
        _plan_of_post_holders(life, holders_row)
    for month, (title, also) in STUDY_GROUP.items():
        _plan_study_group(life, month, title, also)
    for day, code, title, done, guests in JOINT:
        _plan_named(
            life, UNITS[code], date.fromisoformat(day), "joint_activity", title, done, guests, 6
        )
    for year, first in YEARS:
        _plan_appraisal_meetings(life, year, first)
    _plan_volunteers(life)
    _plan_heart_talks(life)
    _plan_unusual(life)


def _plan_company_wide(life: Life, row: Sequence[object]) -> None:
    day, time, minutes, kind, title, speaker, agenda, done, hours, campaign = row
    held_on = date.fromisoformat(str(day))
    chair = life.name(ROOT, held_on, "deputy_secretary" if speaker == "沈立群" else "secretary")
    life.add(
        Meeting(
            ROOT,
            (str(kind),),
            str(title),
            held_on,
            str(time),
            int(str(minutes)),
            BIG_ROOM,
            chair,
            life.name(ROOT, held_on, "organization_commissioner"),
            str(speaker),
            str(agenda),
            f"{done}。",
            study_hours=str(hours),
            campaign=str(campaign),
            guests=life.random.randint(4, 20),
        )
    )


def _plan_of_post_holders(life: Life, row: tuple[str, str, int, str, str, str, int]) -> None:
    """Committee members and branch secretaries; some are away, whoever came is named."""
    day, time, minutes, kind, title, done, guests = row
    held_on = date.fromisoformat(day)
    heads = [life.people[key] for key in holders(ROOT, held_on)]
    branches = [unit for unit in (*BRANCHES, UNITS[PROJECT]) if unit.exists_on(held_on)]
    heads += [life.people[key] for unit in branches for key in holders(unit.code, held_on)[:1]]
    people = list({person.key: person for person in heads}.values())
    came = [p.reference for p in people if p.name == "沈立群" or life.random.random() > 0.08]
    chair = life.name(ROOT, held_on, "secretary")
    life.add(
        Meeting(
            ROOT,
            (kind,),
            title,
            held_on,
            time,
            minutes,
            SMALL_ROOM,
            chair,
            life.name(ROOT, held_on, "organization_commissioner"),
            agenda=title,
            record=f"{done}。",
            named=came,
            expected_count=len(people),
            guests=guests,
        )
    )


def _plan_study_group(life: Life, month: str, title: str, also: str) -> None:
    held_on = workday_from(date.fromisoformat(f"{month}-21"))
    chair = life.name(ROOT, held_on, "secretary")
    life.add(
        Meeting(
            ROOT,
            ("study_center_group",),
            f"党委理论学习中心组{title}",
            held_on,
            "13:30",
            120,
            SMALL_ROOM,
            chair,
            life.name(ROOT, held_on, "organization_commissioner"),
            chair,
            f"{title}；{also}",
            f"{chair}主持学习，中心组成员先自学原文，再逐一作交流发言；会议还{also}。",
            study_hours="2",
            most_missing=0.3,
        )
    )


def _plan_appraisal_meetings(life: Life, year: int, first: date) -> None:
    """The yearly meetings for the year before, and the committee's own democratic-life meeting."""
    for number, unit in enumerate(
        unit for unit in BRANCHES if unit.exists_on(first + timedelta(days=30))
    ):
        day = appraisal_day(unit, year)
        chair = life.name(unit.code, day, "secretary")
        life.add(
            Meeting(
                unit.code,
                ("org_life_meeting", "appraisal_meeting"),
                f"{year}年度组织生活会和民主评议党员",
                day,
                "14:00" if number % 2 else "15:00",
                150,
                f"{unit.short}会议室",
                chair,
                life.name(unit.code, day, "organization_commissioner", "deputy_secretary"),
                "",
                "支委会对照检查；党员个人自我评价、党员互评、民主测评；组织评定",
                record(
                    life.random,
                    unit.code,
                    chair,
                    "会前普遍谈心谈话、征求意见；支部班子作对照检查，党员逐一开展批评和自我批评，随后填写测评表。",
                ),
                "根据测评结果，由支委会综合评定等次，报公司党委审定后公布。",
                "2",
                year,
                most_missing=0.15,
            )
        )
    _plan_democratic_life(life, year, workday_from(first + timedelta(days=6)))


def _plan_democratic_life(life: Life, year: int, day: date) -> None:
    """The committee's own democratic-life meeting."""
    life.add(
        Meeting(
            ROOT,
            ("democratic_life_meeting",),
            f"{year}年度党员领导干部民主生活会",
            day,
            "14:00",
            180,
            SMALL_ROOM,
            life.name(ROOT, day, "secretary"),
            life.name(ROOT, day, "organization_commissioner"),
            "",
            "通报上年度整改情况；班子对照检查；开展批评和自我批评",
            "书记代表班子作对照检查并带头自我批评，委员逐一发言，相互批评意见二十余条，镇党委派员到会指导。",
            "形成班子和个人整改清单，三月底前完成。",
            "",
            year,
            guests=2,
            most_missing=0,
        )
    )


def appraisal_day(unit: Unit, year: int) -> date:
    """The day on which a branch held its appraisal for `year`: in the first months of the next."""
    first = dict(YEARS)[year]
    return workday_from(
        first + timedelta(days=2 * BRANCHES.index(unit) + (26 if first.month == 1 else 0))
    )


def _plan_volunteers(life: Life) -> None:
    day, number = date(2021, 7, 10), 0
    while day < date(2023, 6, 25):
        if not date(2022, 3, 1) <= day <= date(2022, 5, 10):
            title, done, place, campaign = USUAL_SERVICE[number % len(USUAL_SERVICE)]
            unit = BRANCHES[number % 9]
            _plan_named(
                life,
                unit,
                day,
                "volunteer_service",
                title,
                done,
                life.random.randint(0, 12),
                6,
                place,
                campaign,
            )
            number += 1
        day += timedelta(days=life.random.choice((9, 12, 14, 15)))
    for number in range(34):
        title, done, place = EPIDEMIC_SERVICE[number % len(EPIDEMIC_SERVICE)]
        day = date(2022, 3, 14) + timedelta(days=life.random.randrange(46))
        unit = BRANCHES[(number * 4) % 9]
        _plan_named(
            life,
            unit,
            day,
            "volunteer_service",
            f"{title}（{day.month}月{day.day}日）",
            done,
            life.random.randint(2, 15),
            7,
            place,
            "疫情防控",
        )


def _plan_heart_talks(life: Life) -> None:
    for number, unit in enumerate(BRANCHES):
        for turn, first in enumerate(
            (date(2021, 11, 8), date(2022, 5, 16), date(2022, 11, 7), date(2023, 5, 15))
        ):
            day = workday_from(first + timedelta(days=number))
            if unit.exists_on(day):
                title = HEART_TALKS[(number + turn) % len(HEART_TALKS)]
                _plan_named(
                    life,
                    unit,
                    day,
                    "heart_talk",
                    title,
                    "围绕思想、工作和家庭情况交心，听取意见建议",
                    0,
                    4,
                )


def _plan_named(
    life: Life,
    unit: Unit,
    day: date,
    kind: str,
    title: str,
    done: str,
    guests: int,
    most: int,
    place: str = "",
    campaign: str = "",
) -> None:
    """An activity at which nobody is expected: the secretary and some others came."""
    day = workday_from(day) if is_holiday(day) else day
    chair = life.people[holders(unit.code, day)[0]]
    pool = [
        p
        for p in life.people.values()
        if p.branch == unit.code
        and p.is_member_on(day)
        and not p.is_retired_on(day)
        and p.key.split(".")[1].isdigit()
    ]
    stayed = [p for p in pool if int(p.key.split(".")[1]) < 12 and p is not chair]
    came = [chair, *life.random.sample(stayed, min(len(stayed), life.random.randint(2, most)))]
    minutes = life.random.choice((90, 120, 180)) if kind == "volunteer_service" else 60
    life.add(
        Meeting(
            unit.code,
            (kind,),
            title,
            day,
            life.random.choice(("08:30", "13:30", "17:10")),
            minutes,
            place or f"{unit.short}会议室",
            chair.name,
            record=f"{done}。",
            campaign=campaign,
            guests=guests,
            named=[p.reference for p in came],
        )
    )


CANCELLED = (
    (ROOT, "2022-03-18", "forum", "党务工作者业务培训班", "2022-03-02", "2022-03-15"),
    (
        "ZB07",
        "2022-12-16",
        "joint_activity",
        "与东屿物流园党支部联建：运输保供座谈",
        "2022-12-05",
        "2022-12-14",
    ),
)
COMING = "庆祝中国共产党成立102周年暨“七一”表彰大会"


def _plan_unusual(life: Life) -> None:
    """Two that were called off, and one that is still to come."""
    for code, day, kind, title, planned, called_off in CANCELLED:
        meeting = Meeting(code, (kind,), title, date.fromisoformat(day), "14:00", 90)
        life.announce(meeting, date.fromisoformat(planned))
        life.call_off(meeting, date.fromisoformat(called_off))
    coming_on = date(2023, 7, 3)
    coming = Meeting(
        ROOT,
        ("conference", "party_lecture"),
        COMING,
        coming_on,
        "14:30",
        120,
        BIG_ROOM,
        life.name(ROOT, coming_on, "deputy_secretary"),
        agenda="表彰先进；新党员入党宣誓；党委书记讲党课",
    )
    life.announce(coming, date(2023, 6, 27))
