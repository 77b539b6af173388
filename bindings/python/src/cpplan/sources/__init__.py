# SPDX-License-Identifier: LGPL-2.1-or-later
"""Readers of files that authorities have: each makes documents of the format ``cpplan-case/1``.

``cpplan.sources.cin`` reads the Children in Need census of the Department for Education, ``cpplan.sources.annex_a`` the
child-level lists that Ofsted asks for. docs/sources.md tells what becomes of what.
"""

from cpplan.sources._documents import (
    CODES,
    Child,
    Document,
    Event,
    Note,
    Notes,
    Person,
    Readable,
    Source,
    SourceError,
)

SourceError.__module__ = __name__

__all__ = ["CODES", "Child", "Document", "Event", "Note", "Notes", "Person", "Readable", "Source", "SourceError"]
