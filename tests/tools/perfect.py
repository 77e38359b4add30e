"""The tables that a faultless run would write: every answer taken from gold."""


def perfect_tables(gold):
    """Return the scored tables as lists of dicts with the columns of the contract that a scorer reads."""
    tables = {name: [] for name in ("documents", "blocks", "mentions", "times", "quotes", "events")}
    for doc in gold:
        place = {"doc_id": f"id-{doc.name}"}
        tables["documents"].append(
            {**place, "path": f"sub/{doc.name}.txt", "published": doc.published, "text": doc.text}
        )
        for b in doc.blocks:
            tables["blocks"].append({**place, "start": b.start, "stop": b.stop, "role": b.role, "kept": b.kept})
        for m in doc.mentions:
            row = {"start": m.start, "stop": m.stop, "type": m.type, "normal": m.normal, "entity_id": m.entity}
            tables["mentions"].append({**place, **row})
        for t in doc.times:
            row = {"start": t.start, "stop": t.stop, "start_date": t.start_date, "end_date": t.end_date}
            tables["times"].append({**place, **row})
        for q in doc.quotes:
            speaker = q.speaker or (q.aliases[0] if q.aliases else None)
            tables["quotes"].append({**place, "start": q.start, "stop": q.stop, "kind": q.kind, "speaker": speaker})
        for e in doc.events:
            row = {name: getattr(e, name) for name in ("start", "stop", "type", "mode", "status", "place")}
            row |= {"actors": list(e.actors), "recipients": list(e.recipients)}
            row |= {"start_date": e.start_date, "end_date": e.end_date, "cluster_id": e.cluster}
            tables["events"].append({**place, **row, "source": e.sources[0] if e.sources else None})
    return tables
