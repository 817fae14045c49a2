"""The data set that comes with the package: in the repository, in the wheel, once installed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from commands import plain_environment

from idlib_graph.checks import bundled_dataset, failures, load_dataset, validate
from idlib_graph.schema import SCHEMA_NAMES

ROOT = Path(__file__).parents[1]
PACKAGED = {
    *(f"data/idlib/{path.relative_to(ROOT / 'data' / 'idlib').as_posix()}"
      for path in (ROOT / "data" / "idlib").rglob("*") if path.is_file()),
    *(f"schema/{name}.schema.json" for name in SCHEMA_NAMES),
    "report/templates/report.html.j2", "report/templates/report.md.j2",
    "report/templates/report.css", "py.typed",
    *(f"explorer/page/{path.name}" for path in (ROOT / "idlib_graph/explorer/page").iterdir()),
}  # fmt: skip
needs_build = pytest.mark.skipif(
    not (find_spec("build") and find_spec("hatchling")), reason="needs build and hatchling"
)


def test_it_loads_without_an_error() -> None:
    assert failures(validate()) == []


def test_every_source_is_cited_and_every_faction_has_a_relation() -> None:
    dataset = load_dataset()

    assert {s for r in dataset.relations.values() for s in r.sources} == set(dataset.sources)
    assert {end for r in dataset.relations.values() for end in r.pair} == set(dataset.factions)


def test_no_date_is_finer_than_a_source_could_know() -> None:
    """Nothing but what is expected begins after the last of its sources was published."""
    dataset = load_dataset()

    for relation in dataset.relations.values():
        claims = {item.claim for item in relation.evidence}
        if relation.date and relation.date.earliest and claims - {"expected"}:
            published = [dataset.sources[s].published.latest for s in relation.sources]
            assert relation.date.earliest <= max(day for day in published if day), relation.id


def test_it_is_small_enough_to_come_with_the_package() -> None:
    folder = bundled_dataset()

    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 1_000_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel and a source archive, built from a copy of the repository."""
    copy = tmp_path_factory.mktemp("build") / "copy"
    unwanted = shutil.ignore_patterns(
        ".*", "__pycache__", "dist", "build", "*.egg-info", "idlib-report", "node_modules"
    )
    shutil.copytree(ROOT, copy, ignore=unwanted)
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist"],
        cwd=copy,
        env=plain_environment(),
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return copy / "dist"


@needs_build
def test_the_wheel_holds_all_that_is_needed(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert {f"idlib_graph/{name}" for name in PACKAGED} <= names
    assert not [name for name in names if name.startswith(("tests", "docs"))]
    assert not [name for name in names if "__pycache__" in name]


@needs_build
def test_the_source_archive_holds_data_and_tests(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}

    own = {name for name in PACKAGED if not name.startswith("data/")}
    assert {f"idlib_graph/{name}" for name in own} <= names
    assert {name for name in PACKAGED if name.startswith("data/")} <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "tests/test_bundled_data.py"} <= names


@needs_build
def test_once_installed_the_data_are_found(built: Path, tmp_path: Path) -> None:
    """From the wheel alone, in a folder that holds nothing else."""
    (wheel,) = built.glob("*.whl")
    installed = tmp_path / "installed"
    _run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
         "--target", str(installed), str(wheel), cwd=tmp_path)  # fmt: skip
    code = (
        f"import sys; sys.path.insert(0, {str(installed)!r})\n"
        "from idlib_graph.checks import bundled_dataset, load_dataset\n"
        "from idlib_graph.scaffold import make_dataset\n"
        "make_dataset('made')\n"
        "import json; print(json.dumps([str(bundled_dataset()), len(load_dataset().relations)]))"
    )
    folder, count = json.loads(_run(sys.executable, "-c", code, cwd=tmp_path))

    assert Path(folder) == installed / "idlib_graph" / "data" / "idlib"
    assert count == len(load_dataset().relations)
    assert (tmp_path / "made" / "CODEBOOK.md").is_file()


def _run(*command: str, cwd: Path) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=plain_environment(), check=False, capture_output=True,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
