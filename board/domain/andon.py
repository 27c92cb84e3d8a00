"""Andon: a technician calls for help, somebody answers, and it is settled."""

from enum import StrEnum


class CallKind(StrEnum):
    technical_support = "technical_support"
    parts = "parts"
    foreman = "foreman"
    advisor = "advisor"
    safety = "safety"
