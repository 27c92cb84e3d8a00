"""Who may do what, against a copy of the table written from what the trade says of each role."""

from collections.abc import Mapping

import pytest

from board.domain.people import PEOPLE_ROLES, Role
from board.domain.permissions import PERMISSIONS, Action, Principal, permitted

DESK = "advisor cashier guard follow_up_clerk foreman manager"
FLOOR = "technician leader inspector washer parts foreman"
BOOKERS = "advisor foreman manager follow_up_clerk"
PEOPLE = f"{DESK} leader technician inspector washer parts lounge_attendant admin"

EXPECTED: Mapping[str, str] = {
    "arrive": "guard advisor foreman",
    "undo_arrival": "guard advisor foreman",
    "take_in": "advisor foreman",
    "add_photo": f"{FLOOR} {DESK}",
    "add_signature": "advisor foreman manager",
    "open_reception": "advisor",
    "note_walk_round": "advisor",
    "mark_damage": "advisor",
    "remove_mark": "advisor",
    "write_order": "advisor",
    "sign_order": "advisor",
    "read_file": "advisor cashier follow_up_clerk foreman manager",
    "print_card": "advisor foreman",
    "revoke_card": "advisor foreman",
    "print_badges": "admin manager",
    "change_promise": "advisor manager",
    "assign_advisor": "advisor foreman manager",
    "link_comeback": "advisor foreman manager",
    "cancel": "advisor foreman manager",
    "dispatch": "foreman",
    "assign": "foreman",
    "move": "foreman",
    "recall": "foreman",
    "correct_clocking": "foreman",
    "confirm_clocking": "foreman",
    "decide_repair": "foreman",
    "settle_late_scan": "foreman",
    "clock_on": "technician leader",
    "resume": "technician leader",
    "switch": "technician leader",
    "pause": "technician leader foreman",
    "finish_operation": "technician leader",
    "take_over": "technician leader",
    "tick": "technician leader",
    "record_test_drive": "technician leader inspector",
    "propose_repair": "technician leader",
    "send_late_scans": f"{FLOOR} tablet",
    "keep_provisions": f"{FLOOR} tablet",
    "sign_self_check": "technician leader",
    "sign_leader_check": "leader",
    "sign_final_check": "inspector",
    "start_wash": "washer foreman",
    "end_wash": "washer foreman",
    "park_ready": "washer advisor foreman",
    "announce": "advisor",
    "hand_over": "advisor",
    "settle": "cashier",
    "issue_exit_pass": "cashier advisor",
    "deliver": "guard",
    "let_out": "guard",
    "call_andon": "technician leader inspector washer parts",
    "answer_andon": "foreman leader inspector parts advisor manager",
    "resolve_andon": "technician leader inspector washer parts foreman advisor manager",
    "propose_add_on": "technician leader inspector foreman",
    "price_add_on": "parts advisor",
    "approve_add_on": "advisor",
    "decline_add_on": "advisor",
    "decide_own_add_on": "customer",
    "want_part": "technician leader parts advisor",
    "set_part": "parts",
    "cancel_part": "technician leader parts advisor",
    "renew_customer_link": "advisor",
    "record_call": "follow_up_clerk manager",
    "open_complaint": "follow_up_clerk advisor manager",
    "give_complaint": "follow_up_clerk advisor foreman manager",
    "close_complaint": "follow_up_clerk advisor foreman manager",
    "scan": f"{FLOOR} {DESK}",
    "read_jobs": f"{FLOOR} {DESK}",
    "search_jobs": DESK,
    "read_signatures": "advisor cashier foreman manager",
    "read_journal": "advisor foreman manager",
    "read_story": "advisor follow_up_clerk foreman manager admin",
    "read_audit": "manager admin",
    "read_bays": f"{FLOOR} {DESK}",
    "read_people": f"{FLOOR} {DESK} admin",
    "read_catalogue": f"{FLOOR} {DESK} admin",
    "read_checklists": f"{FLOOR} {DESK} admin",
    "read_handover": "advisor cashier foreman manager",
    "watch_workshop": f"{PEOPLE} display",
    "watch_lounge": "display lounge_attendant advisor foreman manager admin",
    "watch_foreman": "foreman manager",
    "watch_tablet": FLOOR,
    "watch_desk": DESK,
    "watch_follow_up": "follow_up_clerk advisor manager",
    "watch_parts": "parts foreman advisor",
    "watch_gate": "guard advisor foreman manager",
    "book": BOOKERS,
    "move_appointment": BOOKERS,
    "confirm_appointment": BOOKERS,
    "mark_no_show": BOOKERS,
    "cancel_appointment": BOOKERS,
    "watch_appointments": f"{BOOKERS} guard admin",
    "read_capacity": f"{BOOKERS} guard admin",
    "read_vehicles": BOOKERS,
    "follow_own_car": "customer",
    "open_home": "anyone",
    "sign_in": "anyone",
    "sign_in_on_tablet": "tablet",
    "give_second_step": "code_due",
    "open_account": f"{PEOPLE} password_due second_factor_due",
    "change_own_password": f"{PEOPLE} password_due",
    "set_up_own_second_factor": f"{PEOPLE} second_factor_due",
    "give_up_own_second_factor": PEOPLE,
    "end_own_sign_ins": PEOPLE,
    "open_tablet": f"tablet {FLOOR}",
    "sign_out": f"{PEOPLE} code_due password_due second_factor_due",
    "read_self": f"{PEOPLE} display tablet",
    "choose_language": "anyone",
    "open_device": "anyone",
    "open_pairing": "anyone",
    "open_screen": f"{PEOPLE} display tablet",
    "read_set_up": "admin",
    "set_up": "admin operator",
    "move_screen": "operator",
    "take_bay_out": "foreman admin operator",
    "return_bay": "foreman admin operator",
    "close_forgotten": "clock",
    "turn_day": "clock",
    "note_screen": "clock",
    "forget": "clock",
    "read_backups": "admin",
    "back_up": "admin",
    "read_trust": "anyone",
    "read_health": "anyone",
    "read_metrics": "admin operator",
    "read_api_docs": f"{PEOPLE} operator",
    "load_static": "anyone",
}
WHO: list[Role | Principal] = [*Role, *Principal]
CASES = [(action, who, who.value in EXPECTED[action].split()) for action in EXPECTED for who in WHO]
OPEN = {action for action, who in EXPECTED.items() if who == "anyone"}


