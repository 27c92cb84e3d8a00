"""The tables. Data only: what may happen to it is said in the domain, and done by the commands."""

from board.store.models.access import Attempts, Code, Device, DoorEvent, SecondFactor, SignIn
from board.store.models.appointments import Appointment, AppointmentLine
from board.store.models.base import Base
from board.store.models.customers import Complaint, Customer, FollowUpCall, Promise, Vehicle
from board.store.models.floor import AndonCall, Check, ClockedOn, Clocking, Repair, TestDrive
from board.store.models.jobs import AddOn, Assignment, Job, Operation, PartLine
from board.store.models.journal import JournalEntry, Mention, Receipt
from board.store.models.late import LateScan, Outbox
from board.store.models.people import Certificate, Person
from board.store.models.reception import Attachment, WalkMark, WalkRound
from board.store.models.screens import Pairing, ScreenHealth
from board.store.models.sites import Bay, Checklist, Installation, Shift, Site, SpecialDay, StandardJob, Team

__all__ = [
    "AddOn",
    "AndonCall",
    "Appointment",
    "AppointmentLine",
    "Assignment",
    "Attachment",
    "Attempts",
    "Base",
    "Bay",
    "Certificate",
    "Check",
    "Checklist",
    "ClockedOn",
    "Clocking",
    "Code",
    "Complaint",
    "Customer",
    "Device",
    "DoorEvent",
    "FollowUpCall",
    "Installation",
    "Job",
    "JournalEntry",
    "LateScan",
    "Mention",
    "Operation",
    "Outbox",
    "Pairing",
    "PartLine",
    "Person",
    "Promise",
    "Receipt",
    "Repair",
    "ScreenHealth",
    "SecondFactor",
    "Shift",
    "SignIn",
    "Site",
    "SpecialDay",
    "StandardJob",
    "Team",
    "TestDrive",
    "Vehicle",
    "WalkMark",
    "WalkRound",
]
