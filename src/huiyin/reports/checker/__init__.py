"""Opens finished papers and says where they depart from their form: `official` for .docx, `ledger` for .xlsx.

A checker changes nothing and quotes no text of a paper: a fault names a place.
"""
