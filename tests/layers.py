"""Layers of a storyline, made up: who stands with whom, turn after turn."""

from __future__ import annotations

import random

Layers = list[list[list[str]]]


def random_layers(seed: int, lines: int = 18, layers: int = 14, communities: int = 4) -> Layers:
    rng = random.Random(seed)  # noqa: S311 - a test case, not a secret
    homes = {f"f{i:02}": rng.randrange(communities) for i in range(lines)}
    begin = {x: rng.choice([0, 0, rng.randrange(layers)]) for x in homes}
    found = []
    for layer in range(layers):
        for line in homes:
            if rng.random() < 0.08:
                homes[line] = rng.randrange(-1, communities)
        groups: dict[object, list[str]] = {}
        for line, home in homes.items():
            if begin[line] <= layer:
                groups.setdefault(line if home < 0 else home, []).append(line)
        found.append(list(groups.values()))
    return found
