"""Makes languages.txt, what `convoke locale new` fills a new language with, from Unicode CLDR.

    npm install cldr-core@48 cldr-dates-full@48 cldr-localenames-full@48 cldr-misc-full@48 cldr-numbers-full@48
    python3 data/cldr/make.py node_modules > data/cldr/languages.txt

Every language of CLDR's coverage “modern” is taken, those of the program too, in the script and country that CLDR takes for
granted, and the few forms of one language that differ in more than details. The rest begins as a copy of another language.
"""

import json
import pathlib
import re
import sys

PACKAGES = pathlib.Path(sys.argv[1])
HERE = pathlib.Path(__file__).parent

# Forms of a language beside the one that CLDR has under its name alone.
FORMS = ["pt-PT", "sr-Latn", "zh-Hant"]
# Artificial, historical or romanised, or the same as another.
LEFT_OUT = {"und", "no", "en-001"}
# Names of States that CLDR writes as no letter does by default: `Congo - Kinshasa`, `Myanmar (Burma)`, `Palestinian Territories`.
CHOSEN = {"CD": "CD-alt-variant", "CG": "CG-alt-variant", "MM": "MM-alt-short", "PS": "PS-alt-short"}
# The languages that forms name, beside their own.
NAMED = ["ar", "en", "es", "fr", "ru", "zh"]

MONTH = "{month}"


def load(package, path):
    return json.loads((PACKAGES / package / path).read_text(encoding="utf-8"))


def main(package, tag, file):
    return load(package, f"main/{tag}/{file}.json")["main"][tag]


def fields(pattern):
    """The fields and literals of a CLDR date pattern (UTS 35, part 4, 8)."""
    found, at = [], 0
    while at < len(pattern):
        c = pattern[at]
        if c == "'":
            end = pattern.index("'", at + 1)
            found.append((None, pattern[at + 1 : end] or "'"))
            at = end + 1
        elif c.isascii() and c.isalpha():
            end = at
            while end < len(pattern) and pattern[end] == c:
                end += 1
            found.append((c, end - at))
            at = end
        else:
            found.append((None, c))
            at += 1
    return found


def convert(pattern, months, era):
    """The pattern with our placeholders, or None where it has what a letter does not write."""
    out, numeric = [], all(re.fullmatch(r"\d+\D+", month) for month in months)
    suffix = re.sub(r"^\d+", "", months[0]) if numeric else None
    pieces, at = fields(pattern), 0
    while at < len(pieces):
        field, what = pieces[at]
        if field is None:
            out.append(what)
        elif field == "d":
            out.append("{day}")
        elif field == "y":
            out.append("{year}")
        elif field == "G":
            out.append(era)
        elif field in "ML" and what in (3, 4):
            out.append(MONTH)
            # The full stop of a shortened name.
            if what == 3 and at + 1 < len(pieces) and pieces[at + 1] == (None, ".") and "MMM." in pattern:
                at += 1
        elif field == "M" and suffix and at + 1 < len(pieces) and pieces[at + 1] == (None, suffix):
            out.append(MONTH)
            at += 1
        else:
            return None
        at += 1
    return "".join(out)


def numbered(pattern, shared):
    """Placeholders of a range: the first of each is that of its first day."""
    for name in ("day", "month", "year"):
        count = 0

        def number(_):
            nonlocal count
            count += 1
            return f"{{{name}{count}}}"

        pattern = re.sub(rf"\{{{name}\}}", number, pattern)
        if count != (1 if name in shared else 2):
            return None
    return pattern


def ranges(calendar, date, months, era):
    """Ranges in a month, a year and over years: CLDR's own where they can be written, or both days with a dash."""
    intervals = calendar["dateTimeFormats"]["intervalFormats"]
    between = intervals["intervalFormatFallback"]
    own = {**intervals.get("yMMMd", {}), **intervals.get("yMMMMd", {})}
    first, second = (re.sub(r"\{(day|month|year)\}", rf"{{\g<1>{n}}}", date) for n in "12")
    whole = between.replace("{0}", first).replace("{1}", second)
    made = {}
    for key, greatest, shared in (("month", "d", {"month", "year"}), ("year", "M", {"year"}), ("years", "y", set())):
        converted = convert(own[greatest], months, era) if greatest in own else None
        pattern = numbered(converted, shared) if converted else None
        if pattern is None and key == "month":
            pattern = re.sub(r"\{(month|year)\}", r"{\g<1>1}", date).replace("{day}", "{day1}–{day2}")
        made[key] = pattern or whole
    return made


