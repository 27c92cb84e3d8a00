"""What the demo workshop is made of, in Chinese and in English: people, bays, cars, customers and the work they bring.

All of it is invented. Phone numbers are from ranges that nobody is given.
"""

from dataclasses import dataclass
from typing import Final

from board.domain.bays import BayKind
from board.domain.job import Energy, ServiceType
from board.domain.masking import Salutation
from board.domain.people import Role, Skill

LANGUAGES: Final = ("zh_CN", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in both languages."""

    zh: str
    en: str

    def said_in(self, language: str) -> str:
        """The text in a language of LANGUAGES."""
        return self.zh if language == "zh_CN" else self.en


@dataclass(frozen=True, slots=True)
class Setting:
    """What depends on the country: the workshop's name and zone, and how plates and phone numbers look."""

    language: str
    site: str
    timezone: str
    plate_heads: tuple[str, ...]
    phone_head: str


SETTINGS: Final = {
    "zh_CN": Setting("zh_CN", "京驰汽车服务中心", "Asia/Shanghai", ("京A", "京N", "京P", "京Q", "京E"), "1380000"),
    "en": Setting("en", "Riverside Service Centre", "Europe/London", ("LK", "LD", "KX", "OY"), "07700900"),
}

TEAMS: Final = (Text("快修一班", "Express team"), Text("机电二班", "Mechanics team"), Text("钣喷三班", "Body team"))


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the demo workshop. `team` counts from 0; `high_voltage`: "valid", "expired" or ""."""

    login: str
    name: Text
    roles: tuple[Role, ...]
    team: int | None = None
    skills: tuple[Skill, ...] = ()
    high_voltage: str = ""


_QUICK = (Skill.express, Skill.mechanic)
_ELECTRIC = (Skill.mechanic, Skill.electrics, Skill.diagnosis)

PEOPLE: Final = (
    Member("foreman", Text("周建国", "Frank Turner"), (Role.foreman,)),
    Member("advisor1", Text("王晓雯", "Sarah Mills"), (Role.advisor,)),
    Member("advisor2", Text("李子昂", "Daniel Reed"), (Role.advisor,)),
    Member("advisor3", Text("陈思雨", "Emma Clarke"), (Role.advisor,)),
    Member("leader1", Text("刘大勇", "Victor Stone"), (Role.leader,), 0, _QUICK),
    Member("leader2", Text("赵国强", "Helen Ward"), (Role.leader,), 1, _ELECTRIC),
    Member("leader3", Text("马志明", "George Lamb"), (Role.leader,), 2, (Skill.body, Skill.paint)),
    Member("tech1", Text("王磊", "Adam Price"), (Role.technician,), 0, _QUICK),
    Member("tech2", Text("赵强", "Ben Foster"), (Role.technician,), 0, _QUICK),
    Member("tech3", Text("孙伟", "Chris Doyle"), (Role.technician,), 0, _QUICK),
    Member("tech4", Text("周洋", "Dean Murphy"), (Role.technician,), 0, _QUICK),
    Member("tech5", Text("徐静", "Ellie Shaw"), (Role.technician,), 0, (*_QUICK, Skill.alignment)),
    Member("tech6", Text("陈涛", "Faisal Khan"), (Role.technician,), 1, (*_ELECTRIC, Skill.high_voltage), "valid"),
    Member("tech7", Text("李明", "Grace Okoro"), (Role.technician,), 1, (*_ELECTRIC, Skill.high_voltage), "valid"),
    Member("tech8", Text("吴昊", "Harry Lowe"), (Role.technician,), 1, (*_ELECTRIC, Skill.high_voltage), "valid"),
    Member("tech9", Text("郑凯", "Ivan Petrov"), (Role.technician,), 1, (*_ELECTRIC, Skill.high_voltage), "expired"),
    Member("tech10", Text("胡斌", "Jack Nolan"), (Role.technician,), 1, (Skill.mechanic, Skill.alignment)),
    Member("tech11", Text("高翔", "Kate Byrne"), (Role.technician,), 1, (Skill.mechanic, Skill.electrics)),
    Member("tech12", Text("林晨", "Liam Hughes"), (Role.technician,), 1, (Skill.mechanic,)),
    Member("tech13", Text("马超", "Mark Evans"), (Role.technician,), 2, (Skill.body,)),
    Member("tech14", Text("冯军", "Nick Barnes"), (Role.technician,), 2, (Skill.body, Skill.mechanic)),
    Member("tech15", Text("何勇", "Owen Brooks"), (Role.technician,), 2, (Skill.paint,)),
    Member("tech16", Text("罗佳", "Paula Grant"), (Role.technician,), 2, (Skill.paint, Skill.body)),
    Member("inspector1", Text("宋志远", "Ruth Palmer"), (Role.inspector,)),
    Member("inspector2", Text("唐文博", "Simon West"), (Role.inspector,)),
    Member("washer1", Text("梁小兵", "Tom Hale"), (Role.washer,)),
    Member("washer2", Text("谢春梅", "Una Kelly"), (Role.washer,)),
    Member("parts", Text("韩雪", "Vera Lynch"), (Role.parts,)),
    Member("cashier", Text("曹丽娟", "Wendy Cole"), (Role.cashier,)),
    Member("guard", Text("邓保国", "Alan Frost"), (Role.guard,)),
    Member("lounge", Text("彭欣怡", "Zoe Hart"), (Role.lounge_attendant,)),
    Member("followup", Text("许婷", "Nina Dale"), (Role.follow_up_clerk,)),
    Member("manager", Text("孟繁华", "Robert Quinn"), (Role.manager,)),
    Member("admin", Text("系统管理员", "Administrator"), (Role.admin,)),
)

FLOOR_ROLES: Final = frozenset({Role.foreman, Role.leader, Role.technician, Role.inspector, Role.washer, Role.parts})
"""Who has a PIN for the tablets; everybody else signs in at a desk."""

BAYS: Final = (
    ("1", BayKind.express),
    ("2", BayKind.express),
    ("3", BayKind.lift),
    ("4", BayKind.lift),
    ("5", BayKind.lift),
    ("6", BayKind.general),
    ("7", BayKind.diagnosis),
    ("8", BayKind.alignment),
    ("9", BayKind.ev),
    ("10", BayKind.body),
    ("11", BayKind.paint),
    ("12", BayKind.qc),
    ("W1", BayKind.wash),
    ("W2", BayKind.wash),
    *((f"A-{number:02d}", BayKind.ready_stall) for number in range(1, 13)),
)

DEVICES: Final = (
    ("workshop", Text("车间大屏", "Workshop TV")),
    ("lounge", Text("客休区大屏", "Lounge TV")),
    ("tablet", Text("快修平板", "Express tablet")),
    ("tablet", Text("机电平板", "Mechanics tablet")),
    ("tablet", Text("钣喷平板", "Body shop tablet")),
    ("tablet", Text("质检平板", "Inspection tablet")),
    ("tablet", Text("洗车平板", "Wash tablet")),
)


@dataclass(frozen=True, slots=True)
class Work:
    """An operation as it is sold: its standard time in minutes."""

    text: Text
    minutes: int
    skill: Skill
    high_voltage: bool = False


WORK: Final = {
    "oil": Work(Text("更换机油机滤", "Engine oil and filter"), 30, Skill.express),
    "cabin": Work(Text("更换空调滤清器", "Cabin air filter"), 12, Skill.express),
    "check30": Work(Text("30 项安全检查", "30-point safety check"), 18, Skill.express),
    "wipers": Work(Text("更换雨刮片", "Wiper blades"), 6, Skill.express),
    "plugs": Work(Text("更换火花塞", "Spark plugs"), 42, Skill.mechanic),
    "front_pads": Work(Text("更换前制动片", "Front brake pads"), 54, Skill.mechanic),
    "discs": Work(Text("更换前制动盘", "Front brake discs"), 48, Skill.mechanic),
    "brake_fluid": Work(Text("更换制动液", "Brake fluid"), 36, Skill.mechanic),
    "gearbox_oil": Work(Text("更换变速箱油", "Gearbox oil"), 72, Skill.mechanic),
    "pump": Work(Text("更换水泵与节温器", "Water pump and thermostat"), 132, Skill.mechanic),
    "arms": Work(Text("更换前下控制臂", "Front lower control arms"), 96, Skill.mechanic),
    "alignment": Work(Text("四轮定位", "Four-wheel alignment"), 48, Skill.alignment),
    "tyres": Work(Text("更换轮胎并动平衡", "Tyres, fitted and balanced"), 48, Skill.mechanic),
    "noise": Work(Text("底盘异响诊断", "Find the noise from the chassis"), 60, Skill.diagnosis),
    "engine_light": Work(Text("发动机故障灯诊断", "Engine warning light"), 54, Skill.diagnosis),
    "aircon": Work(Text("空调不制冷检修", "Air conditioning does not cool"), 84, Skill.electrics),
    "window": Work(Text("更换左前门升降器", "Left front window regulator"), 60, Skill.electrics),
    "update": Work(Text("控制单元软件升级", "Control unit software update"), 48, Skill.electrics),
    "ev_check": Work(Text("纯电车型保养检查", "EV maintenance check"), 36, Skill.express),
    "insulation": Work(Text("高压系统绝缘检测", "High-voltage insulation test"), 42, Skill.diagnosis, True),
    "coolant_hv": Work(Text("动力电池冷却液更换", "Traction battery coolant"), 78, Skill.high_voltage, True),
    "charger": Work(Text("车载充电机更换", "On-board charger"), 108, Skill.high_voltage, True),
    "bumper": Work(Text("更换前保险杠", "Front bumper"), 90, Skill.body),
    "door_dent": Work(Text("左后门钣金修复", "Left rear door, straightened"), 180, Skill.body),
    "spray": Work(Text("左后门及翼子板喷漆", "Left rear door and wing, painted"), 240, Skill.paint),
    "polish": Work(Text("抛光打蜡", "Polish and wax"), 48, Skill.paint),
    "pdi": Work(Text("新车交付前检查", "Pre-delivery inspection"), 78, Skill.mechanic),
    "recheck": Work(Text("返修复查：制动异响", "Comeback: brakes squeal again"), 42, Skill.mechanic),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What a customer comes with. `bays`: the kinds of bay that suit it, the best first. `often`: how usual it is."""

    service_type: ServiceType
    work: tuple[str, ...]
    concern: Text
    bays: tuple[BayKind, ...]
    electric: bool = False
    often: int = 2


_LIFTS = (BayKind.lift, BayKind.general)
_MAINTENANCE = Text("到期保养。", "Service is due.")

ORDERS: Final = {
    "service": Order(
        ServiceType.express, ("oil", "cabin", "check30"), _MAINTENANCE, (BayKind.express, *_LIFTS), often=5
    ),
    "service_wipers": Order(
        ServiceType.express,
        ("oil", "check30", "wipers"),
        Text("保养；雨刮刮不干净。", "Service. The wipers leave streaks."),
        (BayKind.express, *_LIFTS),
        often=5,
    ),
    "service_fluid": Order(
        ServiceType.express,
        ("oil", "brake_fluid", "check30"),
        Text("四万公里保养。", "40,000 km service."),
        (BayKind.express, *_LIFTS),
        often=5,
    ),
    "brakes": Order(
        ServiceType.general,
        ("front_pads", "discs"),
        Text("刹车时方向盘抖动，有尖叫声。", "The steering wheel shakes when braking, and it squeals."),
        _LIFTS,
    ),
    "big_service": Order(
        ServiceType.general,
        ("oil", "plugs", "gearbox_oil"),
        Text("六万公里大保养，起步有点顿挫。", "60,000 km service. It jerks a little when setting off."),
        _LIFTS,
    ),
    "coolant": Order(
        ServiceType.general,
        ("pump",),
        Text("仪表提示冷却液不足，车下有粉色水渍。", "The coolant light is on; a pink puddle under the car."),
        _LIFTS,
    ),
    "suspension": Order(
        ServiceType.general,
        ("noise", "arms"),
        Text("过减速带时右前轮咯噔响。", "A knock at the front right over speed bumps."),
        _LIFTS,
    ),
    "tyres": Order(
        ServiceType.general,
        ("tyres", "alignment"),
        Text("更换两条前胎，车辆跑偏。", "Two new front tyres. The car pulls to the left."),
        (BayKind.alignment, *_LIFTS),
    ),
    "engine_light": Order(
        ServiceType.diagnosis,
        ("engine_light",),
        Text("发动机故障灯亮，急加速无力。", "Engine light on, no power when overtaking."),
        (BayKind.diagnosis, *_LIFTS),
    ),
    "aircon": Order(
        ServiceType.diagnosis,
        ("aircon",),
        Text("空调只出自然风。", "The air conditioning blows warm air."),
        (BayKind.diagnosis, *_LIFTS),
    ),
    "window": Order(
        ServiceType.warranty,
        ("window",),
        Text("左前车窗升不上来，质保期内。", "The left front window does not close. Under warranty."),
        _LIFTS,
    ),
    "recall": Order(
        ServiceType.recall,
        ("update",),
        Text("收到召回短信。", "Received a recall message."),
        (BayKind.diagnosis, *_LIFTS),
    ),
    "ev_service": Order(
        ServiceType.express,
        ("ev_check", "insulation"),
        Text("纯电车年度保养。", "Yearly EV service."),
        (BayKind.ev,),
        electric=True,
        often=1,
    ),
    "ev_cooling": Order(
        ServiceType.general,
        ("insulation", "coolant_hv"),
        Text("快充功率明显下降。", "Fast charging has become slow."),
        (BayKind.ev,),
        electric=True,
        often=1,
    ),
    "ev_charger": Order(
        ServiceType.warranty,
        ("charger",),
        Text("慢充插上没有反应。", "Nothing happens when the charging cable is plugged in."),
        (BayKind.ev,),
        electric=True,
        often=1,
    ),
    "bumper": Order(
        ServiceType.body_paint,
        ("bumper",),
        Text("前杠被追尾撞裂，保险已定损。", "Front bumper cracked. The insurer has assessed it."),
        (BayKind.body,),
        often=1,
    ),
    "door": Order(
        ServiceType.body_paint,
        ("door_dent", "spray"),
        Text("左后门被剐，凹陷掉漆。", "Left rear door scraped and dented."),
        (BayKind.body, BayKind.paint),
        often=1,
    ),
    "spray": Order(
        ServiceType.body_paint,
        ("spray", "polish"),
        Text("左后门及翼子板补漆。", "Left rear door and wing to be painted."),
        (BayKind.paint,),
        often=1,
    ),
    "pdi": Order(
        ServiceType.pdi,
        ("pdi",),
        Text("新车周末交付。", "New car, handed over at the weekend."),
        (BayKind.general, BayKind.lift),
    ),
    "comeback": Order(
        ServiceType.comeback,
        ("recheck",),
        Text("上周换的刹车片，低速又响了。", "Brake pads were fitted last week; they squeal again."),
        _LIFTS,
    ),
}


@dataclass(frozen=True, slots=True)
class Model:
    name: str
    energy: Energy


MODELS: Final = (
    Model("A4L 40 TFSI", Energy.petrol),
    Model("A6L 45 TFSI quattro", Energy.petrol),
    Model("A3 Sportback 35 TFSI", Energy.petrol),
    Model("Q3 40 TFSI", Energy.petrol),
    Model("Q5L 45 TFSI quattro", Energy.petrol),
    Model("A8L 55 TFSI", Energy.petrol),
    Model("Q7 55 TFSI", Energy.petrol),
    Model("A5 Sportback 40 TFSI", Energy.petrol),
    Model("A7L 45 TFSI e", Energy.hybrid),
    Model("Q8 3.0 TDI", Energy.diesel),
)
ELECTRIC_MODELS: Final = (
    Model("Q4 e-tron 50", Energy.ev),
    Model("Q5 e-tron 40", Energy.ev),
    Model("e-tron GT", Energy.ev),
)

COLOURS: Final = (
    Text("雪白", "Glacier white"),
    Text("墨黑", "Mythos black"),
    Text("量子灰", "Quantum grey"),
    Text("天云灰", "Cloud silver"),
    Text("水蓝", "River blue"),
    Text("枫叶红", "Maple red"),
)

CUSTOMERS: Final = (
    (Text("张伟", "Oliver Bennett"), Salutation.mr),
    (Text("李娜", "Amelia Wright"), Salutation.ms),
    (Text("欧阳明月", "Isla Thompson"), Salutation.ms),
    (Text("刘洋", "Noah Walker"), Salutation.mr),
    (Text("陈静", "Mia Robinson"), Salutation.ms),
    (Text("杨帆", "George Hall"), Salutation.mr),
    (Text("黄丽", "Ava Green"), Salutation.ms),
    (Text("赵敏", "Freya Wood"), Salutation.ms),
    (Text("周杰", "Arthur Jackson"), Salutation.mr),
    (Text("吴芳", "Lily Harris"), Salutation.ms),
    (Text("徐强", "Leo Clarkson"), Salutation.mr),
    (Text("孙莉", "Ivy Turner"), Salutation.ms),
    (Text("司马青", "Theo Lawrence"), Salutation.mr),
    (Text("朱军", "Oscar Cooper"), Salutation.mr),
    (Text("马丽", "Evie Morris"), Salutation.ms),
    (Text("胡海", "Archie Rogers"), Salutation.mr),
    (Text("郭敏", "Rosie Peterson"), Salutation.ms),
    (Text("林涛", "Henry Cook"), Salutation.mr),
    (Text("何雪", "Willow Bailey"), Salutation.ms),
    (Text("高峰", "Alfie Parker"), Salutation.mr),
    (Text("梁艳", "Florence Bell"), Salutation.ms),
    (Text("郑浩", "Jacob Richards"), Salutation.mr),
    (Text("罗琳", "Sofia Cox"), Salutation.ms),
    (Text("宋佳", "Poppy Howard"), Salutation.ms),
    (Text("谢辉", "Thomas Ward"), Salutation.mr),
    (Text("唐欣", "Daisy Brooks"), Salutation.ms),
    (Text("韩冰", "Phoebe Gray"), Salutation.ms),
    (Text("冯磊", "Edward James"), Salutation.mr),
    (Text("董洁", "Matilda Watson"), Salutation.ms),
    (Text("北京远航租赁有限公司", "Northline Car Hire Ltd"), Salutation.none),
)

FAILED_ITEMS: Final = (
    Text("右前轮螺栓扭矩未达标", "Front right wheel bolts below torque"),
    Text("发动机舱护板未装到位", "Engine undertray not seated"),
    Text("机油液位偏高", "Oil level too high"),
    Text("制动踏板行程偏长", "Brake pedal travel too long"),
)

NEW_PROMISE_REASON: Final = Text("备件晚到", "Parts arrive later than expected")
TOLD: Final = Text("已电话告知客户", "Customer told by phone")
