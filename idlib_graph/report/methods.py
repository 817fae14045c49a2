"""How the numbers are made, word by word, for readers of a report alone."""

from __future__ import annotations

READING = {
    "As computed": "It follows from the reported ties by the method; no source says it.",
    "Community": (
        "Factions that sit together in the best division of the ties reported for a day. It is "
        "named after its most tied member, and is no claim that they are one alliance."
    ),
    "Slice": "A day for which communities are computed, at even steps in time.",
    "Shift": (
        "A change of who sits with whom from one slice to the next. It is told as an event only "
        "where something was reported to have happened."
    ),
    "Draw": (
        "The whole analysis once more, with each date moved within what its source leaves open "
        "and each word believed or not, as often as its credibility says. What few draws find is "
        "not sure."
    ),
}
"""The words that a report cannot do without, before they are used."""

WORDS = {
    "Relation": (
        "What one or more sources say of two factions: an alliance, a split or a clash, with "
        "its date, the paragraphs that say so, and how the source stands to it (asserted, "
        "reported, alleged, speculated, expected or denied)."
    ),
    "Presence": (
        "A relation counts in full from its date until something ends it; after its last "
        "report, and before its first, it fades by half in each half-life, and is dropped "
        "below a quarter."
    ),
    "Credibility": (
        "Claim factor times reliability factor of the source; independent sources add up to 1 "
        "- (1 - c)(1 - c)... and words that rest on the same report count as one."
    ),
    "Tie": (
        "All relations of a pair on one day, strength times credibility times presence each, "
        "alliances against splits and clashes: one signed weight between -1 and 1."
    ),
    "Community": (
        "Factions that sit together in the best of all divisions of a day's ties. It takes "
        "two; who is in none is unaligned. A community is named after its member most tied "
        "inside it over its life, and keeps its identity where enough of it is found again."
    ),
    "Proven": ("Integer programming has shown that no other division scores higher."),
    "Shift": (
        "A change of who sits with whom between two slices. It is told as an event only where "
        "something was reported to have happened; else reports faded, or a later report is "
        "read back, and it is listed apart."
    ),
    "Cause": (
        "The smallest set of reported relations that, put back as they were, puts those who "
        "moved back with their former company."
    ),
    "Reported and computed": (
        "A source tells of the event, and the ties bear it out. Reported only: it is told, "
        "but changes nobody's company here. Computed only: it follows from the ties, told by "
        "nobody."
    ),
    "Draw": (
        "One of many analyses in which each date falls somewhere in its box and each word is "
        "believed as often as its claim and its source's reliability say."
    ),
    "Contested": (
        "Reports conflict: something friendly and something hostile over the same time, another "
        "date, other parties, over or not, denied. Both versions are kept."
    ),
}
"""What the words of a report mean."""
