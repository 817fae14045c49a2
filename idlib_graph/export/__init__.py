"""Data sets and analyses in the formats of other tools."""
