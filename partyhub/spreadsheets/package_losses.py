"""The contents of a workbook that openpyxl would not write back, found from its parts."""

from collections.abc import Iterator
from enum import Enum

from partyhub.spreadsheets.guard import Package


class Loss(Enum):
    """A kind of content that marking a workbook would remove or change."""

    SHAPES = "shapes"
    PICTURES = "pictures"
    CELL_PICTURES = "cell_pictures"
    HEADER_PICTURES = "header_pictures"
    CHARTS = "charts"
    PIVOT_TABLES = "pivot_tables"
    SLICERS = "slicers"
    CONTROLS = "controls"
    COMMENTS = "comments"
    THREADED_COMMENTS = "threaded_comments"
    VALIDATIONS = "validations"
    CONDITIONAL_FORMATS = "conditional_formats"
    SPARKLINES = "sparklines"
    QUERIES = "queries"
    DYNAMIC_ARRAYS = "dynamic_arrays"


_BY_NAME = (
    # openpyxl keeps photos; what is drawn by lines it leaves out.
    *((suffix, Loss.PICTURES) for suffix in (".emf", ".wmf", ".svg")),
    ("/cellimages.xml", Loss.CELL_PICTURES),  # pictures in cells, as WPS stores them
    ("/richdata/", Loss.CELL_PICTURES),  # and Excel
    ("/charts/chart", Loss.CHARTS),
    ("/chartsheets/", Loss.CHARTS),
    ("/charts/chartex", Loss.CHARTS),
    ("/pivottables/", Loss.PIVOT_TABLES),
    ("/pivotcache/", Loss.PIVOT_TABLES),
    ("/slicers/", Loss.SLICERS),
    ("/timelines/", Loss.SLICERS),
    ("/ctrlprops/", Loss.CONTROLS),
    ("/threadedcomments/", Loss.THREADED_COMMENTS),
    ("/connections.xml", Loss.QUERIES),
    ("/querytables/", Loss.QUERIES),
    ("xl/metadata.xml", Loss.DYNAMIC_ARRAYS),
)
_DRAWN = (
    ("sp", Loss.SHAPES),
    ("cxnSp", Loss.SHAPES),
    ("grpSp", Loss.SHAPES),
    ("contentPart", Loss.SHAPES),
)
# Elements of a sheet, and the names of its extensions as Microsoft publishes them.
_EXTENSIONS = {
    "legacyDrawingHF": Loss.HEADER_PICTURES,
    "controls": Loss.CONTROLS,
    "oleObjects": Loss.CONTROLS,
    "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}": Loss.VALIDATIONS,
    "{78C0D931-6437-407D-A8EE-F0AAD7539E65}": Loss.CONDITIONAL_FORMATS,
    "{05C60535-1F16-4FD2-B633-F4F36F0B64E0}": Loss.SPARKLINES,
    "{A8765BA9-456A-4DAB-B4F3-ACF838C121DE}": Loss.SLICERS,
    "{3A4CF648-6AED-40F4-86FF-DC5316D8AED3}": Loss.SLICERS,
    "{7E03D99C-DC04-49D9-9315-930204A7B6E9}": Loss.SLICERS,
}


def losses_of(package: Package) -> list[Loss]:
    """Return what would be lost, each once, in the order of `Loss`."""
    found = set(_by_parts(package))
    for scan in package.sheets.values():
        found |= {_EXTENSIONS[name] for name in scan.extensions & _EXTENSIONS.keys()}
    return [loss for loss in Loss if loss in found]


def _by_parts(package: Package) -> Iterator[Loss]:
    for name in package.names:
        path = f"/{name.casefold()}"
        yield from (loss for part, loss in _BY_NAME if part in path)
    for name, counted in package.counted.items():
        path = f"/{name.casefold()}"
        if "/drawings/" in path:
            yield from (loss for element, loss in _DRAWN if counted[element])
        elif "/comments" in path and counted["rPr"] > counted["comment"]:
            # Programs give any comment one format for its whole text.
            yield Loss.COMMENTS
