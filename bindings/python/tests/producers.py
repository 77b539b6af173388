# SPDX-License-Identifier: LGPL-2.1-or-later
"""Columns that have the Arrow PyCapsule interface and nothing else, as those of libraries that nobody knows here."""


class Producer:
    """What gives an Arrow array."""

    def __init__(self, column):
        self.column = column

    def __arrow_c_array__(self, requested_schema=None):
        return self.column.__arrow_c_array__()


class Stream:
    """What gives a stream."""

    def __init__(self, column):
        self.column = column

    def __arrow_c_stream__(self, requested_schema=None):
        return self.column.__arrow_c_stream__()
