# SPDX-License-Identifier: LGPL-2.1-or-later
"""A figure that a notebook shows without pyplot. Imports matplotlib, and is imported only where a figure is drawn."""

from __future__ import annotations

import io

from matplotlib.figure import Figure


class Picture(Figure):
    """A figure of matplotlib, which a notebook shows as it is."""

    def _repr_png_(self) -> bytes:
        picture = io.BytesIO()
        self.savefig(picture, format="png")
        return picture.getvalue()
