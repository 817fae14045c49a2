"""What the loader can find wrong with a file or a record: its codes, each in one line."""

from __future__ import annotations

FILE_CODES = {
    "D001": "A file that every data set needs is missing.",
    "D002": "A file or folder cannot be read.",
    "D003": "A file is not UTF-8.",
    "D004": "A file holds a control character.",
    "D005": "A file is not valid YAML.",
    "D006": "A file is empty.",
    "D007": "A file holds more than one YAML document.",
    "D008": "A value carries a YAML tag.",
    "D009": "A YAML alias is unknown, or aliases expand to too much.",
    "D010": "Values are nested too deeply.",
    "D011": "A key stands twice in one mapping.",
    "D012": "A key is no plain text.",
    "D013": "Relations stand both in relations.yaml and in relations/.",
    "W001": "A file in the folder is not read.",
}

RECORD_CODES = {
    "D020": "A value has the wrong shape: text, list or mapping.",
    "D021": "A key is unknown.",
    "D022": "A key that a record needs is missing.",
    "D023": "A value is empty.",
    "D024": "An id is not made of lower-case letters, digits and hyphens.",
    "D025": "A value is not one of those allowed.",
    "D026": "A number is none, or is out of range.",
    "D027": "A date is not in the supported subset of EDTF.",
    "D028": "A relation is not written with from and to, or with between.",
    "D029": "A list names the same thing twice.",
    "D030": "A web address or checksum is malformed.",
    "D106": "Two records have the same id.",
    "D204": "A date ends before it starts.",
}

LOADER_CODES = FILE_CODES | RECORD_CODES
"""Every code the loader gives, with its meaning; the rules across records have theirs in checks."""
