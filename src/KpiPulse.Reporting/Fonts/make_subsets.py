"""Cuts the bundled fonts out of Debian's packages. README.md says when and how to run it."""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
WEB = HERE.parent.parent / "KpiPulse.Web" / "wwwroot" / "fonts"
SHARE = Path("/usr/share/fonts")
INTER = SHARE / "truetype/inter-vf/Inter-roman.var.ttf"
NOTO = SHARE / "truetype/noto"
CJK = SHARE / "opentype/noto/NotoSansCJK-Regular.ttc"
JP_FACE, KR_FACE = 0, 1


def span(*ranges):
    return [c for first, last in ranges for c in range(first, last + 1)]


LATIN = span((0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x2C6, 0x2DD), (0x2000, 0x206F), (0x20A0, 0x20BF),
             (0x2113, 0x2122), (0x2190, 0x21BA), (0x2200, 0x2265), (0x25A0, 0x25D0), (0x2713, 0x2717))
VIETNAMESE = [0x1A0, 0x1A1, 0x1AF, 0x1B0] + span((0x300, 0x323), (0x1E00, 0x1EFF))
FIGURES = span((0x30, 0x39)) + [0x2212, 0x2B, 0x2D]
LATIN_EXT = span((0x180, 0x24F), (0x259, 0x259), (0x1E00, 0x1E9F))
GREEK_CYRILLIC = span((0x370, 0x3FF), (0x400, 0x52F))
THAI = span((0xE00, 0xE7F)) + [0x200C, 0x200D, 0x25CC]
DEVANAGARI = span((0x900, 0x97F), (0xA8E0, 0xA8FF), (0x1CD0, 0x1CF9)) + [0x200C, 0x200D, 0x20B9, 0x25CC]
ASCII = span((0x20, 0x7E)) + [0xA0, 0xB7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026]
KANA = span((0x3000, 0x303F), (0x3041, 0x30FF), (0x31F0, 0x31FF), (0x3220, 0x33FF), (0xFF00, 0xFFEF))
HANGUL = span((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3))


def jis_kanji():
    """JIS X 0208 levels 1 and 2: rows 16 to 84 of the code table."""
    cells = (bytes([0xA0 + row, 0xA0 + cell]) for row in range(16, 85) for cell in range(1, 95))
    return [ord(c) for c in (cell.decode("euc_jp", "ignore") for cell in cells) if c]


def half_circle(font):
    """Inter has no U+25D0; the sign for 'provisional' is its own circle, left half filled."""
    glyf, cmap, widths, gvar = font["glyf"], font.getBestCmap(), font["hmtx"], font["gvar"]
    del font["HVAR"]  # optional; it counts glyphs and would miss the new one
    ring, disc = glyf[cmap[0x25CB]], glyf[cmap[0x25CF]]
    x, y = (disc.xMin + disc.xMax) / 2, (disc.yMin + disc.yMax) / 2
    r = (disc.xMax - disc.xMin) / 2 - 40
    k = r * 0.41421356
    pen = TTGlyphPen(font.getGlyphSet())
    ring.draw(pen, glyf)
    d = r * 0.70710678
    pen.moveTo((x, y - r))
    pen.qCurveTo((x - k, y - r), (x - d, y - d))
    pen.qCurveTo((x - r, y - k), (x - r, y))
    pen.qCurveTo((x - r, y + k), (x - d, y + d))
    pen.qCurveTo((x - k, y + r), (x, y + r))
    pen.closePath()
    name = "uni25D0"
    font.setGlyphOrder(font.getGlyphOrder() + [name])
    glyf[name] = pen.glyph()
    glyf[name].recalcBounds(glyf)
    widths[name] = (widths[cmap[0x25CB]][0], glyf[name].xMin)
    gvar.variations[name] = []
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x25D0] = name


def tabular_by_default(font):
    """Charts and paper shape figures without asking for 'tnum': make it the font's habit."""
    gsub = font["GSUB"].table
    lookups = {i for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "tnum" for i in record.Feature.LookupListIndex}
    tables = [getattr(table, "ExtSubTable", table) for i in lookups for table in gsub.LookupList.Lookup[i].SubTable]
    tabular = {plain: other for table in tables for plain, other in table.mapping.items()}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({code: tabular[glyph] for code, glyph in table.cmap.items() if code in FIGURES and glyph in tabular})


