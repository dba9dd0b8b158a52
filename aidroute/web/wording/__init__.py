"""The words of the pages, by code: every text goes through gettext and is translated when it is shown.

A code without words is shown by a careful general sentence; a test makes sure that no code of ours lacks its words.
"""
