#!/usr/bin/env python3
"""A client of the Python service mcp-memory-service 12.4.0, written against its documentation.

    python_service_client.py http://127.0.0.1:8000 API_KEY

It stores, lists, reads, updates, deletes, searches in three ways, listens to events and catches up on them, uploads a
document, and exits with 0 when every answer is as documented. It runs unchanged against that service and against ours; the tests
run it against ours. Standard library only. All it stores carries one tag that no other run has.
"""

import hashlib
import http.client
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

SERVER = sys.argv[1].rstrip("/")
KEY = sys.argv[2]
RUN = "run-" + uuid.uuid4().hex
PATIENCE = 60


def call(method, path, body=None, headers=None):
    """Status and JSON of an answer, whatever the status."""
    request = urllib.request.Request(
        SERVER + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": "Bearer " + KEY, "Content-Type": "application/json", **(headers or {})},
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read() or b"null")


def same(what, found, wanted):
    if found != wanted:
        raise AssertionError(f"{what}: {found!r}, not {wanted!r}")


def holds(what, condition, found=None):
    if not condition:
        raise AssertionError(f"{what}: {found!r}")


def ok(answer):
    same(f"status ({answer[1]})", answer[0], 200)
    return answer[1]


def has(value, **fields):
    """Every field is there and has its type."""
    for name, kind in fields.items():
        holds(f"field {name}", name in value, value)
        holds(f"type of {name}", kind is None or isinstance(value[name], kind), value[name])


NUMBER = (int, float)


