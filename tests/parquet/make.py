"""Makes the Parquet files that the tests of `src/tables/parquet` read, by the hand of others (pyarrow), and what they say.

    python tests/parquet/make.py        in an environment with pyarrow and numpy
"""

import datetime as dt
import decimal
import json
import pathlib
import uuid

import numpy
import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
ROWS = 60
PLAIN = ["copies", "map", "lists"]
ENCODINGS = {
    "id": "DELTA_BYTE_ARRAY", "name": "DELTA_LENGTH_BYTE_ARRAY", "i32": "DELTA_BINARY_PACKED", "i64": "DELTA_BINARY_PACKED",
    "f32": "BYTE_STREAM_SPLIT", "f64": "BYTE_STREAM_SPLIT", "u8": "BYTE_STREAM_SPLIT", "u64": "BYTE_STREAM_SPLIT", "yes": "RLE",
    "dec": "DELTA_BYTE_ARRAY", "emails.list.element": "DELTA_LENGTH_BYTE_ARRAY", "date": "DELTA_BINARY_PACKED",
    "dec38": "BYTE_STREAM_SPLIT", "nums.list.element": "DELTA_BINARY_PACKED",
}


def column(kind, value):
    """A column that has nothing in every seventh row."""
    return pa.array([None if row % 7 == 3 else value(row) for row in range(ROWS)], kind)


def table():
    day, second = dt.timedelta(days=1), dt.timedelta(seconds=1)
    noon = dt.datetime(2026, 1, 1, 12)
    return pa.table({
        "id": pa.array([f"R{row:05}" for row in range(ROWS)]),
        "name": column(pa.string(), lambda row: f"Žofie Ünïcode {row} 北京"),
        "city": column(pa.string(), lambda row: ["Bern", "Paris", "Oslo"][row % 3]).dictionary_encode(),
        "i32": column(pa.int32(), lambda row: row * 7 - 100),
        "i64": column(pa.int64(), lambda row: (row * 7919) ** 2 - 10**9),
        "u8": column(pa.uint8(), lambda row: row % 256),
        "u32": column(pa.uint32(), lambda row: 2**32 - 1 - row),
        "u64": column(pa.uint64(), lambda row: 2**64 - 1 - row),
        "f32": column(pa.float32(), lambda row: row / 10),
        "f64": column(pa.float64(), lambda row: row / 10),
        "f16": column(pa.float16(), lambda row: numpy.float16(row / 8)),
        "yes": column(pa.bool_(), lambda row: row % 2 == 0),
        "date": column(pa.date32(), lambda row: noon.date() + row * day),
        "utc": column(pa.timestamp("us", "UTC"), lambda row: noon + row * second / 2),
        "nanos": column(pa.timestamp("ns"), lambda row: noon - 36525 * day + row * second),
        "millis": column(pa.timestamp("ms"), lambda row: noon + row * second),
        "time": column(pa.time64("us"), lambda row: (noon + row * second).time()),
        "dec": column(pa.decimal128(10, 2), lambda row: decimal.Decimal(row - 30) / 100),
        "dec38": column(pa.decimal128(38, 3), lambda row: decimal.Decimal(10) ** 30 + decimal.Decimal(row - 30) / 1000),
        "emails": column(pa.list_(pa.string()), lambda row: [f"a{row}-{item}@b.example" for item in range(row % 4)]),
        "nums": column(pa.list_(pa.int32()), lambda row: [None if item == 1 else item for item in range(row % 3)]),
        "addressee": column(
            pa.struct([("name", pa.string()), ("gender", pa.string())]),
            lambda row: {"name": f"N{row}", "gender": None if row % 5 == 0 else "feminine"},
        ),
        "uuid": column(pa.uuid(), lambda row: uuid.UUID(int=row * 10**30)),
        "blob": column(pa.binary(), lambda row: b"\xff" + bytes([row])),
        "copies": column(pa.list_(pa.struct([("to", pa.string())])), lambda row: [{"to": "x"}]),
        "map": column(pa.map_(pa.string(), pa.string()), lambda row: [("a", "b")]),
        "null": pa.nulls(ROWS),
        "lists": column(pa.list_(pa.list_(pa.string())), lambda row: [["a"]]),
        "long": column(pa.string(), lambda row: "x" * (row % 50) * 20),
    })


def shown(value, kind):
    if value is None:
        return None
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_boolean(kind):
        return "true" if value else "false"
    if pa.types.is_list(kind):
        items = [shown(item, kind.value_type) for item in value]
        return "\n".join(item for item in items if item is not None) or None
    if pa.types.is_floating(kind):
        number = numpy.float32(value) if pa.types.is_float32(kind) else value
        return numpy.format_float_positional(number, trim="-")
    if pa.types.is_timestamp(kind):
        value = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
        text = value.strftime("%Y-%m-%d %H:%M:%S")
        if value.microsecond:
            text += f".{value.microsecond:06}".rstrip("0")
        return text + ("+00:00" if kind.tz else "")
    return (value.isoformat() if pa.types.is_time(kind) else str(value)) or None


def line(row, schema):
    cells = []
    for field in schema:
        value = row[field.name]
        if field.name == "addressee":
            cells += [(value or {}).get("name"), (value or {}).get("gender")]
        elif field.name in PLAIN:
            cells += [None] * (2 if field.name == "map" else 1)
        elif field.name == "blob":
            cells.append(None if value is None else "!")
        else:
            cells.append(shown(value, field.type))
    return json.dumps(cells, ensure_ascii=False)


def main():
    all_of_it = table()
    for codec in ["none", "snappy", "gzip", "brotli", "lz4", "zstd"]:
        pq.write_table(
            all_of_it, HERE / f"{codec}.parquet", compression=codec, row_group_size=25, data_page_size=256,
            data_page_version="1.0" if codec in ["none", "gzip", "zstd"] else "2.0", write_page_checksum=codec == "zstd",
            write_statistics=False, store_schema=False,
        )
    pq.write_table(
        all_of_it, HERE / "encoded.parquet", use_dictionary=False, column_encoding=ENCODINGS, data_page_size=256,
        write_statistics=False, store_schema=False,
    )
    older = all_of_it.select(["id", "nanos", "emails"])
    pq.write_table(
        older, HERE / "older.parquet", use_deprecated_int96_timestamps=True, version="1.0", use_compliant_nested_type=False,
        write_statistics=False, store_schema=False,
    )
    for name, what in [("expected", all_of_it), ("older", older)]:
        (HERE / f"{name}.jsonl").write_text("".join(line(row, what.schema) + "\n" for row in what.to_pylist()), "utf-8")


main()
