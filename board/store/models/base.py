"""What all tables share: naming of constraints, and how each Python type is kept."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Index,
    Integer,
    MetaData,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from board.domain.add_ons import DecidedVia
from board.domain.andon import CallKind
from board.domain.appointments import AppointmentState, MadeBy
from board.domain.bays import BayKind
from board.domain.clockings import ClockingAct
from board.domain.codes import CodeKind
from board.domain.following_up import CallResult, PaymentWay
from board.domain.job import (
    CheckKind,
    Energy,
    OldParts,
    OperationState,
    Priority,
    ServiceType,
)
from board.domain.late_scans import Clock, Settling
from board.domain.masking import Salutation
from board.domain.parts import PartState
from board.domain.people import CertificateKind, Role
from board.domain.reception import AttachmentKind, MarkKind, WalkPosition
from board.domain.screens import StaleReason
from board.domain.signing_in import Event, Need
from board.domain.stages import Stage
from board.store.types import UtcTime, Word

BigId = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[Any]: JSON,
        AppointmentState: Word(AppointmentState),
        AttachmentKind: Word(AttachmentKind),
        BayKind: Word(BayKind),
        CallKind: Word(CallKind),
        CallResult: Word(CallResult),
        Clock: Word(Clock),
        ClockingAct: Word(ClockingAct),
        CodeKind: Word(CodeKind),
        CheckKind: Word(CheckKind),
        CertificateKind: Word(CertificateKind),
        DecidedVia: Word(DecidedVia),
        Energy: Word(Energy),
        Event: Word(Event),
        MadeBy: Word(MadeBy),
        MarkKind: Word(MarkKind),
        Need: Word(Need),
        OldParts: Word(OldParts),
        OperationState: Word(OperationState),
        PartState: Word(PartState),
        PaymentWay: Word(PaymentWay),
        Priority: Word(Priority),
        Role: Word(Role),
        Salutation: Word(Salutation),
        ServiceType: Word(ServiceType),
        Settling: Word(Settling),
        Stage: Word(Stage),
        StaleReason: Word(StaleReason),
        WalkPosition: Word(WalkPosition),
    }


class Row(Base):
    __abstract__ = True

    id: Mapped[int] = mapped_column(BigId, primary_key=True)


def partial_index(name: str, column: str, where: str, sqlite: str | None = None) -> Index:
    """An index of the few rows that somebody looks for among very many."""
    return Index(name, column, postgresql_where=text(where), sqlite_where=text(sqlite or where))