class Events:
    """One stream of server-sent events."""

    def __init__(self, last_event_id=None):
        address = urllib.parse.urlparse(SERVER)
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=PATIENCE)
        headers = {"Authorization": "Bearer " + KEY, "Accept": "text/event-stream"}
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        self.connection.request("GET", "/api/events", headers=headers)
        self.response = self.connection.getresponse()
        same("status of the stream", self.response.status, 200)
        holds("type of the stream", self.response.getheader("Content-Type", "").startswith("text/event-stream"))

    def next(self):
        event = {}
        while True:
            line = self.response.readline().decode().rstrip("\r\n")
            if not line and "event" in event:
                event["data"] = json.loads(event.get("data", "null"))
                return event
            name, _, value = line.partition(":")
            if name:
                event[name] = event.get(name, "") + value.removeprefix(" ")

    def until(self, name, content_hash):
        """The next event of this name about this memory."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            event = self.next()
            if event["event"] == name and event["data"].get("content_hash") == content_hash:
                return event
        raise AssertionError(f"no event {name} of {content_hash}")

    def close(self):
        self.response.close()
        self.connection.close()


def hash_of(content):
    return hashlib.sha256(content.strip().lower().encode()).hexdigest()


def check_memory(memory):
    has(
        memory,
        content=str,
        content_hash=str,
        tags=list,
        memory_type=(str, type(None)),
        metadata=dict,
        created_at=NUMBER,
        created_at_iso=str,
        updated_at=NUMBER,
        updated_at_iso=str,
    )
    holds("created_at_iso", memory["created_at_iso"].endswith("Z"), memory["created_at_iso"])


def store(content, **more):
    body = {"content": content, "tags": [RUN], "conversation_id": RUN, **more}
    return call("POST", "/api/memories", body)


def stores_and_reads():
    content = f"The Backup of {RUN} moved to the cellar"
    stored = ok(store(content, tags=[RUN, "ops"], memory_type="note", metadata={"shelf": 3}))
    has(stored, success=bool, message=str, content_hash=str, memory=dict)
    same("success", stored["success"], True)
    same("message", stored["message"], "Memory stored successfully")
    same("content_hash", stored["content_hash"], hash_of(content))
    check_memory(stored["memory"])
    same("tags", sorted(stored["memory"]["tags"]), sorted([RUN, "ops"]))
    same("memory_type", stored["memory"]["memory_type"], "note")
    same("metadata", stored["memory"]["metadata"]["shelf"], 3)

    again = ok(store(content.upper() + "  "))
    same("success of a duplicate", again["success"], False)
    holds("message of a duplicate", again["message"].startswith("Duplicate content detected"), again["message"])
    same("memory of a duplicate", again["memory"], None)

    found = ok(call("GET", "/api/memories/" + stored["content_hash"]))
    check_memory(found)
    same("content", found["content"], content)

    same("status of nothing", call("GET", "/api/memories/" + "0" * 64), (404, {"detail": "Memory not found"}))
    same("status without content", call("POST", "/api/memories", {})[0], 422)
    status, refusal = call("POST", "/api/memories", {"tags": []})
    same("missing field", refusal["detail"][0]["type"], "missing")
    same("place of the missing field", refusal["detail"][0]["loc"], ["body", "content"])
    same("store all", store("x", store="all")[0], 400)

    tagged = ok(call("POST", "/api/memories", {"content": f"agent {RUN}", "conversation_id": RUN}, {"X-Agent-ID": RUN}))
    holds("tag of the agent", "agent:" + RUN in tagged["memory"]["tags"], tagged)
    bare = ok(call("POST", "/api/memories", {"content": f"no tags {RUN}", "conversation_id": RUN}))
    same("tags of none", bare["memory"]["tags"], ["untagged"])
    return stored["content_hash"]


def lists():
    for number in range(3):
        ok(store(f"page {number} of {RUN}", tags=["list-" + RUN, f"odd-{number % 2}-{RUN}"], memory_type="decision"))
    query = urllib.parse.urlencode({"tag": "list-" + RUN, "page": 1, "page_size": 2})
    page = ok(call("GET", "/api/memories?" + query))
    has(page, memories=list, total=int, page=int, page_size=int, has_more=bool)
    same("total", page["total"], 3)
    same("has_more", page["has_more"], True)
    same("newest first", [m["content"] for m in page["memories"]], [f"page {n} of {RUN}" for n in (2, 1)])
    page = ok(call("GET", "/api/memories?" + query.replace("page=1", "page=2")))
    same("has_more at the end", page["has_more"], False)
    same("the rest", len(page["memories"]), 1)
    query = urllib.parse.urlencode({"tag": f"list-{RUN},odd-1-{RUN}", "tag_match": "all"})
    same("all tags", ok(call("GET", "/api/memories?" + query))["total"], 1)
    query = urllib.parse.urlencode({"tag": f"odd-0-{RUN},odd-1-{RUN}"})
    same("any tag", ok(call("GET", "/api/memories?" + query))["total"], 3)
    same("page 0", call("GET", "/api/memories?page=0")[0], 422)
    same("page_size 101", call("GET", "/api/memories?page_size=101")[0], 422)


def updates(content_hash):
    changed = ok(call("PUT", "/api/memories/" + content_hash, {"tags": [RUN, "changed"], "metadata": {"shelf": 4}}))
    has(changed, success=bool, message=str, content_hash=str, memory=dict)
    same("success of an update", changed["success"], True)
    holds("message of an update", changed["message"].startswith("Updated fields: "), changed["message"])
    same("tags after", sorted(changed["memory"]["tags"]), sorted([RUN, "changed"]))
    read = ok(call("GET", "/api/memories/" + content_hash))
    same("metadata after", read["metadata"]["shelf"], 4)
    holds("updated_at", read["updated_at"] >= read["created_at"], read)
    unchanged = ok(call("PUT", "/api/memories/" + content_hash, {}))
    same("message of none", unchanged["message"], "No updates provided - memory unchanged")
    same("update of nothing", call("PUT", "/api/memories/" + "0" * 64, {"tags": ["x"]})[0], 404)


def check_search(found, kind):
    has(found, results=list, total_found=int, query=str, search_type=str, processing_time_ms=(float, int, type(None)))
    same("search_type", found["search_type"], kind)
    for result in found["results"]:
        has(result, memory=dict, similarity_score=None, relevance_reason=(str, type(None)))
        check_memory(result["memory"])


def searches(content_hash):
    question = f"The Backup of {RUN} moved to the cellar"
    found = ok(call("POST", "/api/search", {"query": question, "n_results": 5}))
    check_search(found, "semantic")
    holds("the memory itself", content_hash in [r["memory"]["content_hash"] for r in found["results"]], found)
    holds("at most n_results", len(found["results"]) <= 5)
    for result in found["results"]:
        holds("similarity_score", 0 <= result["similarity_score"] <= 1, result)
    same("n_results 0", call("POST", "/api/search", {"query": "x", "n_results": 0})[0], 422)
    same("no query", call("POST", "/api/search", {})[0], 422)

    tagged = ok(call("POST", "/api/search/by-tag", {"tags": [RUN, "changed"], "match_all": True}))
    check_search(tagged, "tag")
    same("by tag", [r["memory"]["content_hash"] for r in tagged["results"]], [content_hash])
    same("score by tag", tagged["results"][0]["similarity_score"], None)
    same("no tag", call("POST", "/api/search/by-tag", {"tags": []}), (400, {"detail": "At least one tag must be specified"}))

    timed = ok(call("POST", "/api/search/by-time", {"query": "today", "n_results": 100}))
    check_search(timed, "time")
    holds("by time", timed["total_found"] > 0, timed)
    status, refusal = call("POST", "/api/search/by-time", {"query": "zzz"})
    same("unparsable time", status, 400)
    holds("words about it", refusal["detail"].startswith("Could not parse time query: 'zzz'"), refusal)


def tags():
    listed = ok(call("GET", "/api/tags"))
    holds("tags", {"tag": "list-" + RUN, "count": 3} in listed["tags"], RUN)


def types():
    types = ok(call("GET", "/api/types"))
    holds("types", isinstance(types, list) and "observation" in types and "note" in types, types)


def sessions():
    turns = [{"role": "user", "content": f"Where is {RUN}?"}, {"role": "assistant", "content": "Under the mat."}]
    kept = ok(call("POST", "/api/sessions", {"turns": turns, "session_id": RUN, "tags": [RUN]}))
    has(kept, success=bool, message=str, session_id=str, content_hash=str, turn_count=int)
    same("session_id", kept["session_id"], RUN)
    same("turn_count", kept["turn_count"], 2)
    memory = ok(call("GET", "/api/memories/" + kept["content_hash"]))
    same("content of a session", memory["content"], f"[user] Where is {RUN}?\n[assistant] Under the mat.")
    same("type of a session", memory["memory_type"], "session")
    holds("tag of a session", "session:" + RUN in memory["tags"], memory)


def events():
    listener = Events()
    first = listener.next()
    same("first event", first["event"], "connection_established")
    has(first["data"], connection_id=str, message=str, heartbeat_interval=NUMBER, timestamp=str)

    content = f"An event of {RUN}: " + "x" * 200
    content_hash = ok(store(content))["content_hash"]
    stored = listener.until("memory_stored", content_hash)
    has(stored["data"], content_preview=str, tags=list, memory_type=(str, type(None)), store=str, message=str, timestamp=str)
    same("preview", stored["data"]["content_preview"], content[:100] + "...")
    listener.close()

    missed = ok(store(f"Missed by {RUN}"))["content_hash"]
    listener = Events(stored["id"])
    first = listener.next()
    same("first event again", first["event"], "connection_established")
    replay = first["data"]["replay"]
    has(replay, requested_last_event_id=str, events_replayed=int, buffer_size=int, buffer_oldest_id=(str, type(None)), status=str)
    same("status of the replay", replay["status"], "resumed")
    listener.until("memory_stored", missed)
    same("delete", call("DELETE", "/api/memories/" + missed)[0], 200)
    deleted = listener.until("memory_deleted", missed)
    has(deleted["data"], success=bool, store=str, message=str, timestamp=str)
    listener.close()


def deletes(content_hash):
    gone = ok(call("DELETE", "/api/memories/" + content_hash))
    same("success of a delete", gone["success"], True)
    same("message of a delete", gone["message"], "Successfully deleted memory " + content_hash)
    same("content_hash of a delete", gone["content_hash"], content_hash)
    same("delete again", call("DELETE", "/api/memories/" + content_hash)[0], 404)
    same("read after", call("GET", "/api/memories/" + content_hash)[0], 404)


def health():
    same("health", ok(call("GET", "/api/health")), {"status": "healthy"})
    detailed = ok(call("GET", "/api/health/detailed"))
    has(detailed, status=str, version=str, timestamp=str, uptime_seconds=NUMBER, storage=dict, system=dict)
    has(
        detailed["storage"],
        backend=str,
        status=str,
        accessible=bool,
        embedding_model=str,
        total_memories=int,
        unique_tags=int,
        memories_this_week=int,
        database_size_bytes=int,
        database_size_mb=NUMBER,
        embedding_dimension=int,
    )
    same("backend", detailed["storage"]["backend"], "sqlite-vec")
    same("dimension", detailed["storage"]["embedding_dimension"], 384)
    has(detailed["system"], memory_percent=NUMBER, disk_percent=NUMBER)
    has(detailed["performance"], uptime_seconds=NUMBER, uptime_formatted=str)
    has(
        detailed["statistics"],
        total_memories=int,
        unique_tags=int,
        memories_this_week=int,
        database_size_mb=NUMBER,
        backend=str,
    )


def backup():
    status = ok(call("GET", "/api/backup/status"))
    has(status, enabled=bool, interval=str, retention_days=int, max_count=int, backup_count=int, total_size_bytes=int)
    for name in ("last_backup_time", "time_since_last_seconds", "next_backup_at", "scheduler_running", "backup_directory"):
        holds("field " + name, name in status, status)


def documents():
    word = "word" + uuid.uuid4().hex
    boundary = uuid.uuid4().hex
    fields = {"tags": RUN + ", manual", "chunk_size": "1000", "chunk_overlap": "200", "memory_type": "document"}
    form = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    )
    form += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{RUN}.md"\r\n'
        f"Content-Type: text/markdown\r\n\r\n# Manual\n\nThe {word} is on the left.\n\r\n--{boundary}--\r\n"
    )
    request = urllib.request.Request(
        SERVER + "/api/documents/upload",
        data=form.encode(),
        headers={"X-API-Key": KEY, "Content-Type": "multipart/form-data; boundary=" + boundary},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        accepted = json.loads(answer.read())
    same("status of the upload", accepted["status"], "queued")
    has(accepted, upload_id=str, message=str)
    upload = accepted["upload_id"]
    until = time.monotonic() + PATIENCE
    while True:
        status = ok(call("GET", "/api/documents/status/" + upload))
        if status["status"] in ("completed", "failed"):
            break
        holds("the upload ends", time.monotonic() < until, status)
        time.sleep(0.1)
    has(
        status,
        upload_id=str,
        filename=str,
        file_size=int,
        chunks_processed=int,
        chunks_stored=int,
        total_chunks=int,
        progress=NUMBER,
        errors=list,
        created_at=str,
        completed_at=str,
    )
    same("end of the upload", (status["status"], status["chunks_stored"], status["errors"]), ("completed", 1, []))
    uploads = ok(call("GET", "/api/documents/history"))["uploads"]
    holds("the history has it", upload in [one["upload_id"] for one in uploads], uploads)
    content = ok(call("GET", f"/api/documents/search-content/{upload}?limit=10"))
    same("chunks", (content["status"], content["total_found"]), ("success", 1))
    holds("text of the chunk", word in content["memories"][0]["content"], content)
    found = ok(call("POST", "/api/search", {"query": word}))["results"][0]["memory"]
    same("type of the memory", found["memory_type"], "document")
    for tag in (RUN, "manual", "source_file:" + RUN + ".md", "file_type:md", "upload_id:" + upload):
        holds("tag " + tag, tag in found["tags"], found["tags"])
    removed = ok(call("DELETE", "/api/documents/remove/" + upload))
    same("memories deleted", (removed["status"], removed["memories_deleted"]), ("success", 1))
    same("status of what was removed", call("GET", "/api/documents/status/" + upload)[0], 404)


def main():
    wanted = sys.argv[3:]
    content_hash = stores_and_reads()
    parts = {
        "list": lists,
        "update": lambda: updates(content_hash),
        "search": lambda: searches(content_hash),
        "tags": tags,
        "types": types,
        "sessions": sessions,
        "events": events,
        "delete": lambda: deletes(content_hash),
        "health": health,
        "backup": backup,
        "documents": documents,
    }
    failed = False
    for name, part in parts.items():
        if wanted and name not in wanted:
            continue
        try:
            part()
            print("ok", name)
        except (AssertionError, KeyError, TypeError) as problem:
            failed = True
            print("FAILED", name, type(problem).__name__, problem)
    sys.exit(1 if failed else 0)


main()
