#!/usr/bin/env python3
"""Fills a running Python mcp-memory-service with what its importer's test expects.

    make_fixture.py http://127.0.0.1:8000 API_KEY

Made once, against version 12.4.0; the database file and the JSON export of that run are in
src/test/resources/python-service/. Standard library only.
"""

import json
import sys
import urllib.request


def call(method, path, body=None):
    request = urllib.request.Request(
        SERVER + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": "Bearer " + KEY, "Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


SERVER, KEY = sys.argv[1], sys.argv[2]

for number in range(1, 21):
    call(
        "POST",
        "/api/memories",
        {
            "content": f"Release {number} went out on a Tuesday, the gateway of region {number * 7} was drained first",
            "tags": ["release", f"region-{number % 3}"],
            "memory_type": "note",
            "metadata": {"number": number, "nested": {"list": [1, "two", None, True]}},
            "conversation_id": f"c-{number}",
        },
    )
call("POST", "/api/memories", {"content": "Grüße aus Zürich: 東京は雨です 🌧️ and a tab\there", "tags": ["unicode", "mötör"]})
call("POST", "/api/memories", {"content": "No tags were given to this one", "conversation_id": "c-untagged"})
call("POST", "/api/memories", {"content": "The work store keeps what is said at work", "tags": ["office"], "store": "work"})
call("POST", "/api/memories", {"content": "A decision about money", "tags": ["a decision", "money"], "memory_type": "decision"})
gone = call("POST", "/api/memories", {"content": "This one was deleted again", "tags": ["gone"], "conversation_id": "c-gone"})
call("DELETE", "/api/memories/" + gone["content_hash"])
call(
    "POST",
    "/api/sessions",
    {
        "turns": [{"role": "user", "content": "Where is the key?"}, {"role": "assistant", "content": "Under the mat."}],
        "session_id": "s-1",
        "tags": ["home"],
    },
)
print(json.dumps(call("GET", "/api/health/detailed")["storage"], indent=1))
