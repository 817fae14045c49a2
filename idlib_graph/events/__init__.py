"""Conflict event tables: UCDP, ACLED or any table -> one contract -> folded, signed ties.

``table`` holds the contract, ``reading`` and ``writing`` its files, ``names`` the spellings, and
one module each the rules of a register. Nothing that is uncertain becomes a tie: it is ``review``.
"""
