"""``coverage.yaml``: why a paragraph that names two factions, or more, is cited by nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from idlib_graph.errors import DatasetError, IdlibGraphError
from idlib_graph.load import bundled_dataset
from idlib_graph.load.events import YamlReader
from idlib_graph.load.faults import Faults
from idlib_graph.load.fields import Table, list_of, read_keys, text, whole
from idlib_graph.load.files import COVERAGE

REASON = Table(
    {
        "source": text,
        "paragraphs": list_of(whole, filled=True),
        "reason": text,
        "relation": text,
    },
    required=("source", "paragraphs", "reason"),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that the coder gives.

    Attributes
    ----------
    relation : given where the reason is not why paragraphs are cited by nothing, but why this
        relation rests on them though they do not name both of its factions
    """

    source: str
    paragraphs: tuple[int, ...]
    reason: str
    relation: str | None = None


def read_coverage(folder: Path | str | None = None) -> tuple[Reason, ...]:
    """Read ``coverage.yaml`` of a data set's folder (None: the bundled one); none where not there.

    Raises
    ------
    DatasetError
        With everything that is wrong in it.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     text = "- {source: paper, paragraphs: [2], reason: A list of those who were absent.}"
    ...     _ = Path(folder, "coverage.yaml").write_text(text, encoding="utf-8")
    ...     (reason,) = read_coverage(folder)
    >>> reason.source, reason.paragraphs, reason.reason
    ('paper', (2,), 'A list of those who were absent.')
    """
    path = Path(folder or bundled_dataset()) / COVERAGE
    if not path.exists():
        return ()
    try:
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        data.decode("utf-8")
    except OSError as error:
        msg = f"cannot read {path}: {(error.strerror or '').lower()}"
        raise IdlibGraphError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path} is not UTF-8 at byte {error.start}; save it as UTF-8"
        raise IdlibGraphError(msg) from error
    faults = Faults(COVERAGE, [])
    records = [
        read_keys(node, REASON, "a reason", faults)
        for node in YamlReader(data, faults).records("reasons")
    ]
    if faults.problems:
        raise DatasetError(faults.problems)
    return tuple(Reason(**record) for record in records)
