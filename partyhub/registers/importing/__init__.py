"""Import of workbooks for every register: read, judged by the register's own form, and applied.

`reading` finds the sheets, header rows and columns, and turns cells into the texts that a form
takes. `matching` finds the records that rows are about. `judging` compares a row with its record
and lets the form judge it. `importer` runs a whole file in one transaction, which a preview rolls
back and an import commits (`service`). `isolation` does that on a private copy of the database.
`undo` reverts an import as a whole. `web` has the pages, and the uploads behind them.
"""
