"""Puts pages on one sheet, three in a row.

Usage: sheet.py SHEET PAGE...
"""

import sys

from PIL import Image

IN_A_ROW, GAP, GROUND = 3, 12, (226, 224, 216)
SMALLER = 0.7

pages = [Image.open(path).convert("RGB") for path in sys.argv[2:]]
width, height = pages[0].size
rows = -(-len(pages) // IN_A_ROW)
size = (IN_A_ROW * (width + GAP) + GAP, rows * (height + GAP) + GAP)
sheet = Image.new("RGB", size, GROUND)
for number, page in enumerate(pages):
    row, column = divmod(number, IN_A_ROW)
    sheet.paste(page, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
sheet = sheet.resize((round(size[0] * SMALLER), round(size[1] * SMALLER)), Image.Resampling.LANCZOS)
sheet.quantize(64).save(sys.argv[1], optimize=True)