def cut(font, codes, target, features, flavor=None):
    options = subset.Options(layout_features=features, flavor=flavor, hinting=False, notdef_outline=True,
                             name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17], drop_tables=["STAT"] if flavor is None else [])
    options.drop_tables += ["DSIG", "MATH", "BASE", "vhea", "vmtx", "VORG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(target), options)
    print(f"{target.stat().st_size / 1024:8.0f} kB  {target.name}")


def rename(font, family, style):
    full, script = f"{family} {style}", f"{family}-{style}".replace(" ", "")
    for record in list(font["name"].names):
        value = {1: family, 2: style, 3: script, 4: full, 6: script, 16: family, 17: style}.get(record.nameID)
        if value:
            font["name"].setName(value, record.nameID, record.platformID, record.platEncID, record.langID)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [script]
        top = cff.topDictIndex[0]
        top.FullName, top.FamilyName = full, family


def inter(weight=None):
    font = TTFont(INTER)
    half_circle(font)
    font = instancer.instantiateVariableFont(font, {"wght": weight or (400, 700)})
    if not weight:
        for glyph in font.getGlyphOrder():  # the instancer leaves out glyphs that do not vary; the subsetter asks for all
            font["gvar"].variations.setdefault(glyph, [])
    return font


# On paper a contextual alternate has no code point of its own, and a reader that ignores ActualText would lose the sign.
PAPER = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum"]
KEEP = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "case", "calt"]
SHAPING = ["*"]


def main():
    for style, weight in (("Regular", 400), ("SemiBold", 600), ("Bold", 700)):
        font = inter(weight)
        tabular_by_default(font)
        rename(font, "Inter", style)
        font["OS/2"].usWeightClass = weight
        cut(font, LATIN + VIETNAMESE + LATIN_EXT, HERE / f"Inter-{style}.ttf", PAPER)
    for style in ("Regular", "Bold"):
        cut(TTFont(NOTO / f"NotoSans-{style}.ttf"), ASCII + LATIN_EXT + GREEK_CYRILLIC, HERE / f"NotoSans-{style}.ttf", KEEP)
        cut(TTFont(NOTO / f"NotoSansThai-{style}.ttf"), ASCII + THAI, HERE / f"NotoSansThai-{style}.ttf", SHAPING)
        cut(TTFont(NOTO / f"NotoSansDevanagari-{style}.ttf"), ASCII + DEVANAGARI, HERE / f"NotoSansDevanagari-{style}.ttf", SHAPING)
        cut(TTFont(NOTO / f"NotoSansThai-{style}.ttf"), THAI, WEB / f"noto-sans-thai-{style.lower()}.woff2", SHAPING, "woff2")
        cut(TTFont(NOTO / f"NotoSansDevanagari-{style}.ttf"), DEVANAGARI, WEB / f"noto-sans-devanagari-{style.lower()}.woff2", SHAPING, "woff2")
    cut(inter(), LATIN, WEB / "inter-latin.woff2", KEEP, "woff2")
    cut(inter(), VIETNAMESE + LATIN_EXT, WEB / "inter-extended.woff2", KEEP, "woff2")
    cut(TTFont(NOTO / "NotoSans-Regular.ttf"), GREEK_CYRILLIC, WEB / "noto-sans-greek-cyrillic.woff2", KEEP, "woff2")

    for family, face, codes, parts in (
        ("Noto Sans JP", JP_FACE, KANA + jis_kanji(), {"kana": KANA, "kanji": jis_kanji()}),
        ("Noto Sans KR", KR_FACE, HANGUL, {"hangul": HANGUL}),
    ):
        file = family.replace(" ", "")
        font = TTFont(CJK, fontNumber=face)
        rename(font, family, "Regular")
        cut(font, ASCII + codes, HERE / f"{file}-Regular.otf", ["kern", "ccmp", "locl", "ljmo", "vjmo", "tjmo"])
        for part, part_codes in parts.items():
            font = TTFont(CJK, fontNumber=face)
            rename(font, family, "Regular")
            cut(font, part_codes, WEB / f"noto-sans-{family[-2:].lower()}-{part}.woff2", ["ccmp", "locl", "ljmo", "vjmo", "tjmo"], "woff2")


if __name__ == "__main__":
    sys.exit(main())
