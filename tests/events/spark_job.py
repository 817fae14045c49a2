"""Fold and spread a table of events on Spark, as a user's script does; tells how far it is.

``python spark_job.py MASTER EVENTS FOLDED SPREAD``
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from events.conformance import DAYS, HALF_LIVES, STEP

from idlib_graph.events.engines import fold_table, open_on_spark, spread_table, write_table

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.files.openCostInBytes": "64MB",  # a task for each two files, however small
    "spark.executor.memory": "512m",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",  # started faster, for a short job
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}


def start(master: str) -> SparkSession:
    """A session at `master`, without pages of its own."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    builder: Any = SparkSession.builder
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session: SparkSession = builder.master(master).appName("idlib-graph").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def tell(session: SparkSession) -> None:
    """Print how many tasks of a running stage are done, whenever that has changed."""
    tracker, before = session.sparkContext.statusTracker(), None
    while True:
        for stage in tracker.getActiveStageIds():
            info = tracker.getStageInfo(stage)
            now = info and (info.stageId, info.numCompletedTasks, info.numTasks)
            if now and now != before:
                print("stage", *now, flush=True)  # noqa: T201 - read by who started it
                before = now
        time.sleep(0.02)


def main(master: str, events: str, folded: str, spread: str) -> None:
    """Fold `events` into `folded`, and that into `spread`."""
    session = start(master)
    threading.Thread(target=tell, args=[session], daemon=True).start()
    write_table(fold_table(open_on_spark(events, session), STEP), folded)
    print("folded", flush=True)  # noqa: T201 - read by who started it
    table = open_on_spark(folded, session)
    write_table(spread_table(table, DAYS, HALF_LIVES, step=STEP), spread)
    print("spread", flush=True)  # noqa: T201 - read by who started it
    session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
