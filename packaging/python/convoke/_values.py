"""Values of Python, numpy and pandas as the JSON that the program reads: nothing is lost in silence, and nothing but data goes in."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import json
import uuid
from decimal import Decimal
from typing import Any, Dict, List, Mapping, Optional

from ._problems import Problem, fault

# How deep values may lie in each other: more than any recipient needs, and an end of what contains itself.
_DEEPEST = 16
# Integers that JSON readers keep.
_LARGEST = 2**63
# Integers that are written at all, in bits.
_LONGEST = 4096


class _Missing:
    """No value: the key is left out."""


MISSING = _Missing()


def plain(value: Any, path: str, faults: List[Problem], depth: int = 0) -> Any:
    """The value as None, bool, int, str, list or dict, or `MISSING`; what cannot be so is among `faults`, with its path."""
    if is_missing(value):
        return MISSING
    if isinstance(value, str):
        return _text(value, path, faults)
    if isinstance(value, (bool, int, float, Decimal)):
        return _number(value, path, faults)
    if isinstance(value, enum.Enum):
        return plain(value.value, path, faults, depth + 1)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime.date):
        return _date(value, path, faults)
    if depth >= _DEEPEST:
        faults.append(fault("values lie too deep in each other", "give the recipient as docs/recipients.md has it", path))
        return MISSING
    if _is_of_numpy(value):
        return plain(value.tolist(), path, faults, depth + 1)
    mapping = as_mapping(value)
    if mapping is not None:
        return plain_mapping(mapping, path, faults, depth + 1)
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        found = [plain(item, f"{path}[{index}]", faults, depth + 1) for index, item in enumerate(items)]
        return [item for item in found if item is not MISSING]
    faults.append(
        fault(f"a value of the type `{type(value).__name__}` cannot be written", "give a text that says it as the letter is to", path)
    )
    return MISSING


def plain_mapping(mapping: Mapping[Any, Any], path: str, faults: List[Problem], depth: int = 0) -> Dict[str, Any]:
    """A mapping, without keys that have no value."""
    found: Dict[str, Any] = {}
    for key, value in mapping.items():
        if not isinstance(key, str):
            faults.append(fault(f"the key {key!r:.80} is not a text", "name each value by a text", path))
            continue
        below = f"{path}.{key}" if path else key
        name = _text(key, below, faults)
        item = plain(value, below, faults, depth)
        if item is not MISSING and name is not MISSING:
            found[name] = item
    return found


def as_mapping(value: Any) -> Optional[Mapping[Any, Any]]:
    """A mapping, or the fields of a dataclass, as a mapping."""
    if isinstance(value, Mapping):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return None


def is_missing(value: Any) -> bool:
    """Whether it is None, NaN, or one of the marks of pandas for no value."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, float) or (_is_of_numpy(value) and getattr(value, "ndim", 1) == 0):
        return bool(value != value)
    return False


def dump(value: Any) -> bytes:
    """A plain value as JSON on one line, in ASCII."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"


def _text(value: str, path: str, faults: List[Problem]) -> Any:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"the text has half of a character at position {error.start}"
        faults.append(fault(message, "read it with the encoding that it has", path))
        return MISSING
    # A plain text, whatever class it is of.
    return str.__str__(value)


def _number(value: Any, path: str, faults: List[Problem]) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        if value.is_finite() and abs(value.adjusted()) < 100:
            return format(value, "f")
    elif isinstance(value, float):
        # What pandas makes of whole numbers in a column with gaps.
        if value.is_integer() and abs(value) < 2**53:
            return int(value)
        message = f"the number {value} may not be written as it was"
        faults.append(fault(message, "give a text, as the letter is to say it, or a Decimal", path))
        return MISSING
    elif abs(value) < _LARGEST:
        return int(value)
    elif int(value).bit_length() <= _LONGEST:
        return str(int(value))
    faults.append(fault("the number is too large", "give a text, as the letter is to say it", path))
    return MISSING


def _date(value: datetime.date, path: str, faults: List[Problem]) -> Any:
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    # What pandas makes of dates.
    if value.tzinfo is None and value.time() == datetime.time(0):
        return value.date().isoformat()
    message = f"the moment {value.isoformat()} can be written in many ways"
    faults.append(fault(message, "give its date (`.date()`), or a text as the letter is to say it", path))
    return MISSING


def _is_of_numpy(value: Any) -> bool:
    return hasattr(value, "dtype") and hasattr(value, "tolist")
