"""The trade's words for every value that a screen shows: English here, the other languages in the catalogues.

A word is looked up with its list's name as context, since one English word can be two Chinese ones (a bay for
diagnosis, a diagnosis).
"""

from collections.abc import Mapping
from types import MappingProxyType


def NP_(context: str, word: str) -> str:  # noqa: ARG001, N802 - gettext's own kind of name
    """Mark a word with its context for the catalogues."""
    return word


WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "stage": {
            "booked": NP_("stage", "Booked"),
            "arrived": NP_("stage", "Arrived"),
            "reception": NP_("stage", "Reception"),
            "waiting_dispatch": NP_("stage", "Waiting for dispatch"),
            "dispatched": NP_("stage", "Dispatched"),
            "in_work": NP_("stage", "In work"),
            "paused": NP_("stage", "Paused"),
            "self_check": NP_("stage", "Self check"),
            "leader_check": NP_("stage", "Team leader's check"),
            "final_check": NP_("stage", "Final check"),
            "wash_queue": NP_("stage", "Waiting for wash"),
            "washing": NP_("stage", "Washing"),
            "ready": NP_("stage", "Ready"),
            "handover": NP_("stage", "Handover"),
            "settled": NP_("stage", "Settled"),
            "delivered": NP_("stage", "Delivered"),
            "followed_up": NP_("stage", "Followed up"),
            "cancelled": NP_("stage", "Cancelled"),
        },
        "service_type": {
            "express": NP_("service_type", "Express maintenance"),
            "general": NP_("service_type", "General repair"),
            "diagnosis": NP_("service_type", "Diagnosis"),
            "warranty": NP_("service_type", "Warranty"),
            "recall": NP_("service_type", "Recall"),
            "body_paint": NP_("service_type", "Body and paint"),
            "pdi": NP_("service_type", "Pre-delivery inspection"),
            "comeback": NP_("service_type", "Comeback"),
        },
        "pause_reason": {
            "parts": NP_("pause_reason", "Waiting for parts"),
            "customer_approval": NP_("pause_reason", "Waiting for customer's approval"),
            "warranty_approval": NP_("pause_reason", "Waiting for warranty approval"),
            "insurer": NP_("pause_reason", "Waiting for insurer's assessment"),
            "technical_support": NP_("pause_reason", "Technical support"),
            "sublet": NP_("pause_reason", "Sublet"),
            "test_drive": NP_("pause_reason", "Test drive"),
            "no_bay": NP_("pause_reason", "No bay"),
            "rest": NP_("pause_reason", "Break"),
            "end_of_shift": NP_("pause_reason", "End of shift"),
            "other_job": NP_("pause_reason", "Another job first"),
        },
        "role": {
            "guard": NP_("role", "Guard"),
            "advisor": NP_("role", "Service advisor"),
            "foreman": NP_("role", "Foreman"),
            "leader": NP_("role", "Team leader"),
            "technician": NP_("role", "Technician"),
            "inspector": NP_("role", "Inspector"),
            "washer": NP_("role", "Washer"),
            "parts": NP_("role", "Parts"),
            "lounge_attendant": NP_("role", "Lounge attendant"),
            "cashier": NP_("role", "Cashier"),
            "follow_up_clerk": NP_("role", "Follow-up clerk"),
            "manager": NP_("role", "Service manager"),
            "admin": NP_("role", "Administrator"),
            "display": NP_("role", "Display"),
            "customer": NP_("role", "Customer"),
        },
        "owner": {
            "parts": NP_("owner", "Parts"),
            "advisor": NP_("owner", "Advisor"),
            "foreman": NP_("owner", "Foreman"),
            "technician": NP_("owner", "Technician"),
        },
        "bay_kind": {
            "express": NP_("bay_kind", "Express"),
            "general": NP_("bay_kind", "General"),
            "lift": NP_("bay_kind", "Lift"),
            "diagnosis": NP_("bay_kind", "Diagnosis"),
            "alignment": NP_("bay_kind", "Alignment"),
            "ev": NP_("bay_kind", "EV"),
            "body": NP_("bay_kind", "Body"),
            "paint": NP_("bay_kind", "Paint"),
            "qc": NP_("bay_kind", "Quality check"),
            "wash": NP_("bay_kind", "Wash"),
            "ready_stall": NP_("bay_kind", "Ready stall"),
        },
        "check": {
            "self": NP_("check", "Self check"),
            "leader": NP_("check", "Team leader's check"),
            "final": NP_("check", "Final check"),
        },
        "skill": {
            "express": NP_("skill", "Express service"),
            "mechanic": NP_("skill", "Mechanics"),
            "electrics": NP_("skill", "Electrics"),
            "diagnosis": NP_("skill", "Diagnosis"),
            "alignment": NP_("skill", "Wheel alignment"),
            "high_voltage": NP_("skill", "High voltage"),
            "body": NP_("skill", "Body work"),
            "paint": NP_("skill", "Paint work"),
        },
        "energy": {
            "petrol": NP_("energy", "Petrol"),
            "diesel": NP_("energy", "Diesel"),
            "hybrid": NP_("energy", "Hybrid"),
            "ev": NP_("energy", "Electric"),
        },
        "priority": {
            "normal": NP_("priority", "Normal"),
            "high": NP_("priority", "High"),
            "urgent": NP_("priority", "Urgent"),
        },
        "old_parts": {
            "return": NP_("old_parts", "Return to the customer"),
            "discard": NP_("old_parts", "Discard"),
            "inspect": NP_("old_parts", "Show to the customer"),
        },
        "operation_state": {
            "proposed": NP_("operation_state", "waiting for approval"),
            "open": NP_("operation_state", "open"),
            "started": NP_("operation_state", "started"),
            "done": NP_("operation_state", "done"),
            "declined": NP_("operation_state", "declined"),
            "cancelled": NP_("operation_state", "cancelled"),
        },
        "part_state": {
            "wanted": NP_("part_state", "Wanted"),
            "in_stock": NP_("part_state", "In stock"),
            "ordered": NP_("part_state", "Ordered"),
            "arrived": NP_("part_state", "Arrived"),
            "issued": NP_("part_state", "Issued"),
            "cancelled": NP_("part_state", "Given up"),
        },
        "add_on_state": {
            "to_price": NP_("add_on_state", "Being priced"),
            "with_customer": NP_("add_on_state", "With the customer"),
            "approved": NP_("add_on_state", "Approved"),
            "declined": NP_("add_on_state", "Declined"),
        },
        "decided_via": {
            "link": NP_("decided_via", "On their phone"),
            "phone": NP_("decided_via", "By phone"),
            "in_person": NP_("decided_via", "In person"),
        },
        "salutation": {
            "mr": NP_("salutation", "Mr"),
            "ms": NP_("salutation", "Ms"),
            "none": NP_("salutation", "—"),
        },
        "lounge_step": {
            "1": NP_("lounge_step", "Reception"),
            "2": NP_("lounge_step", "Work"),
            "3": NP_("lounge_step", "Check"),
            "4": NP_("lounge_step", "Wash"),
            "5": NP_("lounge_step", "Ready"),
        },
        "call_kind": {
            "technical_support": NP_("call_kind", "Technical support"),
            "parts": NP_("call_kind", "Parts"),
            "foreman": NP_("call_kind", "Foreman"),
            "advisor": NP_("call_kind", "Advisor"),
            "safety": NP_("call_kind", "Safety"),
        },
        "appointment_state": {
            "booked": NP_("appointment_state", "Booked"),
            "confirmed_day_before": NP_("appointment_state", "Confirmed the day before"),
            "confirmed_half_hour": NP_("appointment_state", "Confirmed half an hour before"),
            "arrived": NP_("appointment_state", "Arrived"),
            "no_show": NP_("appointment_state", "No-show"),
            "cancelled": NP_("appointment_state", "Cancelled"),
        },
        "made_by": {
            "shop": NP_("made_by", "The shop"),
            "customer": NP_("made_by", "The customer"),
        },
        "call_result": {
            "satisfied": NP_("call_result", "Satisfied"),
            "complaint": NP_("call_result", "Complaint"),
            "not_reached": NP_("call_result", "Not reached"),
        },
        "payment_way": {
            "cash": NP_("payment_way", "Cash"),
            "card": NP_("payment_way", "Card"),
            "wechat": NP_("payment_way", "WeChat Pay"),
            "alipay": NP_("payment_way", "Alipay"),
            "transfer": NP_("payment_way", "Bank transfer"),
            "invoice": NP_("payment_way", "On account"),
            "warranty": NP_("payment_way", "Warranty"),
            "insurer": NP_("payment_way", "Insurer"),
            "goodwill": NP_("payment_way", "Goodwill"),
        },
        "certificate": {
            "electrician_licence": NP_("certificate", "Electrician's licence"),
            "brand_high_voltage": NP_("certificate", "Brand high-voltage certificate"),
        },
    }
)
"""List name -> code -> English word. Codes are the enumerations' values."""
