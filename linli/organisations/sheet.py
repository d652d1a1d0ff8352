"""The sheet in which bodies, seats and duties come in and go out: one sheet, the column 类别 says which a row is."""

from django.utils.translation import gettext_lazy as _

from linli.kernel.sheets import Column
from linli.organisations.models import BodyKind

COLUMNS = (
    Column("row", ("类别",), required=True, help=_("单位、岗位或任职"), example="单位"),
    Column("code", ("单位编码",), required=True, help=_("三种行都要写"), example="511102001001-jwh", max_length=60),
    Column("name", ("单位名称",), help=_("单位行必填"), example="柳岸社区居民委员会", max_length=80),
    Column("kind", ("单位类型",), help="、".join(str(label) for label in BodyKind.labels), example="居(村)民委员会"),
    Column("parent", ("上级单位编码", "上级编码"), example="511102001000-jdb", max_length=60),
    Column("area", ("区域编码",), help=_("单位或岗位负责的地点编码"), example="511102001001", max_length=80),
    Column("founding", ("组建方式",), help=_("党组织：单独建、挂靠建、融合建")),
    Column("joined_by", ("参加单位编码",), help=_("融合建：几个编码用顿号隔开")),
    Column("serves", ("服务地点编码",), help=_("物业、服务队：几个编码用顿号隔开")),
    Column("timetable", ("作息",), help=_("工作时间的编码，例如 office、community、always")),
    Column("phone", ("电话",), help=_("单位行写单位电话，任职行写本人电话"), max_length=40),
    Column("role", ("角色", "岗位"), help=_("岗位行和任职行必填：角色的名称或编码"), max_length=40),
    Column("seat_name", ("岗位名称",), help=_("不写就用“区域+角色”"), max_length=80),
    Column("person", ("姓名",), help=_("任职行必填"), max_length=60),
    Column("person_code", ("人员编号",), help=_("没有编号就写电话"), max_length=60),
    Column("starts_on", ("开始日期",), help=_("任职行必填，例如 2026-01-01")),
    Column("ends_on", ("结束日期",)),
    Column("lead", ("AB岗", "A/B岗"), help=_("A 或 B,不写是 A")),
)  # fmt: skip

LADDER_COLUMNS = (
    Column("area", ("区域编码",), help=_("哪个地方，空着是全部地方"), example="511102001001", max_length=80),
    Column("area_name", ("区域名称",), help=_("只给人看，导入时不读"), example="柳岸社区", max_length=80),
    Column("category", ("分类编码",), help=_("哪一类事项，空着是所有事项"), example="0103", max_length=20),
    Column("roles", ("步骤", "顺序"), help=_("从下往上，角色的名称或编码，用顿号隔开；空着是清空这里另设的"),
           example="楼栋长、网格员、社区受理岗", max_length=400),
)  # fmt: skip

# What a sentence calls an input, and the column it came from.
IN_SHEET = {"is_lead": "lead", "seat": "role", "body": "code", "place": "serves", "identity": "person"}
