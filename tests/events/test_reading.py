"""Files as they come: packed, cut off, in other encodings, no tables at all."""

from __future__ import annotations

import gzip
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from commands import python
from hypothesis import given
from hypothesis import strategies as st

from idlib_graph import Event, read_events, write_events
from idlib_graph.errors import IdlibGraphError, NotFoundError, SettingsError, TableError
from idlib_graph.events import opening
from idlib_graph.events.reading import Row, read_rows
from idlib_graph.events.table import Rejected, parse_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADER = "date,a,b,kind\n"
LINE = "2018-02-01,Zinki,HTS,clash\n"
TABLE = (HEADER + LINE).encode()
EVENT = Event(parse_day("2018-02-01"), None, "Zinki", "HTS", "clash")


def table(tmp_path: Path, data: bytes | str, name: str = "events.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def zipped(tmp_path: Path, **members: bytes) -> Path:
    path = tmp_path / "events.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return path


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + TABLE.replace(b"\n", b"\r\n")

    assert list(read_events(table(tmp_path, data))) == [EVENT]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_semicolons_and_tabs_separate_as_well(separator: str, tmp_path: Path) -> None:
    path = table(tmp_path, TABLE.decode().replace(",", separator))

    assert list(read_events(path)) == [EVENT]


def test_gzip_is_known_by_its_bytes(tmp_path: Path) -> None:
    assert list(read_events(table(tmp_path, gzip.compress(TABLE)))) == [EVENT]


def test_zip_holds_one_csv_file_and_what_it_likes_beside(tmp_path: Path) -> None:
    path = zipped(tmp_path, ged__csv=TABLE, README__txt=b"read me")

    assert list(read_events(path)) == [EVENT]


@pytest.mark.parametrize("members", [{}, {"a__csv": TABLE, "b__csv": TABLE}])
def test_zip_of_no_or_several_csv_files_is_refused(
    members: dict[str, bytes], tmp_path: Path
) -> None:
    path = zipped(tmp_path, note__txt=b"", **members)

    with pytest.raises(TableError, match=rf"it holds {len(members)} CSV files, not one"):
        list(read_events(path))


def test_an_excel_workbook_is_told_as_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "events.csv", "w") as archive:
        archive.writestr("[Content_Types].xml", "")

    with pytest.raises(TableError, match="Excel workbook; save it as CSV"):
        list(read_events(tmp_path / "events.csv"))


def rows(count: int) -> Iterator[Event]:
    return (EVENT._replace(source_id=str(number)) for number in range(count))


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
def test_a_truncated_parquet_file_is_one_clear_line(part: float, tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    write_events(rows(100), path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])

    with pytest.raises(TableError, match="is no Parquet file that can be read to its end") as said:
        list(read_events(path))
    assert "\n" not in str(said.value)


@pytest.mark.parametrize("part", [0.5, 0.99])
def test_a_truncated_gzip_file_is_one_clear_line(part: float, tmp_path: Path) -> None:
    data = gzip.compress(TABLE + LINE.encode() * 1000)
    path = table(tmp_path, data[: int(len(data) * part)])

    with pytest.raises(TableError, match="cannot be read to its end") as said:
        list(read_events(path))
    assert "\n" not in str(said.value)


def test_a_damaged_gzip_file_is_one_clear_line(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(TABLE * 100, mtime=0))
    data[-6] ^= 0xFF  # the checksum

    with pytest.raises(TableError, match="it is damaged or cut off: crc check failed"):
        list(read_events(table(tmp_path, bytes(data))))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n", "has no column 'date'"),
        (b"date,a,b,knd\n", r"has no column 'kind' \(did you mean 'knd'\?\); it has 'date'"),
        (b"date,a,b,kind,a\n", "has the column 'a' twice"),
        (HEADER.encode() + b'2018-02-01,"Zinki,HTS,clash\n' + LINE.encode(), "left open"),
        (HEADER.encode() + b'2018-02-01,"Zinki"s,HTS,clash\n', "is no table after row 1"),
        (b"\xff\xfed\x00a\x00", "UTF-16; save it as UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel workbook"),
        (b"%PDF-1.7", "is no table: it is a PDF"),
        (HEADER.encode() + b"2018-02-01,Zink\xed,HTS,clash\n", "is not UTF-8: invalid"),
        (HEADER.encode() + b"x" * 200_000 + b",a,b,c\n", "field larger than"),
    ],
)
def test_what_is_no_table_is_one_clear_line(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=said) as error:
        list(read_events(table(tmp_path, data)))
    assert "\n" not in str(error.value)


def test_a_line_without_end_is_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LONGEST_LINE", 1000)

    with pytest.raises(TableError, match="a line has more than 1,000 characters"):
        list(read_events(table(tmp_path, HEADER + "x" * 5000)))


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no file"):
        list(read_events(tmp_path / "nothing.csv"))
    with pytest.raises(TableError, match="cannot be read: is a directory"):
        list(read_events(tmp_path))


