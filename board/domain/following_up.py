"""After delivery: the call to the customer, and the complaint that may come of it."""

from enum import StrEnum


class CallResult(StrEnum):
    satisfied = "satisfied"
    complaint = "complaint"
    not_reached = "not_reached"


class PaymentWay(StrEnum):
    """How a job was settled. The board records it and does no bookkeeping."""

    cash = "cash"
    card = "card"
    wechat = "wechat"
    alipay = "alipay"
    transfer = "transfer"
    invoice = "invoice"
    warranty = "warranty"
    insurer = "insurer"
    goodwill = "goodwill"
