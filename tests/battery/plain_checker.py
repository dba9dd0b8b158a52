"""The link checker that everybody writes first: GET, and the status code decides. peers.py starts it."""

import sys

import requests

try:
    answer = requests.get(sys.argv[1], timeout=float(sys.argv[2]))
except Exception as error:  # noqa: BLE001 -- the first try of everybody catches everything
    print(type(error).__name__)
    sys.exit(1)
print(answer.status_code)
sys.exit(0 if answer.ok else 1)
