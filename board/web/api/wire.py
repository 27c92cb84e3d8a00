"""What the JSON API takes and gives: the models that validate, and that the OpenAPI document is made from."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from board.domain.job import Energy, OldParts, Priority, ServiceType
from board.domain.masking import Salutation
from board.domain.people import Skill


def _from_milliseconds(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("milliseconds since 1970, UTC")
    if not 0 <= value < 32_503_680_000_000:
        raise ValueError("not a time of this millennium")
    return datetime.fromtimestamp(value / 1000, UTC)


Milliseconds = Annotated[
    datetime,
    BeforeValidator(_from_milliseconds),
    WithJsonSchema({"type": "integer", "description": "Milliseconds since 1970, UTC"}),
]


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a text cannot hold this character")
    return text


Storable: Final = AfterValidator(_storable)
"""PostgreSQL keeps no NUL in a text: it is wrong input, not a database that cannot be used."""
CommandId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
"""Made by the client, once for each thing it wants done; the same id again is answered, not done again."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Storable]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), Storable]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), Storable]
Id = Annotated[int, Field(ge=1, le=2**53)]


class Wire(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CommandBody(Wire):
    id: CommandId


class CustomerBody(Wire):
    name: Name
    salutation: Salutation = Salutation.none
    phone: Short | None = None


class OperationBody(Wire):
    text: Name
    standard_minutes: Annotated[int, Field(ge=0, le=6000)]
    code: Short | None = None
    skill: Skill | None = None
    high_voltage: bool = False
    price_cents: Annotated[int, Field(ge=0, le=9_999_999_99)] | None = None


class TakeIn(CommandBody):
    plate: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), Storable]
    model: Name
    energy: Energy
    customer: CustomerBody
    service_type: ServiceType
    operations: Annotated[list[OperationBody], Field(min_length=1, max_length=1000)]
    colour: Short | None = None
    vin: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20), Storable] | None = None
    mileage_km: Annotated[int, Field(ge=0, le=9_999_999)] | None = None
    fuel_eighths: Annotated[int, Field(ge=0, le=8)] | None = None
    priority: Priority = Priority.normal
    concern: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), Storable] = ""
    waits: bool = False
    wash_wanted: bool = True
    appointment: bool = False
    old_parts: OldParts = OldParts.discard
    promised_at: Milliseconds | None = None
    advisor: Id | None = None


class Dispatch(CommandBody):
    bay: Id
    technicians: Annotated[list[Id], Field(max_length=20)]
    planned_start_at: Milliseconds | None = None


class Assign(CommandBody):
    technicians: Annotated[list[Id], Field(max_length=20)]


class MoveCar(CommandBody):
    bay: Id | None
    seen_bay: Id | None


class Recall(CommandBody):
    seen_bay: Id | None


class OnOperation(CommandBody):
    operation: Id | None = None


class FinishOperation(CommandBody):
    operation: Id


class Pause(CommandBody):
    reason: Short
    note: Note = ""


class Switch(CommandBody):
    from_job: Id
    reason: Short
    operation: Id | None = None


class TakeOver(CommandBody):
    operation: Id
    from_person: Id


class Tick(CommandBody):
    operation: Id
    ticked: Annotated[list[Name], Field(max_length=200)] = []
    cleared: Annotated[list[Name], Field(max_length=200)] = []


class SignCheck(CommandBody):
    passed: bool
    items: Annotated[list[Name], Field(max_length=50)] = []
    note: Note = ""
    ticked: Annotated[list[Name], Field(max_length=200)] = []
    photos: Annotated[list[Id], Field(max_length=20)] = []
    technician: Id | None = None


class RecordTestDrive(CommandBody):
    from_km: Annotated[int, Field(ge=0, le=9_999_999)]
    to_km: Annotated[int, Field(ge=0, le=9_999_999)]
    note: Note = ""


class StartWash(CommandBody):
    bay: Id | None = None


class EndWash(CommandBody):
    stall: Annotated[str, StringConstraints(strip_whitespace=True, max_length=24), Storable] | None = None


class ParkReady(CommandBody):
    stall: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24), Storable]


class Cancel(CommandBody):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), Storable]


class ChangePromise(CommandBody):
    promised_at: Milliseconds
    reason: Note = ""
    told: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Storable] = ""


class CorrectClocking(CommandBody):
    at: Milliseconds
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Storable]


class LookScan(Wire):
    text: Annotated[str, StringConstraints(max_length=20_000)]
    via: Annotated[str, StringConstraints(pattern="^(camera|wedge|typed)$")]


class Scan(CommandBody):
    """A scanned card with the step its reader chose; `details` of the step stand beside it."""

    model_config = ConfigDict(extra="allow")

    code: Annotated[str, StringConstraints(max_length=20_000)]
    step: Annotated[str, StringConstraints(max_length=40)]
    via: Annotated[str, StringConstraints(pattern="^(camera|wedge|typed)$")]


class SignIn(Wire):
    login: Annotated[str, StringConstraints(max_length=64)]
    password: Annotated[str, StringConstraints(max_length=200)]


class SecondStep(Wire):
    code: Annotated[str, StringConstraints(max_length=40)]


class PasswordSaid(CommandBody):
    present: Annotated[str, StringConstraints(max_length=200)]


class OwnPassword(PasswordSaid):
    password: Annotated[str, StringConstraints(max_length=200)]


class NewSecondFactor(CommandBody):
    code: Annotated[str, StringConstraints(max_length=40)]
    present: Annotated[str, StringConstraints(max_length=200)] = ""


class BadgeScan(Wire):
    text: Annotated[str, StringConstraints(max_length=20_000)]


class TabletSignIn(Wire):
    person: Id
    pin: Annotated[str, StringConstraints(max_length=20)]


class CommandAnswer(BaseModel):
    revision: int
    repeated: bool
    job: int | None
    result: dict[str, Any]


class RefusalAnswer(BaseModel):
    code: str
    sentence: str
    details: dict[str, Any]
    present: dict[str, Any] | None


class InvalidInput(RefusalAnswer):
    fields: list[dict[str, str]]


class AnyAnswer(BaseModel):
    model_config = ConfigDict(extra="allow")
