"""The roles an installation starts with. They are data from then on: a town edits, adds and renames them."""

from typing import Any

from django.utils.translation import gettext_noop as _

_READS = ["cases.read", "people.read"]
_WORKS = [*_READS, "cases.register", "cases.work"]
_DESK = [
    *_WORKS,
    "cases.dispatch",
    "cases.review",
    "cases.call_back",
    "cases.see_reporter",
    "people.edit",
    "cases.hand_over",
    "cases.decide",
    "cases.texts",
]
_STEERS = ["cases.whistle", "cases.supervise", "cases.platform"]
_NEIGHBOUR = ["cases.neighbour"]
_KEEPS = ["organisations.edit", "places.edit"]
_TELLS = ["places.announce"]
_RELEASES = ["board.release"]

STARTING_ROLES: tuple[dict[str, Any], ...] = (
    {"code": "unit-head", "name": _("单元长"), "is_volunteer": True, "verbs": _NEIGHBOUR,
     "words": _("住在本单元的志愿者，先帮着问一问；不计时，不算超期。")},
    {"code": "building-head", "name": _("楼栋长"), "is_volunteer": True, "verbs": _NEIGHBOUR,
     "words": _("住在本楼的志愿者，先帮着问一问；不计时，不算超期。")},
    {"code": "estate-head", "name": _("小区长"), "is_volunteer": True, "verbs": _NEIGHBOUR,
     "words": _("本小区的志愿者，牵头邻里的事；不计时，不算超期。")},
    {"code": "lane-head", "name": _("街巷长"), "is_volunteer": True, "verbs": _NEIGHBOUR,
     "words": _("每天走一走自己的一段街巷；不计时，不算超期。")},
    {"code": "grid-worker", "name": _("网格员"), "rung": 1, "verbs": [*_WORKS, "cases.see_reporter"],
     "words": _("负责一个网格：登记诉求，上门办理。")},
    {"code": "community-desk", "name": _("社区受理岗"), "rung": 2, "is_desk": True,
     "verbs": [*_DESK, "people.see_number", *_KEEPS, *_TELLS, *_RELEASES],
     "words": _("社区接单的窗口：受理、派单、审核、回访。")},
    {"code": "street-desk", "name": _("街道受理岗"), "rung": 3, "is_desk": True,
     "verbs": [*_DESK, *_STEERS, "people.see_number", *_KEEPS, *_TELLS, *_RELEASES],
     "words": _("街道接单的窗口：受理、派单、审核、回访，吹哨和督办。")},
    {"code": "department-desk", "name": _("部门受理岗"), "rung": 4, "is_desk": True, "reach": "body",
     "verbs": ["cases.read", "cases.work", "cases.review", "cases.see_reporter"],
     "words": _("部门接单的窗口：只看派给本部门的件。")},
    {"code": "department-head", "name": _("部门负责人"), "is_head": True, "reach": "body",
     "verbs": [*_READS, "cases.review"],
     "words": _("看得到派给本部门的件，审核答复；超时先提醒他。")},
    {"code": "property-desk", "name": _("物业受理岗"), "is_desk": True, "reach": "body",
     "verbs": ["cases.read", "cases.work", *_TELLS],
     "words": _("物业接单的窗口：只看派给本公司的件，看不到投诉人；给服务的小区发公告。")},
    {"code": "intake", "name": _("受理中心"), "rung": 5, "is_desk": True,
     "verbs": [*_DESK, *_STEERS, "people.see_number"],
     "words": _("区县的受理中心：说不清地点和事项的诉求先到这里；对接外来工单，督办。")},
    {"code": "mediator", "name": _("调解员"), "verbs": ["cases.read", "cases.work", "cases.see_reporter"],
     "reach": "body", "words": _("人民调解员：只看派给本组织的纠纷。")},
    {"code": "community-secretary", "name": _("社区书记"), "is_head": True, "verbs": [*_READS, "cases.review"],
     "words": _("看得到本社区的件，审核答复。")},
    {"code": "street-leader", "name": _("街道分管负责人"), "is_head": True,
     "verbs": [*_READS, "cases.review", "cases.decide", "cases.supervise", "journal.read"],
     "words": _("看得到本街道的件和日志，审核答复，审批申请，督办。")},
    {"code": "branch-secretary", "name": _("支部书记"), "is_head": True, "verbs": [],
     "words": _("党支部书记，列在“谁服务这扇门”里。")},
    {"code": "owners-head", "name": _("业委会主任"), "is_head": True, "verbs": [],
     "words": _("业主委员会主任，列在“谁服务这扇门”里。")},
    {"code": "team-leader", "name": _("服务队队长"), "is_desk": True, "is_head": True, "reach": "body",
     "verbs": ["cases.read", "cases.work"], "words": _("服务队接单的人。")},
    {"code": "keeper", "name": _("系统维护岗"), "reach": "everything",
     "verbs": ["organisations.edit", "people.read", "people.edit", "places.edit", "catalogue.edit",
               "worktime.edit", "cases.practice", "cases.texts", "notices.routes"],
     "words": _("维护单位、地点、目录、工作时间、办件规则和短信群通知；不看诉求。")},
    {"code": "auditor", "name": _("审计岗"), "reach": "everything", "verbs": ["journal.read"],
     "words": _("只看日志。")},
)  # fmt: skip
