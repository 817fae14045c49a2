from __future__ import annotations

import json
import re
from typing import Any

import pytest
from builders import day, make, rel

from idlib_graph.errors import SettingsError
from idlib_graph.settings import Settings, read_setting, settings_for

BATTLE = rel("battle", "red", "green", date="2015")


def test_defaults_are_those_of_the_written_semantics() -> None:
    settings = Settings()
    shown = {"cut": 0.25, "tie_threshold": 0.05, "coupling": 0.1, "every": "P1M"}
    shown |= {"objective": "potts", "match_overlap": 0.3, "match_window": 3}
    assert {name: settings.as_dict()[name] for name in shown} == shown


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"objective": "louvain"}, "unknown objective 'louvain'; one of potts, "),
        ({"cut": 1.5}, "cut is 1.5; it must be from 0 to 1"),
        ({"coupling": -1.0}, "coupling is -1"),
        ({"coupling": float("nan")}, "coupling is nan"),
        ({"half_life": 0.0}, "half_life is 0"),
        ({"match_window": 0}, "match_window is 0"),
        ({"without": ("tribe",)}, "unknown faction type 'tribe'"),
        ({"every": "monthly"}, "step 'monthly' is not understood"),
        ({"colour": "red"}, "unknown setting 'colour'; one of "),
    ],
)
def test_setting_out_of_range_or_unknown_is_told(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        settings_for(make(BATTLE), **given)


def test_error_of_a_setting_is_one_of_ours() -> None:
    with pytest.raises(SettingsError):
        Settings(objective="louvain")


def test_given_beats_the_data_sets_own_which_beats_the_default() -> None:
    data = make(BATTLE, defaults={"coupling": 0.1, "cut": 0.2, "without": ["collective"]})
    settings = settings_for(data, coupling=0.3, known_by=None)
    assert (settings.coupling, settings.cut, settings.half_life) == (0.3, 0.2, 1.0)
    assert settings.without == ("collective",)


def test_data_sets_own_setting_can_be_taken_back() -> None:
    data = make(BATTLE, defaults={"without": ["collective"]})
    assert settings_for(data, without=()).without == ()


def test_own_settings_are_read_from_the_text_of_a_data_file() -> None:
    data = make(
        BATTLE,
        defaults={"known_by": "2016-02", "every": "P3M", "match_window": "2", "seed": 7},
    )
    settings = settings_for(data)
    assert settings.known_by == day("2016-02-29")
    assert (settings.every, settings.match_window, settings.seed) == ("P3M", 2, 7)


@pytest.mark.parametrize(
    "defaults", [{"cut": "much"}, {"colour": 3}, {"without": "collective"}, {"cut": "nan"}]
)
def test_own_settings_that_make_no_sense_are_told(defaults: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        settings_for(make(BATTLE, defaults=defaults))


def test_settings_can_be_written_as_json() -> None:
    settings = Settings(known_by=day("2016-02-29"), without=("collective",))
    written = json.loads(json.dumps(settings.as_dict()))
    assert written["known_by"] == "2016-02-29"
    assert written["without"] == ["collective"]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("known_by", "2018-10", day("2018-10-31")),
        ("known-by", "2018-10-01", day("2018-10-01")),
        ("without_source", "a, b", ("a", "b")),
        ("without", "", ()),
        ("resolution", "0.5", 0.5),
        ("match_window", " 4 ", 4),
        ("seed", "-3", -3),
        ("objective", "cpm", "cpm"),
        ("every", "P3M", "P3M"),
    ],
)
def test_any_setting_can_be_read_from_text(name: str, text: str, value: object) -> None:
    assert read_setting(name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("halflife", "1", "did you mean 'half_life'?"),
        ("qqq", "1", "one of coupling, cut"),
        ("match_window", "1.5", "whole number"),
        ("cut", "much", "cut is 'much'; it must be a number"),
        ("objective", " ", "objective has no value"),
        ("known_by", "2018/..", "must have an end"),
    ],
)
def test_text_that_is_no_setting_is_told(name: str, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(told)):
        read_setting(name, text)
