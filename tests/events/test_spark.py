"""The Ibis expression on Spark: on one machine, and on a cluster that loses a worker.

Without Java and pyspark these tests are skipped; with ``IDLIB_REQUIRE_SPARK=1`` they fail.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from events.conformance import COUNT, hold_files_same
from events.seeded import write_csv, write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.spark, pytest.mark.slow]

JOB = Path(__file__).with_name("spark_job.py")
LOCAL = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}
PATIENCE = 300.0


@pytest.fixture(scope="module", autouse=True)
def spark_home() -> Path:
    """Where pyspark keeps Spark; the tests are skipped, or fail, where it or Java is missing."""
    lacking = [
        *([] if shutil.which("java") else ["Java is not installed"]),
        *([] if find_spec("pyspark") else ["pyspark is not installed"]),
    ]
    if lacking and os.environ.get("IDLIB_REQUIRE_SPARK") == "1":
        pytest.fail(f"{' and '.join(lacking)}, and IDLIB_REQUIRE_SPARK is set")
    if lacking:
        pytest.skip(" and ".join(lacking))
    import pyspark  # noqa: PLC0415 - an extra

    return Path(pyspark.__file__).parent


@contextmanager
def running(log: Path, *command: str | Path, **environment: str) -> Iterator[Any]:
    """A process in a group of its own that writes to `log`; at the end no process of it is left."""
    with log.open("w") as file:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=file, stderr=subprocess.STDOUT, cwd=log.parent,
            env={**os.environ, **LOCAL, **environment}, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with all that it started, and wait until they are gone."""
    while True:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        process.wait()
        time.sleep(0.05)


def wait_for(log: Path, words: str, process: subprocess.Popen[bytes] | None = None) -> str:
    """The first line of `log` that holds `words`, as soon as it is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for line in log.read_text().splitlines():
            if words in line:
                return line
        if process and process.poll() is not None:
            break
        time.sleep(0.02)
    pytest.fail(f"no {words!r} in {log.name}:\n{log.read_text()[-3000:]}")


def stages(log: Path) -> list[tuple[int, int, int]]:
    """Stage, tasks done and tasks in all, as the job told them."""
    told = [line.split() for line in log.read_text().splitlines() if line.startswith("stage ")]
    return [(int(stage), int(done), int(tasks)) for _, stage, done, tasks in told]


def finish(log: Path, job: subprocess.Popen[bytes]) -> None:
    assert job.wait(PATIENCE) == 0, log.read_text()[-3000:]


def test_spark_on_one_machine_finds_what_python_finds(tmp_path: Path) -> None:
    events = write_csv(tmp_path / "events.csv", COUNT)
    folded, spread, log = tmp_path / "folded", tmp_path / "spread", tmp_path / "job.log"
    with running(log, sys.executable, JOB, "local[2]", events, folded, spread) as job:
        finish(log, job)

    hold_files_same(folded, spread)


@contextmanager
def cluster(home: Path, folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a master on the loopback, and its two workers."""
    start, log = home / "bin" / "spark-class", folder / "master.log"
    package = "org.apache.spark.deploy"
    settings = {"SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_DIRS": str(folder / "local")}
    where = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
    with running(log, start, f"{package}.master.Master", *where, **settings) as master:
        address = wait_for(log, "Starting Spark master at", master).split()[-1]
        size = ("--cores", "1", "--memory", "1g", "--work-dir", folder / "work")
        worker = (start, f"{package}.worker.Worker", address, *where, *size)
        with (
            running(folder / "worker-1.log", *worker, **settings) as one,
            running(folder / "worker-2.log", *worker, **settings) as two,
        ):
            for name, process in (("worker-1.log", one), ("worker-2.log", two)):
                wait_for(folder / name, "Successfully registered with master", process)
            yield address, [one, two]


def test_a_cluster_that_loses_a_worker_finds_it_all_the_same(
    spark_home: Path, tmp_path: Path
) -> None:
    events = write_folder(tmp_path / "events", COUNT, rows=2_500)
    folded, spread, log = tmp_path / "folded", tmp_path / "spread", tmp_path / "job.log"
    with cluster(spark_home, tmp_path) as (address, workers):
        master = tmp_path / "master.log"
        with running(log, sys.executable, JOB, address, events, folded, spread) as job:
            while not (told := [row for row in stages(log) if row[2] > 4 and row[1] > 1]):
                assert job.poll() is None, log.read_text()[-3000:]
                time.sleep(0.01)
            end(workers[0])  # with its executor: what it has computed is gone
            _, done, tasks = told[-1]
            assert done < tasks, "the worker was killed too late"
            assert not folded.exists()
            finish(log, job)
        wait_for(master, "Removing worker")

    hold_files_same(folded, spread)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
