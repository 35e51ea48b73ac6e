"""Person records: one per controller, linked and never merged; identifiers encrypted, names searched by
token.

Must not know cases: a record is seen where its controller's unit takes part in a case (the arrays that
`sharing` keeps).
"""
