"""`board demo play`: people of the demo workshop live through a part of a day on a real board."""

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from board.demo.catalogue import LANGUAGES
from board.demo.doors import Doors, read_doors
from board.demo.play import Day
from board.demo.telling import LINES
from board.demo.visitors import Gone, No, Tablet, Visitor
from board.domain import checking
from board.domain.clockings import spans
from board.domain.job import Job
from board.domain.stages import IN_BAY, Stage
from board.store import models
from board.store.states import clocking_state, job_state
from board.store.transaction import Store
from tests.infra.server import BOARD, ServerProcess
from tests.infra.waiting import wait_for

FAST = 600.0


@pytest.fixture
def doors(server: ServerProcess) -> Doors:
    found = read_doors(server.installation.folder)
    assert found is not None
    return found


def everything(server: ServerProcess) -> Iterator[tuple[Job, models.Job]]:
    store = Store(f"sqlite:///{server.installation.folder / 'board.sqlite3'}")
    with store.reading() as session:
        for row in session.scalars(select(models.Job)):
            yield job_state(row), row
    store.close()


@pytest.mark.slow
def test_a_part_of_a_day_leaves_every_job_consistent(server: ServerProcess, doors: Doors) -> None:
    told: list[str] = []
    day = Day(server.base_url, doors, FAST, told.append, seed=3)
    day.play(most=120)
    for said in ("门岗登记进店", "客户签字", "发料", "应答呼叫", "放行"):
        assert any(said in line for line in told), said
    jobs = list(everything(server))
    assert len(jobs) > 48
    assert len([job for job, _ in jobs if job.stage is Stage.delivered]) > 10
    stands_in = [job.bay for job, row in jobs if job.bay is not None]
    assert len(stands_in) == len(set(stands_in))
    on = [each.person for job, _ in jobs for each in job.on]
    assert len(on) == len(set(on))
    for job, row in jobs:
        assert bool(job.on) <= (job.stage is Stage.in_work), job
        assert (job.pause is not None) == (job.stage is Stage.paused), job
        assert job.bay is None or job.stage in IN_BAY | {Stage.washing}, job
        open_spans = {span.person for span in spans(map(clocking_state, row.clockings)) if span.end is None}
        assert open_spans == {on.person for on in job.on}, job
        if job.stage is Stage.delivered:
            checking.require_all_done(job)
            assert [check.kind.value for check in job.current_round] == ["self", "leader", "final"]


def test_what_the_board_refuses_is_told_and_the_day_goes_on(server: ServerProcess, doors: Doors) -> None:
    tablet = Tablet(server.base_url, next(screen.token for screen in doors.screens if screen.view == "tablet"))
    technician = next(person for person in doors.people if person.login == "tech1")
    with pytest.raises(No) as refused:
        tablet.scan(technician, "WBJ-00000", "clock_on")
    assert refused.value.code == "scan_damaged"
    assert refused.value.sentence


def test_a_visitor_taps_again_until_the_board_is_back(server: ServerProcess) -> None:
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            server.start()

    server.stop()
    Visitor(server.base_url, wait).open("/healthz")
    assert waited == [0.5, 1.0, 2.0]


def test_a_visitor_gives_a_lost_board_up(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server(demo=False)
    server.stop()
    with pytest.raises(Gone):
        Visitor(server.base_url, patience=0.1).open("/healthz")


def test_ctrl_c_ends_the_day_cleanly(server: ServerProcess) -> None:
    words = [str(BOARD), "demo", "play", "--speed", "600", "--url", server.base_url]
    with subprocess.Popen(words, env=server.installation.environment, stdout=subprocess.PIPE, text=True) as playing:
        lines: list[str] = []
        assert playing.stdout is not None
        reader = threading.Thread(target=lambda: lines.extend(playing.stdout or ()), daemon=True)
        reader.start()
        wait_for(lambda: len(lines) >= 3, timeout=30, what="three events")
        playing.send_signal(signal.SIGINT)
        assert playing.wait(timeout=20) == 0
        reader.join(timeout=5)
    assert "今天到此为止" in lines[-1]


def test_without_a_demo_workshop_there_is_no_day(start_server: Callable[..., ServerProcess]) -> None:
    server = start_server(demo=False)
    printed = server.installation.board("demo", "play", "--url", server.base_url, expect=1)
    assert "board demo seed" in printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_can_be_told(language: str) -> None:
    places = {"who": "a", "plate": "b", "what": "c", "time": "d", "bay": "e"}
    assert all(text.said_in(language).format(**places) for text in LINES.values())
