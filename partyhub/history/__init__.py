"""The history: who changed what, when and how, written in the transaction of the change."""
