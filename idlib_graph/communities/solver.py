"""HiGHS as everything here uses it: one thread, one seed, not a word on the terminal."""

from __future__ import annotations

from typing import Any

import highspy


class _Quiet(highspy.Highs):  # type: ignore[misc]  # it ships no complete types
    """HiGHS told to be silent before it does anything.

    Its constructor ends by enabling callbacks, where release 1.16 prints a banner on standard
    output, in the middle of whatever is written there.
    """

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS' own name
        self.silent()
        super().enableCallbacks()


def new_solver(**options: Any) -> highspy.Highs:  # noqa: ANN401 - any option's value
    """Give a silent, repeatable HiGHS with `options` set."""
    solver = _Quiet()
    for option, setting in {"threads": 1, "random_seed": 0, **options}.items():
        solver.setOptionValue(option, setting)
    return solver