def test_bad_rows_are_kept_aside_with_their_number_and_reason(tmp_path: Path) -> None:
    lines = [
        "2018-13-40,A,B,clash",  # row 2, as a spreadsheet counts
        "2018-02-01,A,B,clash",
        "10000-01-01,A,B,clash",
        "2018-02-01,A,B",
        "2018-02-01,A,B,clash,x",
        "20180201,A,B,clash",
        "2018-W05-4,A,B,clash",
        "٢٠١٨-02-01,A,B,clash",
    ]
    found = list(read_events(table(tmp_path, HEADER + "\n".join(lines) + "\n")))

    bad = [row for row in found if isinstance(row, Rejected)]
    assert [row.row for row in bad] == [2, 4, 5, 6, 7, 8, 9]
    assert bad[0].record == {"date": "2018-13-40", "a": "A", "b": "B", "kind": "clash"}
    assert bad[2].reason == "3 cells where the header has 4"
    assert bad[3].reason == "5 cells where the header has 4"
    assert all("is no day" in row.reason for row in (*bad[:2], *bad[4:]))


def test_columns_in_any_order_and_more_of_them_are_read(tmp_path: Path) -> None:
    text = "kind,mood,b,a,weight,date\nclash,bad,HTS,Zinki,2.5,2018-02-01\n"

    assert list(read_events(table(tmp_path, text))) == [EVENT._replace(weight=2.5)]


def test_another_encoding_has_to_be_named(tmp_path: Path) -> None:
    path = table(tmp_path, "name\nZinkí\n".encode("latin-1"))

    with pytest.raises(TableError, match="is not UTF-8"):
        list(read_rows(path))
    assert list(read_rows(path, encoding="latin-1")) == [Row(2, {"name": "Zinkí"})]
    with pytest.raises(SettingsError, match="no encoding 'klingon'"):
        list(read_rows(path, encoding="klingon"))


def test_files_are_closed_where_reading_stops_early(tmp_path: Path) -> None:
    path = table(tmp_path, HEADER + LINE * 10)
    reader = read_events(path)

    assert next(reader) == EVENT
    reader.close()  # type: ignore[attr-defined] # a generator; an open file would be a warning


MEASURE = """
import resource, sys
from idlib_graph import Event, check_events, write_events
def rows(count):
    return (Event(None, None, "A", "B", "clash", note=f"{n:>300}") for n in range(count))
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
def run(count):
    write_events(rows(count), sys.argv[1])
    assert check_events(sys.argv[1]).rows == count
    return peak()
print(-run(50_000) + run(100_000))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
@pytest.mark.parametrize("name", ["events.csv", "events.parquet"])
def test_a_hundred_thousand_rows_pass_through_little_memory(name: str, tmp_path: Path) -> None:
    done = python(MEASURE, name, cwd=tmp_path)

    assert done.stderr == ""
    assert float(done.stdout) < 15  # MiB; the 50,000 rows more are 27 MiB as objects


def test_progress_is_told_and_never_beyond_the_whole(tmp_path: Path) -> None:
    for name in ("events.csv", "events.parquet"):
        told: list[tuple[int, int]] = []
        write_events(rows(30_000), tmp_path / name)
        count = sum(
            1 for _ in read_events(tmp_path / name, progress=lambda *args, t=told: t.append(args))
        )

        assert count == 30_000
        assert len(told) >= 3
        assert told == sorted(told)
        assert all(0 < done <= total for done, total in told)


def test_parquet_of_others_has_times_numbers_and_nothing(tmp_path: Path) -> None:
    import datetime as dt  # noqa: PLC0415 - of this test

    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

    columns = {
        "date": [dt.date(2018, 2, 1), None],
        "a": ["Zinki", "A"],
        "b": ["HTS", None],
        "kind": ["clash", "clash"],
        "weight": [2, None],
        "source_id": [7, 8],
    }
    pq.write_table(pa.table(columns), tmp_path / "events.parquet")

    good, bad = read_events(tmp_path / "events.parquet")
    assert good == EVENT._replace(weight=2.0, source_id="7")
    assert isinstance(bad, Rejected)
    assert bad[:2] == (2, "b is empty")


@pytest.mark.parametrize("kind", ["csv", "gzip", "zip", "parquet"])
@given(data=st.data())
def test_a_file_damaged_anywhere_is_read_or_is_one_clear_line(
    kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    content = bytearray(sound(kind, folder))
    spots = st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255))
    for place, byte in data.draw(st.lists(spots, max_size=4)):
        content[place] = byte
    path = table(folder, bytes(content[: data.draw(st.integers(0, len(content)))]))

    try:
        for row in read_events(path):
            assert isinstance(row, Event | Rejected)
    except IdlibGraphError as error:
        assert "\n" not in str(error)  # noqa: PT017 - that it is raised at all is no rule


def sound(kind: str, folder: Path) -> bytes:
    """A good table in each of its packings."""
    if kind == "parquet":
        write_events(rows(20), folder / "events.parquet")
        return (folder / "events.parquet").read_bytes()
    write_events(rows(20), folder / "events.csv")
    plain = (folder / "events.csv").read_bytes()
    if kind == "zip":
        return zipped(folder, events__csv=plain).read_bytes()
    return gzip.compress(plain, mtime=0) if kind == "gzip" else plain
