"""The JSON shapes that others build on, to the key: whatever changes here breaks their scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from commands import ANSWERS, ask

from idlib_graph.ledger import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commands import Outcome

    Answer = Callable[..., Outcome]

NUMBER, MAYBE = (int, float), (str, type(None))
SPAN = {"earliest": MAYBE, "latest": MAYBE}
EVIDENCE = {"source": str, "paragraphs": [int], "claim": str, "claimant": MAYBE, "via": MAYBE}
FACTION = {
    "id": str, "name": str, "type": str, "aliases": [str], "active": MAYBE, **SPAN,
    "ids": (dict, type(None)), "native_name": MAYBE, "note": MAYBE, "n_relations": int,
}  # fmt: skip
SOURCE = {
    "id": str, "title": str, "publisher": MAYBE, "author": MAYBE, "published": str, **SPAN,
    "reliability": str, "reliability_reason": MAYBE, "url": MAYBE, "accessed": MAYBE,
    "archive_url": MAYBE, "sha256": MAYBE, "note": MAYBE, "n_relations": int,
}  # fmt: skip
RELATION = {
    "id": str, "kind": str, "type": str, "date": MAYBE, **SPAN, "evidence": list, "place": MAYBE,
    "event": MAYBE, "strength": NUMBER, "credibility": NUMBER, "independent": int, "note": MAYBE,
}  # fmt: skip
COMMUNITIES = {
    "date": str, "objective": str, "resolution": (int, float, type(None)), "quality": NUMBER,
    "communities": [{"id": str, "name": str, "members": [str]}], "unaligned": [str],
    "ties": int,
    "contradicting": [{"a": str, "b": str, "weight": NUMBER, "relations": [str]}],
    "disagreement": NUMBER, "least_disagreement": NUMBER, "weight": NUMBER,
    "coupled_quality": NUMBER, "loss": (int, float, type(None)), "previous": MAYBE,
    "proven": bool, "proven_nodes": int, "gap": NUMBER, "alternatives": int, "capped": bool,
    "sometimes": [{"a": str, "b": str, "share": NUMBER}],
}  # fmt: skip
PARTITION = {"communities": [[str]], "unaligned": [str]}
UNWEIGHTED = {"a": str, "b": str, "weight": NUMBER}
WITHIN = {
    "epsilon": NUMBER, "partitions": [{"loss": NUMBER, **PARTITION}], "capped": bool,
    "proven": bool, "sometimes": COMMUNITIES["sometimes"],
    "joins": [{"first": [str], "second": [str], "loss": NUMBER}],
}  # fmt: skip
FOUR = dict.fromkeys(("potts", "disagreement", "modularity", "cpm"), NUMBER)
COMPARED_OBJECTIVES = {
    "objectives": [
        {
            "objective": str, "resolution": (int, float, type(None)), **PARTITION,
            "quality": NUMBER, "proven": bool, "gap": NUMBER, "disagreement": NUMBER,
            "agreement": FOUR, "movers": [str],
        }
    ],
    "unsigned": {
        **PARTITION, "agreement": NUMBER, "movers": [str], "clashes": int,
        "clashes_inside": [UNWEIGHTED], "alliances": int, "alliances_cut": [UNWEIGHTED],
    },
    "sweep": {
        "resolution": NUMBER, "low": NUMBER, "high": (int, float, type(None)), "plateau": bool,
        "proven": bool,
        "plateaus": [
            {"low": NUMBER, "high": (int, float, type(None)), "agreement": NUMBER, **PARTITION}
        ],
    },
    "over_time": {
        "slices": int, "agreement": dict.fromkeys(FOUR, FOUR), "plateau": (int, type(None)),
    },
}  # fmt: skip
MOVE = {"faction": str, "from": str, "to": str}
SHIFT = {
    "date": MAYBE, "since": MAYBE, "when": MAYBE, "event": str, "basis": MAYBE, "moved": [MOVE],
    "cause": [str], "ended_by": [str], "indirect": [str], "exact": (bool, type(None)),
    "reported": [str], "sources": [str], "verdict": str,
}  # fmt: skip
LEAST = {"count": int, "weight": NUMBER, "share": NUMBER, "proven": bool}
FRUSTRATION = {**LEAST, "camps": [[str]]}
BALANCED = {
    "date": str,
    "triads": {"+++": int, "++-": int, "+--": int, "---": int},
    "balanced": (int, float, type(None)),
}  # fmt: skip
STANDING = {
    "faction": str, "positive": int, "negative": int, "positive_strength": NUMBER,
    "negative_strength": NUMBER, "broker": NUMBER, "pn_centrality": NUMBER,
}  # fmt: skip
STRAINED = {
    "factions": [str], "pattern": str, "strain": NUMBER,
    "ties": [{"a": str, "b": str, "weight": NUMBER, "relations": [str]}],
}  # fmt: skip
BALANCE = {
    **BALANCED,
    "strained": [STRAINED],
    "frustration": {"two_camps": FRUSTRATION, "free": FRUSTRATION},
    "factions": [{**STANDING, "line": str}],
}
OVER_TIME = {
    "slices": [{**BALANCED, "frustration": {"two_camps": LEAST, "free": LEAST}}],
    "factions": [{"line": str, "course": [{**STANDING, "date": str}]}],
}
COUNTED = (int, float, type(None))
SERIES = {
    "slices": [
        {
            "date": str, "communities": int, "sizes": [int], "unaligned": int, "present": int,
            "fragmentation": COUNTED, "effective_number": COUNTED, "common": int,
            "adjusted_mutual_information": COUNTED, "variation_of_information": COUNTED,
        }
    ],
    "factions": [
        {
            "line": str, "first": str, "last": str, "slices": int, "unaligned": int, "steps": int,
            "switches": int, "flexibility": COUNTED, "main": MAYBE, "main_name": MAYBE,
            "in_main": int, "loyalty": COUNTED,
        }
    ],
}  # fmt: skip
TIE = {
    "date": str, "with": str, "weight": NUMBER, "positive": NUMBER, "negative": NUMBER,
    "relations": [str],
}  # fmt: skip
WORD = {
    "relation": str, "source": str, "paragraphs": [int], "claim": str, "claimant": MAYBE,
    "via": MAYBE, "date": MAYBE,
}  # fmt: skip
CONTESTED = {
    "ground": str, "lines": [str], "event": MAYBE, "first": MAYBE, "last": MAYBE,
    "sides": [{"relations": [str], "sources": [str], "evidence": [WORD]}],
}  # fmt: skip
ANY = (str, int, float, list, type(None))
COMPARED = {
    "dataset": {
        "title": str, "fingerprint": str, "sources": int, "factions": int, "relations": int,
    },
    "settings": dict, "first": str, "last": str, "slices": int,
}  # fmt: skip
COUNTS = {"added": int, "removed": int, "changed": int}
SHAPES: dict[str, Any] = {
    "validate": [
        {
            "code": str, "severity": str, "file": MAYBE, "line": (int, type(None)),
            "column": (int, type(None)), "record": MAYBE, "message": str,
        }
    ],
    "factions": [FACTION],
    "sources": [{**SOURCE, "n_single_source": int, "n_contested": int}],
    "relations": [RELATION],
    "faction": {
        "id": str,
        "line": [{**FACTION, "since": MAYBE, "renames": [str]}],
        "communities": [{"place": str, "name": str, "first": str, "last": str}],
        "ties": [TIE],
        "relations": [RELATION],
    },
    "pair": {"a": str, "b": str, "ties": [TIE], "relations": [RELATION], "contested": [str]},
    "communities": COMMUNITIES,
    "shifts": [SHIFT],
    "balance": BALANCE,
    "balance over time": OVER_TIME,
    "series": SERIES,
    "series of factions": SERIES,
    "contested": [CONTESTED],
    "corroboration": {
        "counts": {"0": int, "1": int, "2": int, "3+": int},
        "relations": [{"id": str, "independent": int, "origins": [str], "sources": [str]}],
    },
    "diff": {
        "before": COMPARED, "after": COMPARED,
        "settings": [{"name": str, "before": ANY, "after": ANY}],
        "summary": {
            "slices": int, "changed_slices": int, "relations": COUNTS, "sources": COUNTS,
            "factions": COUNTS, "memberships": int,
            "shifts": {"new": int, "gone": int, "changed": int, "same": int},
        },
        "records": [
            {"record": str, "id": str, "change": str, "fields": [str], "sources": [str]}
        ],
        "memberships": [
            {
                "change": str, "lines": [str], "others": [str], "first": str, "last": str,
                "slices": int, "relations": [str], "sources": [str],
            }
        ],
        "shifts": [
            {
                "change": str, "fields": [str], "shared": bool, "before": (dict, type(None)),
                "after": (dict, type(None)), "relations": [str], "sources": [str],
            }
        ],
    },
}  # fmt: skip
ENDS = ({"from", "to"}, {"between"})


def differences(value: Any, shape: Any, path: str = "$") -> list[str]:  # noqa: ANN401 - any JSON
    """Where a value is not of its shape: a dict has exactly these keys, a list such items."""
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{path} is no list"]
        items = enumerate(value)
        return [d for i, item in items for d in differences(item, shape[0], f"{path}[{i}]")]
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{path} is no object"]
        keys = set(value) - (_ends(value) if shape is RELATION else set())
        wrong = [f"{path}.{key} is missing or extra" for key in sorted(keys ^ set(shape))]
        same = keys & set(shape)
        return wrong + [d for k in same for d in differences(value[k], shape[k], f"{path}.{k}")]
    odd = isinstance(value, bool) and bool not in (shape if isinstance(shape, tuple) else (shape,))
    return [] if isinstance(value, shape) and not odd else [f"{path} is {value!r}"]


def _ends(relation: dict[str, Any]) -> set[str]:
    """Either from and to, or between."""
    return next((ends for ends in ENDS if ends <= set(relation)), {"from", "to", "between"})


@pytest.mark.parametrize("data", ["bundled", "tiny"])
@pytest.mark.parametrize("command", ANSWERS)
def test_json_has_exactly_the_documented_keys(command: str, data: str, answer: Answer) -> None:
    outcome = answer(command, data, "--json")

    assert (outcome.code, outcome.err) == (0, "")
    assert differences(json.loads(outcome.out), SHAPES[command]) == []


@pytest.mark.parametrize("data", ["bundled", "tiny"])
def test_export_json_has_exactly_the_documented_keys(data: str, tiny: Path) -> None:
    value = json.loads(ask("export", "json", *(["-d", str(tiny)] if data == "tiny" else [])).out)

    about = {
        "title": str, "description": str, "period": MAYBE, **SPAN, "license": MAYBE,
        "defaults": (dict, type(None)), "fingerprint": str,
    }  # fmt: skip
    shape = {"dataset": about, "sources": [SOURCE], "factions": [FACTION], "relations": [RELATION]}
    assert differences(value, shape) == []
    for relation in value["relations"]:
        for item in relation["evidence"]:
            assert (
                differences(item, EVIDENCE | ({"date": str, **SPAN} if "date" in item else {}))
                == []
            )


@pytest.mark.parametrize("data", ["bundled", "tiny"])
def test_communities_adds_what_is_asked_for(data: str, answer: Answer) -> None:
    options = ("--within", "0.2", "--compare", "--every", "P6M", "--json")
    value = json.loads(answer("communities", data, *options).out)

    assert differences(value, {**COMMUNITIES, "within": WITHIN, **COMPARED_OBJECTIVES}) == []
    assert value["sweep"]["plateaus"][0]["low"] == 0
    assert value["sweep"]["plateaus"][-1]["high"] is None
    own = value["objectives"][0]
    assert [set(c["members"]) for c in value["communities"]] == [
        set(members) for members in own["communities"]
    ]
    assert {tuple(p["communities"][0]) for p in value["within"]["partitions"][:1]} <= {
        tuple(members) for members in own["communities"]
    }


def test_a_difference_in_shape_is_seen() -> None:
    shape = {"a": int, "b": [{"c": str}]}

    assert differences({"a": 1, "b": [{"c": "x"}]}, shape) == []
    assert differences({"a": 1, "b": [], "d": 2}, shape) == ["$.d is missing or extra"]
    assert differences({"a": True, "b": [{"c": None}]}, shape)
    assert differences({"b": []}, shape) == ["$.a is missing or extra"]


def test_values_are_those_of_the_vocabulary(answer: Answer) -> None:
    shifts = json.loads(answer("shifts", "bundled", "--json").out)
    communities = json.loads(answer("communities", "bundled", "--json").out)

    computed = [shift for shift in shifts if shift["moved"]]
    assert {shift["basis"] for shift in computed} <= {"news", "mixed", "fading", "presumed"}
    assert {shift["verdict"] for shift in shifts} <= set(VERDICTS)
    assert communities["objective"] == "potts"
    ids = {community["id"] for community in communities["communities"]}
    assert len(ids) == len(communities["communities"])
    members = [m for community in communities["communities"] for m in community["members"]]
    assert len(members) == len(set(members))
    assert not set(members) & set(communities["unaligned"])


def test_what_json_names_exists(answer: Answer) -> None:
    """Every relation, source and faction that an answer names is in the lists."""
    known = {
        name: {record["id"] for record in json.loads(answer(name, "bundled", "--json").out)}
        for name in ("factions", "sources", "relations")
    }
    shifts = json.loads(answer("shifts", "bundled", "--json").out)
    communities = json.loads(answer("communities", "bundled", "--json").out)

    told = {r for s in shifts for r in (*s["cause"], *s["indirect"], *s["reported"])}
    assert told <= known["relations"]
    assert {source for s in shifts for source in s["sources"]} <= known["sources"]
    assert {m["faction"] for s in shifts for m in s["moved"]} <= known["factions"]
    assert {r for tie in communities["contradicting"] for r in tie["relations"]} <= known[
        "relations"
    ]
