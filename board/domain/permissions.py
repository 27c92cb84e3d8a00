"""Who may do what: the one table. Everything that asks the server for something is an action in it.

`anyone` needs no identity, `operator` is the server's own machine (its command line, its monitoring), `tablet` is a
paired tablet on which nobody has signed in yet, `clock` is the board itself when the time for something has come. Who
has not finished signing in is `code_due`, `password_due` or `second_factor_due`, and has no role until then.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from types import MappingProxyType

from board.domain.andon import ADDRESSED
from board.domain.people import PEOPLE_ROLES, Role


class Action(StrEnum):
    # the gate
    arrive = "arrive"
    undo_arrival = "undo_arrival"
    # reception and paper
    take_in = "take_in"
    add_photo = "add_photo"
    add_signature = "add_signature"
    open_reception = "open_reception"
    note_walk_round = "note_walk_round"
    mark_damage = "mark_damage"
    remove_mark = "remove_mark"
    write_order = "write_order"
    sign_order = "sign_order"
    read_file = "read_file"
    print_card = "print_card"
    revoke_card = "revoke_card"
    print_badges = "print_badges"
    change_promise = "change_promise"
    assign_advisor = "assign_advisor"
    link_comeback = "link_comeback"
    cancel = "cancel"
    # the foreman's
    dispatch = "dispatch"
    assign = "assign"
    move = "move"
    recall = "recall"
    correct_clocking = "correct_clocking"
    confirm_clocking = "confirm_clocking"
    decide_repair = "decide_repair"
    settle_late_scan = "settle_late_scan"
    # the workshop's
    clock_on = "clock_on"
    resume = "resume"
    switch = "switch"
    pause = "pause"
    finish_operation = "finish_operation"
    take_over = "take_over"
    tick = "tick"
    record_test_drive = "record_test_drive"
    propose_repair = "propose_repair"
    send_late_scans = "send_late_scans"
    keep_provisions = "keep_provisions"
    sign_self_check = "sign_self_check"
    sign_leader_check = "sign_leader_check"
    sign_final_check = "sign_final_check"
    start_wash = "start_wash"
    end_wash = "end_wash"
    park_ready = "park_ready"
    # handing over
    announce = "announce"
    hand_over = "hand_over"
    settle = "settle"
    issue_exit_pass = "issue_exit_pass"  # noqa: S105 - a verb, not a secret
    deliver = "deliver"
    let_out = "let_out"
    # calling for help
    call_andon = "call_andon"
    answer_andon = "answer_andon"
    resolve_andon = "resolve_andon"
    # appointments
    book = "book"
    move_appointment = "move_appointment"
    confirm_appointment = "confirm_appointment"
    mark_no_show = "mark_no_show"
    cancel_appointment = "cancel_appointment"
    # found work, and parts
    propose_add_on = "propose_add_on"
    price_add_on = "price_add_on"
    approve_add_on = "approve_add_on"
    decline_add_on = "decline_add_on"
    decide_own_add_on = "decide_own_add_on"
    want_part = "want_part"
    set_part = "set_part"
    cancel_part = "cancel_part"
    renew_customer_link = "renew_customer_link"
    # after delivery
    record_call = "record_call"
    open_complaint = "open_complaint"
    give_complaint = "give_complaint"
    close_complaint = "close_complaint"
    # looking
    scan = "scan"
    read_jobs = "read_jobs"
    search_jobs = "search_jobs"
    read_signatures = "read_signatures"
    read_journal = "read_journal"
    read_story = "read_story"
    read_audit = "read_audit"
    read_bays = "read_bays"
    read_people = "read_people"
    read_handover = "read_handover"
    read_catalogue = "read_catalogue"
    read_checklists = "read_checklists"
    watch_workshop = "watch_workshop"
    watch_lounge = "watch_lounge"
    watch_foreman = "watch_foreman"
    watch_tablet = "watch_tablet"
    watch_desk = "watch_desk"
    watch_follow_up = "watch_follow_up"
    watch_parts = "watch_parts"
    watch_gate = "watch_gate"
    watch_appointments = "watch_appointments"
    read_capacity = "read_capacity"
    read_vehicles = "read_vehicles"
    follow_own_car = "follow_own_car"
    # getting in
    open_home = "open_home"
    sign_in = "sign_in"
    sign_in_on_tablet = "sign_in_on_tablet"
    give_second_step = "give_second_step"
    open_account = "open_account"
    change_own_password = "change_own_password"  # noqa: S105 - a verb, not a secret
    set_up_own_second_factor = "set_up_own_second_factor"
    give_up_own_second_factor = "give_up_own_second_factor"
    end_own_sign_ins = "end_own_sign_ins"
    open_tablet = "open_tablet"
    sign_out = "sign_out"
    read_self = "read_self"
    choose_language = "choose_language"
    open_device = "open_device"
    open_pairing = "open_pairing"
    open_screen = "open_screen"
    # the site's
    read_set_up = "read_set_up"
    set_up = "set_up"
    move_screen = "move_screen"
    take_bay_out = "take_bay_out"
    return_bay = "return_bay"
    close_forgotten = "close_forgotten"
    turn_day = "turn_day"
    note_screen = "note_screen"
    forget = "forget"
    # the installation's
    read_health = "read_health"
    read_metrics = "read_metrics"
    read_backups = "read_backups"
    back_up = "back_up"
    read_api_docs = "read_api_docs"
    load_static = "load_static"
    read_trust = "read_trust"


class Principal(StrEnum):
    """Askers that are no role of a person."""

    anyone = "anyone"
    operator = "operator"
    tablet = "tablet"
    clock = "clock"
    code_due = "code_due"
    password_due = "password_due"  # noqa: S105 - an asker
    second_factor_due = "second_factor_due"


_FLOOR: set[Role | Principal] = {Role.technician, Role.leader, Role.inspector, Role.washer, Role.parts, Role.foreman}
_DESK: set[Role | Principal] = {
    Role.advisor,
    Role.cashier,
    Role.guard,
    Role.follow_up_clerk,
    Role.foreman,
    Role.manager,
}
_RUN: set[Role | Principal] = {Role.foreman, Role.manager}
_BOOKERS: set[Role | Principal] = {Role.advisor, Role.follow_up_clerk, *_RUN}
_CALLERS: set[Role | Principal] = {Role.technician, Role.leader, Role.inspector, Role.washer, Role.parts}
_HELPERS: set[Role | Principal] = {role for addressed in ADDRESSED.values() for role in addressed}
_EVERYBODY: set[Role | Principal] = set(PEOPLE_ROLES)
_ANYONE: set[Role | Principal] = {Principal.anyone}
_UNFINISHED: set[Role | Principal] = {Principal.code_due, Principal.password_due, Principal.second_factor_due}

_ALLOWED: Mapping[Action, AbstractSet[Role | Principal]] = MappingProxyType(
    {
        Action.arrive: {Role.guard, Role.advisor, Role.foreman},
        Action.undo_arrival: {Role.guard, Role.advisor, Role.foreman},
        Action.take_in: {Role.advisor, Role.foreman},
        Action.add_photo: _FLOOR | _DESK,
        Action.add_signature: {Role.advisor, Role.foreman, Role.manager},
        Action.open_reception: {Role.advisor},
        Action.note_walk_round: {Role.advisor},
        Action.mark_damage: {Role.advisor},
        Action.remove_mark: {Role.advisor},
        Action.write_order: {Role.advisor},
        Action.sign_order: {Role.advisor},
        Action.read_file: {Role.advisor, Role.cashier, Role.follow_up_clerk, *_RUN},
        Action.print_card: {Role.advisor, Role.foreman},
        Action.revoke_card: {Role.advisor, Role.foreman},
        Action.print_badges: {Role.admin, Role.manager},
        Action.change_promise: {Role.advisor, Role.manager},
        Action.assign_advisor: {Role.advisor, *_RUN},
        Action.link_comeback: {Role.advisor, *_RUN},
        Action.cancel: {Role.advisor, Role.foreman, Role.manager},
        Action.dispatch: {Role.foreman},
        Action.assign: {Role.foreman},
        Action.move: {Role.foreman},
        Action.recall: {Role.foreman},
        Action.correct_clocking: {Role.foreman},
        Action.confirm_clocking: {Role.foreman},
        Action.decide_repair: {Role.foreman},
        Action.settle_late_scan: {Role.foreman},
        Action.clock_on: {Role.technician, Role.leader},
        Action.resume: {Role.technician, Role.leader},
        Action.switch: {Role.technician, Role.leader},
        Action.pause: {Role.technician, Role.leader, Role.foreman},
        Action.finish_operation: {Role.technician, Role.leader},
        Action.take_over: {Role.technician, Role.leader},
        Action.tick: {Role.technician, Role.leader},
        Action.record_test_drive: {Role.technician, Role.leader, Role.inspector},
        Action.propose_repair: {Role.technician, Role.leader},
        Action.send_late_scans: {Principal.tablet, *_FLOOR},
        Action.keep_provisions: {Principal.tablet, *_FLOOR},
        Action.sign_self_check: {Role.technician, Role.leader},
        Action.sign_leader_check: {Role.leader},
        Action.sign_final_check: {Role.inspector},
        Action.start_wash: {Role.washer, Role.foreman},
        Action.end_wash: {Role.washer, Role.foreman},
        Action.park_ready: {Role.washer, Role.advisor, Role.foreman},
        Action.announce: {Role.advisor},
        Action.hand_over: {Role.advisor},
        Action.settle: {Role.cashier},
        Action.issue_exit_pass: {Role.cashier, Role.advisor},
        Action.deliver: {Role.guard},
        Action.let_out: {Role.guard},
        Action.call_andon: _CALLERS,
        Action.answer_andon: _HELPERS,
        Action.resolve_andon: _CALLERS | _HELPERS,
        Action.book: _BOOKERS,
        Action.move_appointment: _BOOKERS,
        Action.confirm_appointment: _BOOKERS,
        Action.mark_no_show: _BOOKERS,
        Action.cancel_appointment: _BOOKERS,
        Action.propose_add_on: {Role.technician, Role.leader, Role.inspector, Role.foreman},
        Action.price_add_on: {Role.parts, Role.advisor},
        Action.approve_add_on: {Role.advisor},
        Action.decline_add_on: {Role.advisor},
        Action.decide_own_add_on: {Role.customer},
        Action.want_part: {Role.technician, Role.leader, Role.parts, Role.advisor},
        Action.set_part: {Role.parts},
        Action.cancel_part: {Role.technician, Role.leader, Role.parts, Role.advisor},
        Action.renew_customer_link: {Role.advisor},
        Action.scan: _FLOOR | _DESK,
        Action.record_call: {Role.follow_up_clerk, Role.manager},
        Action.open_complaint: {Role.follow_up_clerk, Role.advisor, Role.manager},
        Action.give_complaint: {Role.follow_up_clerk, Role.advisor, *_RUN},
        Action.close_complaint: {Role.follow_up_clerk, Role.advisor, *_RUN},
        Action.read_jobs: _FLOOR | _DESK,
        Action.search_jobs: _DESK,
        Action.read_signatures: {Role.advisor, Role.cashier, *_RUN},
        Action.read_journal: {Role.advisor, *_RUN},
        Action.read_story: {Role.advisor, Role.follow_up_clerk, *_RUN, Role.admin},
        Action.read_audit: {Role.manager, Role.admin},
        Action.read_bays: _FLOOR | _DESK,
        Action.read_people: _FLOOR | _DESK | {Role.admin},
        Action.read_catalogue: _FLOOR | _DESK | {Role.admin},
        Action.read_checklists: _FLOOR | _DESK | {Role.admin},
        Action.read_handover: {Role.advisor, Role.cashier, *_RUN},
        Action.watch_workshop: {*_EVERYBODY, Role.display},
        Action.watch_lounge: {Role.display, Role.lounge_attendant, Role.advisor, *_RUN, Role.admin},
        Action.watch_foreman: {Role.foreman, Role.manager},
        Action.watch_tablet: _FLOOR,
        Action.watch_desk: _DESK,
        Action.watch_follow_up: {Role.follow_up_clerk, Role.advisor, Role.manager},
        Action.watch_parts: {Role.parts, Role.foreman, Role.advisor},
        Action.watch_gate: {Role.guard, Role.advisor, *_RUN},
        Action.watch_appointments: {*_BOOKERS, Role.guard, Role.admin},
        Action.read_capacity: {*_BOOKERS, Role.guard, Role.admin},
        Action.read_vehicles: _BOOKERS,
        Action.follow_own_car: {Role.customer},
        Action.open_home: _ANYONE,
        Action.sign_in: _ANYONE,
        Action.sign_in_on_tablet: {Principal.tablet},
        Action.open_tablet: {Principal.tablet, *_FLOOR},
        Action.sign_out: _EVERYBODY | _UNFINISHED,
        Action.give_second_step: {Principal.code_due},
        Action.open_account: {*_EVERYBODY, Principal.password_due, Principal.second_factor_due},
        Action.change_own_password: {*_EVERYBODY, Principal.password_due},
        Action.set_up_own_second_factor: {*_EVERYBODY, Principal.second_factor_due},
        Action.give_up_own_second_factor: _EVERYBODY,
        Action.end_own_sign_ins: _EVERYBODY,
        Action.read_self: {*_EVERYBODY, Role.display, Principal.tablet},
        Action.choose_language: _ANYONE,
        Action.open_device: _ANYONE,
        Action.open_pairing: _ANYONE,
        Action.open_screen: {*_EVERYBODY, Role.display, Principal.tablet},
        Action.read_set_up: {Role.admin},
        Action.set_up: {Role.admin, Principal.operator},
        Action.move_screen: {Principal.operator},
        Action.take_bay_out: {Role.foreman, Role.admin, Principal.operator},
        Action.return_bay: {Role.foreman, Role.admin, Principal.operator},
        Action.close_forgotten: {Principal.clock},
        Action.turn_day: {Principal.clock},
        Action.note_screen: {Principal.clock},
        Action.forget: {Principal.clock},
        Action.read_health: _ANYONE,
        Action.read_metrics: {Role.admin, Principal.operator},
        Action.read_backups: {Role.admin},
        Action.back_up: {Role.admin},
        Action.read_api_docs: {*_EVERYBODY, Principal.operator},
        Action.load_static: _ANYONE,
        Action.read_trust: _ANYONE,
    }
)

PERMISSIONS: Mapping[Action, frozenset[Role | Principal]] = MappingProxyType(
    {action: frozenset(allowed) for action, allowed in _ALLOWED.items()}
)


def permitted(who: Iterable[Role | Principal], action: Action) -> bool:
    """One of the roles may do it; `anyone` always counts."""
    allowed = PERMISSIONS[action]
    return Principal.anyone in allowed or not allowed.isdisjoint(who)
