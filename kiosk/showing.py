"""`board-kiosk status`, for whoever stands before the machine: how it is, in words, in the terminal's language."""

import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk.config import Config
from kiosk.service import STATUS_FILE

_STATES: Final[Mapping[str, tuple[str, str]]] = {
    "healthy": ("The board is on the screen.", "看板正常显示。"),
    "starting": ("Starting.", "正在启动。"),
    "opening": ("The page is being opened.", "正在打开页面。"),
    "offline": ("The server is away; the screen says so.", "连不上服务器，屏幕上已有提示。"),
    "gone": ("The browser has ended and is started again.", "浏览器已退出，将重新启动。"),
    "hung": ("The browser answers nothing.", "浏览器没有响应。"),
    "silent": ("The page answers nothing.", "页面没有响应。"),
    "crashed": ("The page has crashed.", "页面已崩溃。"),
    "frozen": ("The page paints nothing.", "页面不再刷新。"),
    "stale": ("The page has no good picture, though the server is ready.", "服务器正常，但页面没有新画面。"),
    "foreign": ("The server answers, but not with the board.", "服务器有应答，但打开的不是看板。"),
    "no_display": (
        "There is no display: see `systemctl status board-kiosk-display`.",
        "没有显示：请看 systemctl status board-kiosk-display。",
    ),
    "ended": ("The kiosk was stopped.", "已停止。"),
}
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "since": ("since", "自"),
    "server": ("server", "服务器"),
    "own_address": ("this machine", "本机"),
    "page": ("page", "页面"),
    "memory": ("memory", "内存"),
    "done": (
        "reloads {reloads}, restarts {restarts} since {started}",
        "自 {started} 起：重新加载 {reloads} 次，重启浏览器 {restarts} 次",
    ),
    "latest": ("latest steps", "最近的处理"),
    "not_running": (
        "The kiosk does not run: see `systemctl status board-kiosk`.",
        "没有运行：请看 systemctl status board-kiosk。",
    ),
}
_WELL: Final = frozenset({"healthy", "opening", "starting"})


def show_status(config: Config) -> int:
    """Print how the screen stands. Returns 0 when it is well, 1 when not, 3 when nothing runs."""
    language = 1 if _asked_language().startswith("zh") else 0
    try:
        said: dict[str, Any] = json.loads((Path(config.run_dir) / STATUS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        _print(_WORDS["not_running"][language])
        return 3
    for line in _lines(said, language):
        _print(line)
    return 0 if said["state"] in _WELL else 3 if said["state"] == "ended" else 1


def _lines(said: Mapping[str, Any], language: int) -> list[str]:
    page, words = said.get("page"), {key: pair[language] for key, pair in _WORDS.items()}
    counted = words["done"].format(reloads=said["reloads"], restarts=said["restarts"], started=_local(said["started"]))
    lines = [
        f"{_STATES[said['state']][language]} ({words['since']} {_local(said['since'])})",
        f"{words['server']}: {said['server']} ({said.get('reach', '-')})",
        f"{words['own_address']}: {said.get('own_address') or '-'}",
        f"{words['memory']}: {said.get('memory_mb', 0)} MB",
        counted,
    ]
    if isinstance(page, Mapping):
        lines.append(f"{words['page']}: " + ", ".join(f"{key} {value}" for key, value in page.items()))
    if said["latest"]:
        lines.append(f"{words['latest']}:")
    return lines + [f"  {_local(step['at'])}  {step['why']} -> {step['done']}" for step in said["latest"]]


def _local(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone().strftime("%m-%d %H:%M:%S")


def _asked_language() -> str:
    return next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(key))), "")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
