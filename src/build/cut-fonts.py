#!/usr/bin/python3
"""Cuts the fonts of documents from those that it is given; what comes out is committed in src/main/resources/fonts/invoice.

    src/build/cut-fonts.py LIBERATION DEJAVU NOTO OUT

LIBERATION, DEJAVU and NOTO are folders with LiberationSans-*.ttf (2.00.5, as in openpdf-fonts-extra), DejaVuSans*.ttf (2.37,
Debian's fonts-dejavu-core) and NotoSansSC-*.ttf (ph-fonts-noto-sans-sc 6.1.0, as in target/classes/fonts/ttf/NotoSansSC).
Needs fontTools (Debian's python3-fonttools, 4.38).

Each document embeds parts of these fonts, with the tables of widths and places of all of a font's letters. Usual letters
are therefore in fonts of their own, and none has hints, which matter on old screens only. The licences ask for another
name of what is changed.
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont


def those(*ranges):
    return {c for first, last in ranges for c in range(first, last + 1)}


LATIN = those((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x1E9E, 0x1E9E), (0x2010, 0x2015), (0x2018, 0x201E),
              (0x2020, 0x2022), (0x2026, 0x2026), (0x202F, 0x2030), (0x2039, 0x203A), (0x20AC, 0x20AC),
              (0x2116, 0x2116), (0x2122, 0x2122), (0x2212, 0x2212), (0x25A1, 0x25A1))
HEBREW = those((0x591, 0x5F4), (0xFB1D, 0xFB4F))
SYMBOLS = those((0x2010, 0x205E), (0x2070, 0x23FF), (0x2422, 0x2423), (0x2500, 0x27FF), (0x2900, 0x2BFF))
# Chinese and Japanese texts have them as wide as their letters, from their own font.
EAST_ASIAN = those((0x203B, 0x203B), (0x2460, 0x24FF))


def characters(codec, rows, cells):
    found = set()
    for row in rows:
        for cell in cells:
            try:
                found |= set(map(ord, bytes([row, cell]).decode(codec)))
            except UnicodeDecodeError:
                pass
    return found


CELLS = range(0xA1, 0xFF)
# The first levels of the old standards have the letters of everyday.
JAPANESE = characters('euc_jp', range(0xB0, 0xD0), CELLS) | EAST_ASIAN | those((0x3000, 0x30FF), (0xFF00, 0xFFEF))
SIMPLIFIED = characters('gb2312', range(0xB0, 0xD8), CELLS) - JAPANESE
TRADITIONAL = characters('big5', range(0xA4, 0xC7), [*range(0x40, 0x7F), *CELLS]) - JAPANESE - SIMPLIFIED


def cut(source, characters, name, weight, licence, out):
    font = TTFont(source)
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, glyph_names=False,
                             name_IDs=['*'], drop_tables=['BASE', 'DSIG', 'FFTM', 'GDEF', 'GPOS', 'GSUB', 'MATH', 'STAT',
                                                           'VORG', 'gasp', 'kern', 'vhea', 'vmtx'])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    table = font['name']
    table.names = [record for record in table.names if record.nameID in (0, 13, 14)]
    for number, text in {1: name, 2: weight, 3: f'{name} {weight}', 4: f'{name} {weight}', 5: 'Version 1.0',
                         6: f'{name.replace(" ", "")}-{weight}'}.items():
        table.setName(text, number, 3, 1, 0x409)
    if licence:
        table.setName(licence, 13, 3, 1, 0x409)
    font.save(out / f'{name.replace(" ", "")}-{weight}.ttf', reorderTables=False)


def main(liberation, dejavu, noto, out):
    for weight, bold in ('Regular', ''), ('Bold', '-Bold'):
        sans = liberation / f'LiberationSans-{weight}.ttf'
        others = dejavu / f'DejaVuSans{bold}.ttf'
        east = noto / f'NotoSansSC-{weight}.ttf'
        own = set(TTFont(sans).getBestCmap())
        eastern = set(TTFont(east).getBestCmap()) - own
        cut(sans, LATIN & own, 'Invoice Sans', weight, None, out)
        cut(sans, own - LATIN - HEBREW, 'Invoice Sans More', weight, None, out)
        cut(others, (SYMBOLS & set(TTFont(others).getBestCmap())) - own - EAST_ASIAN, 'Invoice Symbols', weight,
            'Bitstream Vera license with changes in the public domain, see LICENSE-DejaVu.txt', out)
        for letters, name in (JAPANESE, 'Japanese'), (SIMPLIFIED, 'Simplified'), (TRADITIONAL, 'Traditional'):
            cut(east, letters & eastern, f'Invoice Sans {name}', weight, 'SIL Open Font License 1.1', out)


if __name__ == '__main__':
    main(*map(Path, sys.argv[1:]))
