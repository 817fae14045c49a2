"""An analysis as terminal text, Markdown, HTML and JSON."""
