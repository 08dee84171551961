"""The review page: what the ledger knows, in a browser, each number with its words, and what people decide about it.

Promise: one data function a page gives the HTML and its JSON twin alike; nothing is loaded from anywhere else; report
text is data and never markup. Needs the extra ``web``; nothing here is imported by the rest of the package.
"""
