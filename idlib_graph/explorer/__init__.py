"""One offline page to explore an analysis with."""
