"""Papers for print, as pages and as .docx: minutes, sign-in sheets, plaques, rolls of honor."""
