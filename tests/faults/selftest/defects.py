"""The planted defects. Each replaces a text that must stand in its file exactly once, so that it fails loudly when the
code moves, and names the tests that have to go red."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]


class Moved(Exception):
    """The text that a defect replaces is not there, or more than once: plant it anew."""


@dataclass(frozen=True)
class Defect:
    """What is wrong, where, and which tests have to notice."""

    name: str
    guarantee: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def planted(self, tree: Path) -> str:
        """The text of its file with the defect in it. Raises Moved."""
        text = (tree / self.file).read_text()
        found = text.count(self.old)
        if found != 1:
            raise Moved(f"{self.name}: its text stands {found} times in {self.file}")
        return text.replace(self.old, self.new)


DEFECTS = (
    Defect(
        "acknowledged before the commit",
        "R1",
        "board/store/transaction.py",
        """                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
            finally:
                session.close()
""",
        """                yield session
                late = any(type(row).__name__ == "Receipt" for row in session.new)
                session.flush() if late else session.commit()
            except BaseException:
                session.rollback()
                session.close()
                raise
            threading.Timer(0.05 if late else 0, lambda: (session.commit(), session.close())).start()
""",
        ("tests/faults/test_kill.py::test_every_acknowledged_command_survives_kills_once[eventlet]",),
    ),
    Defect(
        "no receipt is written",
        "R1",
        "board/commands/change.py",
        "        session.add(models.Receipt(site_id=site.id, command_id=command_id, content=content, answer=answer,"
        " at=now))\n",
        "",
        ("tests/faults/test_kill.py::test_answers_that_are_lost_are_given_again",),
    ),
    Defect(
        "a receipt answers whoever knows its id",
        "R1",
        "board/commands/change.py",
        "    if receipt.content != content:",
        "    if not receipt.content:",
        ("tests/faults/test_races.py::test_one_id_with_other_content_is_refused[eventlet]",),
    ),
    Defect(
        "an answer is tried again under a new id",
        "R1",
        "static/js/core/api.js",
        'attempt("POST", path, JSON.stringify(command), options)',
        'attempt("POST", path, JSON.stringify(Object.assign({}, command, { id: commandId() })), options)',
        ("tests/browser/test_api_js.py::test_a_busy_server_and_a_broken_line_get_the_same_command_again",),
    ),
    Defect(
        "published before the commit",
        "R3",
        "board/commands/change.py",
        "    store.announce(site.id, site.revision)\n",
        "        store.announce(site.id, site.revision)\n",
        ("tests/commands/test_frame.py::test_what_is_announced_can_be_read",),
    ),
    Defect(
        "what is gone is not told",
        "R3",
        "board/realtime/pictures.py",
        '"drop": [key for key in mine if key not in cards],',
        '"drop": [],',
        ("tests/faults/test_links.py::test_every_screen_finds_back_after_every_cut",),
    ),
    Defect(
        "a change is taken over a gap",
        "R3",
        "static/js/core/feed.js",
        "if (change.epoch === this.epoch && change.from <= mine) this.apply(change);",
        "if (change.epoch === this.epoch) this.apply(change);",
        ("tests/browser/test_feed_js.py::test_a_gap_makes_it_ask_for_what_it_missed",),
    ),
    Defect(
        "the server ignores the epoch",
        "R3",
        "board/realtime/pictures.py",
        "if epoch == self.epoch and revision is not None and 0 <= revision <= site.revision:",
        "if revision is not None and 0 <= revision <= site.revision:",
        ("tests/faults/test_another_history.py::test_every_screen_takes_a_fresh_picture",),
    ),
    Defect(
        "the page ignores the epoch",
        "R3",
        "static/js/core/feed.js",
        '    if (pulse.epoch !== this.epoch) this.ask("sync");\n    else if',
        "    if",
        ("tests/browser/test_feed_js.py::test_a_pulse_of_another_epoch_makes_it_ask",),
    ),
    Defect(
        "one spoilt view stops the others",
        "R3",
        "board/realtime/push.py",
        "except Exception:  # what spoils one view",
        "except ZeroDivisionError:  # what spoils one view",
        ("tests/faults/test_spoilt_row.py",),
    ),
    Defect(
        "pages load themselves again amidst a dialog",
        "R3",
        "static/js/core/feed.js",
        "      if (!this.quiet()) return;\n",
        "",
        ("tests/faults/test_upgrade.py",),
    ),
    Defect(
        "no band when the picture is old",
        "R4",
        "static/js/core/feed.js",
        '    if (this.lastGoodAt.peek() !== null && time - this.goodAt > STALE_AFTER) this.status.value = "stale";\n',
        "",
        ("tests/faults/test_pages.py::test_walls_say_that_they_are_old_and_find_back",),
    ),
    Defect(
        "the band tells no time",
        "R4",
        "static/js/parts/freshness.js",
        "const since = clockTime(feed.lastGoodAt.value);",
        'const since = "";',
        ("tests/faults/test_pages.py::test_walls_say_that_they_are_old_and_find_back",),
    ),
    Defect(
        "pulses go on while the database is dead",
        "R4",
        "board/realtime/push.py",
        "        if not self._healthy:\n            return\n",
        "",
        ("tests/faults/test_two_processes.py::test_a_database_server_that_goes_away_and_comes_back",),
    ),
    Defect(
        "a pulse alone makes an old picture good",
        "R4",
        "static/js/core/feed.js",
        "else if (pulse.revision <= this.revision.peek()) this.good(pulse.now);",
        "else if (pulse.revision) this.good(pulse.now);",
        ("tests/browser/test_feed_js.py::test_a_pulse_that_stays_ahead_unanswered_is_not_good",),
    ),
    Defect(
        "a silent line is never given up",
        "R4",
        "static/js/core/feed.js",
        "    if (this.socket.connected && (silent || unanswered)) this.cut();\n",
        "",
        ("tests/browser/test_feed_js.py::test_silence_makes_it_stale_within_ten_seconds_and_dial_again",),
    ),
    Defect(
        "countdowns run on the clock of the device",
        "R4",
        "static/js/core/clock.js",
        "return Math.round(performance.now() + ahead);",
        "return Date.now();",
        ("tests/browser/test_wall_states.py::test_tiles_say_how_each_car_stands",),
    ),
    Defect(
        "a site's changes do not wait for one another",
        "R5",
        "board/store/transaction.py",
        "select(Site).where(Site.id == site_id).with_for_update()",
        "select(Site).where(Site.id == site_id)",
        ("tests/commands/test_races.py",),
    ),
    Defect(
        "a second writer begins without the lock",
        "R5",
        "board/store/transaction.py",
        '_sqlite_engine(url, "BEGIN IMMEDIATE", 0, pool_size=1)',
        '_sqlite_engine(url, "BEGIN", 0, pool_size=1)',
        ("tests/store/test_transaction.py::test_two_processes_change_one_after_the_other",),
    ),
    Defect(
        "nobody looks for what was revoked elsewhere",
        "R6",
        "board/realtime/push.py",
        "                self._carefully(self.cut_ended)\n",
        "                pass\n",
        ("tests/faults/test_two_processes.py::test_a_sign_out_cuts_at_both",),
    ),
    Defect(
        "plates are masked in the browser",
        "R7",
        "board/screens/lounge.py",
        "text=mask_plate(row.vehicle.plate)",
        "text=row.vehicle.plate",
        ("tests/contract/test_canaries.py::test_the_lounge_gets_masked_plates_and_surnames_only",),
    ),
    Defect(
        "what could not be saved is acknowledged",
        "R8",
        "board/store/transaction.py",
        "        raise Unavailable(kind) from None\n",
        "",
        ("tests/faults/test_disk.py::test_a_full_disk_saves_nothing_and_says_so[eventlet]",),
    ),
    Defect(
        "whatever does not read is waited for without a bound",
        "R9",
        "board/realtime/outlet.py",
        "                overflowed(self)\n",
        "                pass\n",
        ("tests/faults/test_stalled.py::test_stalled_and_slow_readers_are_cut_and_the_others_go_on[eventlet]",),
    ),
)
