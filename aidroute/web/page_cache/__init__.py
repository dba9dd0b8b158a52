"""Finished public pages, kept in memory and answered before Flask sees the request.

In the order a request meets them: front (the cache itself), static_front (files that never change), squeezing
(compression of what is not kept). Below them: rules (what may be kept), keys (under which name), kept (one answer in
its compressed forms), shelf (all answers, bounded by bytes), flights (one rendering at a time for each page), codings
(which compressed form a browser takes), asking (getting an answer from Flask). placing puts all of it
around the application.
"""
