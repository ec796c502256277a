"""Checks the locale packs' country names against the United Nations' own, and the forms each language builds from them.

The reference table stays where it is; every deliberate difference stands in names.yaml with its reason.
"""

import csv
import pathlib
import re
import sys

import yaml

HERE = pathlib.Path(__file__).parent
TEMPLATES = HERE.parent / "templates"
LANGUAGES = ["en", "fr", "es", "ru", "zh", "ar"]
FORMS = ["short", "in_text", "of", "formal", "formal_of"]
ARTICLE = re.compile(r"^(?P<name>.*) \((?P<article>the|l’|la|le|les|el|los|las)\)$")
# Without an article, yet elided: d’Haïti. Before other vowels French names have l’.
ELIDED = {"ATG", "HTI", "ISR", "OMN", "SLV"}
# Russian names end so in the genitive where they do not decline.
INDECLINABLE = re.compile(r"[иоеуэ]$|^(Палау|Самоа|Бангладеш|Никарагуа)$")


def reference(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {row["iso3"]: row for row in csv.DictReader(file)}


def asked_for(row, language):
    """The short name, the name in a sentence and the formal name the reference table gives."""
    short, formal = (row[f"{kind}_{language}"].replace("'", "’") for kind in ("short", "formal"))
    if match := ARTICLE.match(short):
        article = match["article"] if match["article"].endswith("’") else match["article"] + " "
        return {"short": match["name"], "in_text": article + match["name"], "formal": formal}
    inverted = short.endswith(")")
    return {"short": short, "in_text": formal if inverted else short, "formal": formal}


def of_french(name, code):
    for article, form in (("le ", "du "), ("les ", "des "), ("la ", "de la "), ("l’", "de l’")):
        if name.startswith(article):
            return form + name.removeprefix(article)
    return ("d’" if code in ELIDED else "de ") + name


def of_spanish(name, _code):
    # The article of “El Salvador” is part of the name and never contracts.
    return "del " + name.removeprefix("el ") if name.startswith("el ") else "de " + name


OF = {
    "en": lambda name, _code: "of " + name,
    "fr": of_french,
    "es": of_spanish,
    "zh": lambda name, _code: name,
    "ar": lambda name, _code: name,
}


def form_problems(language, code, names):
    """What is wrong with the forms of one set of names, whatever the names are."""
    for field in FORMS:
        text = names[field]
        if "'" in text or text != text.strip() or "  " in text:
            yield f"{field} {text!r} has a straight apostrophe or stray spaces"
    if language in OF:
        for base, of in (("in_text", "of"), ("formal", "formal_of")):
            form = OF[language](names[base], code)
            if names[of] != form:
                yield f"{of} is {names[of]!r}, the rule makes {form!r} of {names[base]!r}"
    if language == "en":
        for field in ("in_text", "formal"):
            common = re.search(r"^\w+.* (Republic|Kingdom|Union|State|States|Emirates)$|\w of ", names[field])
            if common and not names[field].startswith("the "):
                yield f"{field} {names[field]!r} lacks its article"
    if language == "ru":
        for base, of in (("in_text", "of"), ("formal", "formal_of")):
            if not names[of] or (names[of] == names[base] and not INDECLINABLE.search(names[base])):
                yield f"{of} {names[of]!r} is no genitive of {names[base]!r}"
    if language == "ar":
        for field in FORMS:
            if re.search(r"\bلال", names[field]):
                yield f"{field} {names[field]!r} must contract ل and ال into لل"


def pack_problems(language, pack, table, differences):
    countries = pack["countries"]
    for code in sorted(set(countries) ^ set(table)):
        yield f"{code} is in the {'pack' if code in countries else 'reference'} only"
    for code, row in table.items():
        names = countries.get(code, {})
        for field, wanted in asked_for(row, language).items():
            # Which spaces may end a line is the typesetter's, and no matter of the name.
            ours = names.get(field) and names[field].replace("\u00a0", " ")
            difference = differences.pop((language, code, field), None)
            if difference and difference != {"reference": wanted, "ours": ours}:
                yield f"{code} {field}: names.yaml says {difference}, it is {ours!r} for {wanted!r}"
            if not difference and ours != wanted:
                yield f"{code} {field}: {ours!r}, the reference has {wanted!r}"
        for forms in [names, *names.get("earlier", [])] if names else []:
            for problem in form_problems(language, code, forms):
                yield f"{code} {problem}"


def prefixed_countries(folder):
    """Arabic prefixes written onto a name: ل before ال must contract, which text joined to a merge field cannot."""
    for path in sorted(folder.glob("*.hbs")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if re.search(r"(?<!\w)[وف]?[لكب]\{\{[^}]*country", line):
                yield f"{path.name}:{number}: a prefix stands on a country’s name"


def main(table_file):
    table = reference(table_file)
    differences = {
        (entry["locale"], entry["code"], field): pair
        for entry in yaml.safe_load((HERE / "names.yaml").read_text(encoding="utf-8"))
        if entry["reason"]
        for field, pair in entry["fields"].items()
    }
    listed = len(differences)
    problems = []
    for language in LANGUAGES:
        pack = yaml.safe_load((TEMPLATES / language / "countries.yaml").read_text(encoding="utf-8"))
        found = list(pack_problems(language, pack, table, differences))
        found += prefixed_countries(TEMPLATES / language) if language == "ar" else []
        problems += [f"{language}: {problem}" for problem in found]
    problems += [f"names.yaml: {' '.join(key)} is no name that was looked at" for key in differences]
    if problems:
        sys.exit("\n".join(problems))
    print(f"{len(table)} States in {len(LANGUAGES)} languages bear their names ({listed} differences with reasons)")


main(pathlib.Path(sys.argv[1]))
