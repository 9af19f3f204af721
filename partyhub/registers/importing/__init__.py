"""Importing workbooks, for every register: read, judged by the register's own form, and applied.

`sheets` finds the header row and turns cells into what a form takes; `matching` finds the records
that rows are about; `judging` lets the form judge a row; `running` runs a whole file in one
transaction, which a preview gives up and an import keeps; `undoing` takes an import back.
"""
