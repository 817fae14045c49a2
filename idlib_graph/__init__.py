"""Faction relationship graphs: who stood with whom, when, and on whose word."""

__version__ = "0.1.0"
