"""The tablet as an app: what its worker keeps is what the page needs, and belongs to nobody."""

import json
from typing import Any

import pytest

from board.web.i18n import LANGUAGES
from board.web.tablet_app import static_files, worker_script
from tests.access.door import Door
from tests.test_js_layers import STATIC, reached_from


def _precache(text: str) -> dict[str, Any]:
    first = text.splitlines()[0]
    told: dict[str, Any] = json.loads(first.removeprefix("const PRECACHE = ").removesuffix(";"))
    return told


def test_the_worker_keeps_exactly_the_modules_that_the_page_reaches(door: Door) -> None:
    kept = _precache(door.nobody().get("/tablet-worker.js").get_data(as_text=True))
    modules = {f"/static/{path.relative_to(STATIC)}" for path in reached_from(STATIC / "js/screens/tablet.js", set())}
    assert {name for name in kept["files"] if name.endswith(".js") and name.startswith("/static/")} == modules
    assert "/static/vendor/zxing/zxing_reader.wasm" in kept["files"], "the camera reads codes without network too"
    for name in kept["files"]:
        assert door.nobody().get(name).status_code == 200, name


def test_a_newer_page_makes_a_newer_worker(tmp_path: Any) -> None:
    for name in static_files(STATIC)[0]:
        copy = tmp_path / name.removeprefix("/static/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((STATIC / name.removeprefix("/static/")).read_bytes())
    worker = tmp_path / "js/worker/tablet_worker.js"
    worker.parent.mkdir()
    worker.write_text("// one")
    before = static_files(tmp_path)[1]
    (tmp_path / "css/tablet.css").write_text("/* another */")
    static_files.cache_clear()
    assert static_files(tmp_path)[1] != before
    assert worker_script("self.x;", {"version": "1"}) == 'const PRECACHE = {"version": "1"};\nself.x;'


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shell_says_nothing_of_anybody(door: Door, language: str) -> None:
    tablet = door.on_tablet("technician")
    page = tablet.get(f"/tablet/shell?language={language}").get_data(as_text=True)
    told = json.loads(page.split('id="boot">')[1].split("</script>")[0])
    assert (told["shell"], told["language"]) == (True, language)
    assert (told["person"], told["device"], told["csrf"], told["site"]["name"]) == (None, None, "", "")
    assert page == door.nobody().get(f"/tablet/shell?language={language}").get_data(as_text=True)


def test_a_language_that_is_not_spoken_has_no_shell(door: Door) -> None:
    assert door.nobody().get("/tablet/shell?language=xx").status_code == 404
    assert door.nobody().get("/tablet.webmanifest?language=xx").status_code == 404


def test_the_manifest_makes_an_app_of_the_tablet_in_both_languages(door: Door) -> None:
    chinese = door.nobody().get("/tablet.webmanifest?language=zh_CN").get_json(force=True)
    english = door.nobody().get("/tablet.webmanifest?language=en").get_json(force=True)
    assert (english["name"], english["start_url"], english["scope"]) == ("Workshop tablet", "/tablet", "/tablet")
    assert chinese["name"] not in {"", english["name"]}
    for icon in english["icons"]:
        assert door.nobody().get(icon["src"]).status_code == 200