def test_every_action_is_in_the_table() -> None:
    assert set(PERMISSIONS) == set(Action)
    assert set(EXPECTED) == {action.value for action in Action}
    assert all(PERMISSIONS.values())


@pytest.mark.parametrize(("action", "who", "allowed"), CASES)
def test_one_role_and_one_action(action: str, who: Role | Principal, allowed: bool) -> None:
    assert permitted({who}, Action(action)) is (allowed or action in OPEN)


@pytest.mark.parametrize("action", sorted(EXPECTED))
def test_nobody_may_only_do_what_is_open_to_anyone(action: str) -> None:
    assert permitted((), Action(action)) is (action in OPEN)


def test_several_roles_add_up() -> None:
    both = {Role.technician, Role.inspector}
    assert permitted(both, Action.clock_on)
    assert permitted(both, Action.sign_final_check)
    assert not permitted(both, Action.dispatch)


CHANGES = [action for action in EXPECTED if action not in OPEN and not action.startswith(("read_", "watch_", "open_"))]

BY_LINK = {"follow_own_car", "decide_own_add_on"}


@pytest.mark.parametrize("action", [action for action in CHANGES if action not in BY_LINK])
def test_screens_and_customers_change_nothing(action: str) -> None:
    assert not permitted({Role.display, Role.customer}, Action(action))


def test_a_display_and_a_customer_are_no_people() -> None:
    assert {role.value for role in PEOPLE_ROLES} == set(PEOPLE.split())
