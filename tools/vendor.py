"""`make vendor`: builds static/vendor/, the PDF fonts and the tests' axe-core from tools/vendor/package.json.

Needs npm and the network, and is run only when a version changes: what it writes is committed, so that
nobody who runs or tests the board needs either.
"""

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
RECIPES = ROOT / "tools" / "vendor"
VENDOR = ROOT / "static" / "vendor"
FONTS = ROOT / "board" / "web" / "fonts"
TEST_VENDOR = ROOT / "tests" / "vendor"

LICENCE_TEXTS = ("LICENSE*", "NOTICE*", "swagger-ui-bundle.js.LICENSE.txt")


@dataclass(frozen=True)
class Vendored:
    """One file that somebody else wrote: where it lies, and the package it comes from."""

    file: Path
    package: str
    version: str
    licence: str


class Workbench:
    """A folder with the npm packages installed, and the list of what was made from them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: list[Vendored] = []

    def install(self) -> None:
        """Fetch the packages; none of their scripts is run."""
        for recipe in RECIPES.iterdir():
            shutil.copy(recipe, self.folder)
        subprocess.run(
            [
                "npm",
                "install",
                "--ignore-scripts",
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
                "--silent",
            ],
            cwd=self.folder,
            check=True,
        )

    def package(self, name: str) -> Path:
        """Where npm put a package."""
        return self.folder / "node_modules" / name

    def record(self, file: Path, package: str) -> None:
        """List `file` as coming from `package`, and keep the package's licence text."""
        about = json.loads((self.package(package) / "package.json").read_text())
        self.made.append(Vendored(file, package, about["version"], about["license"]))
        self._keep_licence(package)

    def _keep_licence(self, package: str) -> None:
        kept = VENDOR / "licences" / f"{package.removeprefix('@').replace('/', '-')}.txt"
        kept.parent.mkdir(exist_ok=True)
        texts = [text for shape in LICENCE_TEXTS for text in sorted(self.package(package).glob(shape))]
        kept.write_text("\n\n".join(text.read_text().strip() for text in texts) + "\n")

    def bundle(self, recipe: str, target: Path, es: str, *options: str) -> None:
        """Bundle one of our recipes, with every package that it reaches, into one ES module for `es`."""
        target.parent.mkdir(parents=True, exist_ok=True)
        listing = self.folder / "meta.json"
        subprocess.run(
            [
                "node_modules/.bin/esbuild",
                recipe,
                "--bundle",
                "--format=esm",
                "--platform=browser",
                f"--target={es}",
                "--minify",
                "--charset=utf8",
                "--legal-comments=none",
                "--log-level=warning",
                f"--metafile={listing}",
                f"--outfile={target}",
                *options,
            ],
            cwd=self.folder,
            check=True,
        )
        for package in sorted(_packages_in(json.loads(listing.read_text())["inputs"])):
            self.record(target, package)

    def copy(self, package: str, source: str, target: Path) -> None:
        """Take one file of a package as it is."""
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.package(package) / source, target)
        target.write_bytes(re.sub(rb"(\n?//# sourceMappingURL=|/\*# sourceMappingURL=).*", b"", target.read_bytes()))
        self.record(target, package)


def _packages_in(inputs: dict[str, object]) -> set[str]:
    found = (re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", path) for path in inputs)
    return {match.group(1) for match in found if match}


def draw_icons(bench: Workbench) -> None:
    """Write icons.js: name -> the inside of a 24 x 24 stroke icon."""
    lines = []
    for name in (RECIPES / "icons.txt").read_text().split():
        svg = (bench.package("lucide-static") / "icons" / f"{name}.svg").read_text()
        inside = re.sub(r"\s+", " ", svg[svg.index(">", svg.index("<svg")) + 1 : svg.index("</svg>")]).strip()
        lines.append(f"  {json.dumps(name)}: {json.dumps(inside.replace(' />', '/>').replace('> <', '><'))},")
    head = "// Icons of Lucide (ISC licence): the inside of a 24 x 24 <svg> drawn in strokes.\n"
    target = VENDOR / "icons.js"
    target.write_text(head + "export const icons = {\n" + "\n".join(lines) + "\n};\n")
    bench.record(target, "lucide-static")


def cut_font(bench: Workbench, source: str, target: Path, charset: str) -> None:
    """Cut a Noto Sans SC down to what a job card can hold: the ideographs of `charset`, Latin, signs."""
    target.parent.mkdir(parents=True, exist_ok=True)
    font = TTFont(bench.package("@expo-google-fonts/noto-sans-sc") / source)
    options = subset.Options(
        hinting=False, layout_features=["kern", "ccmp", "locl"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_characters_of_a_job_card(charset))
    cutter.subset(font)
    font.save(target)
    bench.record(target, "@expo-google-fonts/noto-sans-sc")


def _characters_of_a_job_card(charset: str) -> set[int]:
    signs = (
        (0x20, 0x250),
        (0x2000, 0x2070),
        (0x20A0, 0x20C0),
        (0x2100, 0x2300),
        (0x2460, 0x24EA),
        (0x2500, 0x2700),
    )
    wide = ((0x3000, 0x3040), (0xFF00, 0xFFF0))
    wanted = {code for first, last in signs + wide for code in range(first, last)}
    return wanted | {code for code in range(0x4E00, 0xA000) if chr(code).encode(charset, "ignore")}


def write_list(made: list[Vendored]) -> None:
    """Write static/vendor/README.md: every vendored file with the packages that it was made from."""
    rows = [
        f"| `{item.file.relative_to(ROOT)}` | {item.package} | {item.version} | {item.licence} |"
        for item in sorted(made, key=lambda item: (str(item.file), item.package))
    ]
    head = (RECIPES / "list_head.md").read_text()
    (VENDOR / "README.md").write_text(head + "\n".join(rows) + "\n")


def main() -> None:
    """Build everything anew."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(Path(folder))
        bench.install()
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.mkdir(parents=True)
        bench.bundle("preact.js", VENDOR / "preact.js", "es2017", "--inject:./older_browsers.js")
        bench.bundle("socket.io.js", VENDOR / "socket.io.js", "es2017")
        bench.bundle("zxing.js", VENDOR / "zxing" / "reader.js", "es2020")
        bench.copy("zxing-wasm", "dist/reader/zxing_reader.wasm", VENDOR / "zxing" / "zxing_reader.wasm")
        bench.copy("swagger-ui-dist", "swagger-ui-bundle.js", VENDOR / "swagger-ui" / "swagger-ui-bundle.js")
        bench.copy("swagger-ui-dist", "swagger-ui.css", VENDOR / "swagger-ui" / "swagger-ui.css")
        bench.copy("axe-core", "axe.min.js", TEST_VENDOR / "axe.min.js")
        draw_icons(bench)
        cut_font(bench, "400Regular/NotoSansSC_400Regular.ttf", FONTS / "NotoSansSC-Regular.ttf", "gbk")
        cut_font(bench, "700Bold/NotoSansSC_700Bold.ttf", FONTS / "NotoSansSC-Bold.ttf", "gb2312")
        write_list(bench.made)


if __name__ == "__main__":
    main()