def language(tag, states, scripts, digits):
    calendar = main("cldr-dates-full", tag, "ca-gregorian")["dates"]["calendars"]["gregorian"]
    months = [calendar["months"]["format"]["wide"][str(number)] for number in range(1, 13)]
    # Chinese writes the number of the month.
    if counted := re.search(r"(?<!M)M([月월])", calendar["dateFormats"]["long"]):
        months = [f"{number}{counted[1]}" for number in range(1, 13)]
    era = calendar["eras"]["eraAbbr"]["1"]
    date = convert(calendar["dateFormats"]["long"], months, era)
    if date is None or not all(name in date for name in ("{day}", MONTH, "{year}")):
        return None
    names = main("cldr-localenames-full", tag, "territories")["localeDisplayNames"]["territories"]
    own = main("cldr-localenames-full", tag, "languages")["localeDisplayNames"]["languages"]
    countries = [names.get(CHOSEN.get(two, two)) or names.get(two, "") for _, two in states]
    if any(not name or name == two for name, (_, two) in zip(countries, states)):
        return None
    quotes = main("cldr-misc-full", tag, "delimiters")["delimiters"]
    system = main("cldr-numbers-full", tag, "numbers")["numbers"]["defaultNumberingSystem"]
    layout = main("cldr-misc-full", tag, "layout")["layout"]["orientation"]["characterOrder"]
    lines = [
        ("name", own.get(tag) or own.get(tag.split("-")[0], "")),
        ("script", scripts[tag]),
        ("direction", "rtl" if layout == "right-to-left" else "ltr"),
        ("quotes", "|".join(quotes[key] for key in ("alternateQuotationStart", "alternateQuotationEnd", "quotationStart", "quotationEnd"))),
        ("months", "|".join(months)),
        ("date", date),
        *ranges(calendar, date, months, era).items(),
        ("languages", "|".join(own.get(named, "") for named in NAMED)),
        ("states", "|".join(countries)),
    ]
    if system != "latn":
        lines.insert(3, ("digits", digits[system]["_digits"]))
    return [(key, re.sub(r"[\u202f\u2009\u200e\u200f]", lambda found: " " if found[0] in "\u202f\u2009" else "", value)) for key, value in lines]


def states():
    """Alpha-3 and alpha-2 codes of the States of the English pack."""
    mapping = load("cldr-core", "supplemental/codeMappings.json")["supplemental"]["codeMappings"]
    two = {value["_alpha3"]: key for key, value in mapping.items() if "_alpha3" in value}
    pack = (HERE / "../../templates/en/countries.yaml").read_text(encoding="utf-8")
    return [(code, two[code]) for code in re.findall(r"^  ([A-Z]{3}):", pack, re.M)]


def script_of(tag, likely):
    parts = tag.split("-")
    if len(parts) > 1 and len(parts[1]) == 4:
        return parts[1]
    return likely.get(tag, likely[parts[0]]).split("-")[1]


def names_of_languages(tags):
    """What languages are called in those of NAMED, where it is not the name of a State or a territory too."""
    of = {tag: main("cldr-localenames-full", tag, "languages")["localeDisplayNames"]["languages"] for tag in NAMED}
    places = {
        name.casefold()
        for tag in NAMED
        for name in main("cldr-localenames-full", tag, "territories")["localeDisplayNames"]["territories"].values()
    }
    for tag in tags:
        names = [of[named][tag] for named in NAMED if tag in of[named]]
        names = sorted({name for name in names if name.casefold() not in places and name != tag})
        if names:
            yield tag, names


def main_program():
    likely = load("cldr-core", "supplemental/likelySubtags.json")["supplemental"]["likelySubtags"]
    levels = load("cldr-core", "coverageLevels.json")["effectiveCoverageLevels"]
    parents = load("cldr-core", "supplemental/parentLocales.json")["supplemental"]["parentLocales"]["parentLocale"]
    digits = load("cldr-core", "supplemental/numberingSystems.json")["supplemental"]["numberingSystems"]
    version = load("cldr-core", "package.json")["version"]
    available = load("cldr-core", "availableLocales.json")["availableLocales"]["full"]
    modern = [tag for tag, level in levels.items() if level == "modern" and "-" not in tag and tag not in LEFT_OUT]
    wanted = sorted(tag for tag in {*modern, *FORMS} if tag in available)
    codes = states()
    scripts = {tag: script_of(tag, likely) for tag in wanted}
    made = {tag: language(tag, codes, scripts, digits) for tag in wanted}
    made = {tag: lines for tag, lines in made.items() if lines}
    print(f"# Unicode CLDR {version}, made by make.py; see README.md. Copyright Unicode, Inc.; licence: LICENSE.")
    print(f"version {version}")
    print("states " + "|".join(code for code, _ in codes))
    print("languages " + "|".join(NAMED))
    # A country in which a language is written in another script than elsewhere, or as in another country.
    regions = {tag: parent for tag, parent in parents.items() if parent in FORMS and tag not in made}
    for tag, whole in likely.items():
        if re.fullmatch(r"[a-z]{2,3}-[A-Z]{2}", tag) and tag.split("-")[0] in made:
            primary, script = tag.split("-")[0], whole.split("-")[1]
            if script != scripts[primary]:
                regions[tag] = f"{primary}-{script}"
    for tag, parent in sorted(regions.items()):
        print(f"as {tag} {parent}")
    english = main("cldr-localenames-full", "en", "languages")["localeDisplayNames"]["languages"]
    # The subtag `sh` is deprecated (IANA registry).
    named = {tag for tag in english if len(tag) == 2 and tag != "sh"} | {*made}
    for tag, names in names_of_languages(sorted(named)):
        print(f"called {tag} {'|'.join(names)}")
    for tag, lines in made.items():
        print(f"\n= {tag}")
        for key, value in lines:
            print(f"{key} {value}")
    left = sorted(set(wanted) - set(made))
    print(f"{len(made)} languages; left out, since something is missing: {', '.join(left)}", file=sys.stderr)


main_program()
