"""Messages for people about a faulty file: what it is, and what to do.

Not imported with the package: it loads Flask, and the processes that read files do without.
"""

from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.spreadsheets.faults import Details, Fault
from partyhub.spreadsheets.limits import MIB
from partyhub.spreadsheets.package_losses import Loss

_FAULTS = {
    Fault.EMPTY: lazy_gettext("The file is empty. Save the workbook again and choose that file."),
    Fault.TOO_BIG: lazy_gettext(
        "The file is larger than %(mib)s MiB. Take out pictures and sheets that don't belong to "
        "the import, or divide the rows between several files."
    ),
    Fault.OLD_EXCEL: lazy_gettext(
        "This is an old workbook (.xls, or .et of WPS). Open it in Excel or WPS, choose “Save as” "
        "and “Excel workbook (*.xlsx)”, and choose the new file."
    ),
    Fault.ENCRYPTED: lazy_gettext(
        "The workbook has a password. Open it, take the password off, save it, and choose it again."
    ),
    Fault.TEXT: lazy_gettext(
        "This is a text file (.csv, .txt or .xml). Open it in Excel or WPS, look whether Chinese "
        "and long numbers are right, save it as .xlsx, and choose the new file."
    ),
    Fault.WEB_PAGE: lazy_gettext(
        "This is a web page with the name of a workbook, as some systems export it. Open it in "
        "Excel or WPS, save it as .xlsx, and choose the new file."
    ),
    Fault.PICTURE: lazy_gettext("This is a picture. Choose a workbook (.xlsx)."),
    Fault.PDF: lazy_gettext("This is a PDF document. Choose a workbook (.xlsx)."),
    Fault.ARCHIVE: lazy_gettext(
        "This is an archive. Unpack it, and choose the workbook (.xlsx) from it."
    ),
    Fault.MACROS: lazy_gettext(
        "The workbook holds macros (.xlsm). Macros are not taken: save it as “Excel workbook "
        "(*.xlsx)” and choose the new file."
    ),
    Fault.BINARY_WORKBOOK: lazy_gettext(
        "This is a binary workbook (.xlsb). Save it as “Excel workbook (*.xlsx)” and choose the "
        "new file."
    ),
    Fault.OPEN_DOCUMENT: lazy_gettext(
        "This is a workbook of LibreOffice (.ods). Save it as “Excel 2007–365 (.xlsx)” and choose "
        "the new file."
    ),
    Fault.TEMPLATE: lazy_gettext(
        "This is a template of Excel (.xltx). Save it as “Excel workbook (*.xlsx)” and choose the "
        "new file."
    ),
    Fault.OTHER_OFFICE: lazy_gettext(
        "This is no workbook but a document or presentation. Choose a workbook (.xlsx)."
    ),
    Fault.STRICT: lazy_gettext(
        "The workbook is saved as “Strict Open XML”. Save it as “Excel workbook (*.xlsx)” and "
        "choose the new file."
    ),
    Fault.NO_WORKBOOK: lazy_gettext("This is no workbook. Choose a workbook (.xlsx)."),
    Fault.EXTERNAL_LINKS: lazy_gettext(
        "The workbook takes values from other files. In Excel or WPS choose “Data”, “Edit links”, "
        "“Break link”, save it, and choose it again."
    ),
    Fault.EMBEDDED: lazy_gettext(
        "Other files or controls are embedded in the workbook. Delete them, save it, and choose it "
        "again."
    ),
    Fault.DAMAGED: lazy_gettext(
        "The workbook is damaged and can't be read. Open it in Excel or WPS, let it be repaired, "
        "save it as a new .xlsx file, and choose that."
    ),
    Fault.UNSAFE: lazy_gettext(
        "The file is built as no spreadsheet program builds it, and is refused for safety. Copy "
        "the rows into a new workbook, save it as .xlsx, and choose that."
    ),
    Fault.UNPACKED_TOO_BIG: lazy_gettext(
        "Unpacked, the file is larger than %(mib)s MiB. Copy the rows that you need into a new "
        "workbook, and choose that."
    ),
    Fault.TOO_COMPLEX: lazy_gettext(
        "The workbook holds too many formats, drawings or merged cells. Copy the rows, as values "
        "only, into a new workbook, and choose that."
    ),
    Fault.TOO_MANY_SHEETS: lazy_gettext(
        "The workbook has more than %(limit)s sheets. Delete those that don't belong to the import."
    ),
    Fault.TOO_MANY_ROWS: lazy_gettext(
        "A sheet goes beyond row %(limit)s. Where the rows below the table are empty, select them "
        "and delete them; otherwise divide the rows between several files."
    ),
    Fault.TOO_MANY_COLUMNS: lazy_gettext(
        "A sheet has something beyond column %(limit)s. Delete what stands far to the right of the "
        "table."
    ),
    Fault.TOO_MANY_CELLS: lazy_gettext(
        "The workbook holds more than %(limit)s cells. Divide the rows between several files."
    ),
    Fault.CELL_TOO_LONG: lazy_gettext(
        "A cell holds more than %(limit)s characters. Shorten it, and choose the file again."
    ),
    Fault.TOO_SLOW: lazy_gettext(
        "Reading the workbook took longer than %(limit)s seconds and was given up. Copy the rows, "
        "as values only, into a new workbook, or divide them between several files."
    ),
    Fault.TOO_MUCH_MEMORY: lazy_gettext(
        "The workbook is too large to be worked on as a whole. Copy the rows, as values only, into "
        "a new workbook, or divide them between several files."
    ),
}

_LOSSES = {
    Loss.SHAPES: lazy_pgettext("loss", "shapes and text boxes"),
    Loss.PICTURES: lazy_pgettext("loss", "pictures"),
    Loss.CELL_PICTURES: lazy_pgettext("loss", "pictures placed in cells"),
    Loss.HEADER_PICTURES: lazy_pgettext("loss", "pictures in headers and footers"),
    Loss.CHARTS: lazy_pgettext("loss", "looks of charts"),
    Loss.PIVOT_TABLES: lazy_pgettext("loss", "pivot tables"),
    Loss.SLICERS: lazy_pgettext("loss", "slicers and timelines"),
    Loss.CONTROLS: lazy_pgettext("loss", "buttons and other controls"),
    Loss.COMMENTS: lazy_pgettext("loss", "looks and sizes of comments"),
    Loss.THREADED_COMMENTS: lazy_pgettext("loss", "conversations in comments"),
    Loss.VALIDATIONS: lazy_pgettext("loss", "lists to choose from that lie on another sheet"),
    Loss.CONDITIONAL_FORMATS: lazy_pgettext("loss", "newer conditional formats"),
    Loss.SPARKLINES: lazy_pgettext("loss", "sparklines"),
    Loss.QUERIES: lazy_pgettext("loss", "queries of other data"),
    Loss.DYNAMIC_ARRAYS: lazy_pgettext("loss", "formulas that fill several cells"),
}


def fault_sentence(fault: Fault, details: Details | None = None) -> str:
    """Return what the file is and what to do, in the language of the page or command."""
    numbers = dict(details or {})
    limit = numbers.get("limit", 0)
    mib = int(limit) // MIB or 1
    return str(_FAULTS[fault]) % {"limit": f"{limit:,}", "mib": mib}


def loss_name(loss: Loss) -> str:
    """Return the name of what would be lost, for a list of such names."""
    return str(_LOSSES[loss])
