"""Makes the fonts of this folder from Debian's; see README.md."""

import bz2
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
NOTO = pathlib.Path("/usr/share/fonts")
UNIHAN = "/usr/share/unicode/Unihan_OtherMappings.txt.bz2"


def gb2312():
    """The 7,445 characters of GB/T 2312-1980."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def general_standard():
    """The 8,105 characters of the Table of General Standard Chinese Characters (2013), Unihan's kTGH."""
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            if "\tkTGH\t" in line:
                yield int(line.split("\t")[0].removeprefix("U+"), 16)


# 〇 is the zero of years written out; the others are marks that a Chinese text never takes from a Latin face
# (`latin-in-cjk` of Typst).
MARKS = "〇·–—‘’“”‥…‧⸺"
characters = {*gb2312(), *general_standard(), *map(ord, MARKS), *range(0x20, 0x7F)}
with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
    wanted.write("\n".join(f"U+{character:04X}" for character in sorted(characters)))
    wanted.flush()
    for weight in ("Regular", "Bold"):
        subprocess.run(
            [
                "pyftsubset",
                NOTO / f"opentype/noto/NotoSerifCJK-{weight}.ttc",
                "--font-number=2",  # SC; the other faces of the collection are JP, KR, TC and HK
                f"--unicodes-file={wanted.name}",
                "--layout-features=",
                "--no-hinting",
                f"--output-file={HERE / f'NotoSerifCJKsc-{weight}.otf'}",
            ],
            check=True,
        )
        shutil.copy(NOTO / f"truetype/noto/NotoNaskhArabic-{weight}.ttf", HERE)
