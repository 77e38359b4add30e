"""A small labelled page that shows every layer of the gold format; its people are invented."""

PAGE = """Главная Новости Спорт
 date 2024-05-17  Мэр Тулы Анна Кольцова встретилась с рыбаками
Мэр Тулы Анна Кольцова 16 мая встретилась с рыбаками в Калуге.

«Мы договорились обо всём», — сказала Кольцова. Ранее в среду она говорила с Петром Сомовым по телефону.
По словам Сомова, завод «Маяк» могут закрыть в конце года на Оке. В конце концов суд оштрафовал его.
Фото: Иван Белов
Редакция работает 24 часа в сутки. Пишите в «Калужский курьер»
"""
# layer, label, surface, which of its occurrences, keys
LABELS = (
    ("block", "nav", "Главная Новости Спорт", 0, ""),
    ("block", "meta", " date 2024-05-17 ", 0, ""),
    ("block", "title", "Мэр Тулы Анна Кольцова встретилась с рыбаками", 0, ""),
    ("block", "lead", "Мэр Тулы Анна Кольцова 16 мая встретилась с рыбаками в Калуге.", 0, ""),
    ("block", "body", PAGE.split("\n")[4], 0, ""),
    ("block", "body", PAGE.split("\n")[5], 0, ""),
    ("block", "caption", "Фото: Иван Белов", 0, ""),
    ("block", "footer", PAGE.split("\n")[7], 0, ""),
    ("doc", "published", "2024-05-17", 0, "value=2024-05-17"),
    ("mention", "LOC", "Тулы", 0, "normal=Тула; entity=Тула"),
    ("mention", "PER", "Анна Кольцова", 0, "normal=Анна Кольцова; entity=Анна Кольцова"),
    ("mention", "LOC", "Тулы", 1, "normal=Тула; entity=Тула"),
    ("mention", "PER", "Анна Кольцова", 1, "normal=Анна Кольцова; entity=Анна Кольцова"),
    ("mention", "LOC", "Калуге", 0, "normal=Калуга; entity=Калуга"),
    ("mention", "PER", "Кольцова", 2, "normal=Кольцова; entity=Анна Кольцова"),
    ("mention", "PER", "Петром Сомовым", 0, "normal=Пётр Сомов; entity=Пётр Сомов"),
    ("mention", "PER", "Сомова", 0, "normal=Сомов; entity=Пётр Сомов"),
    ("mention", "ORG", "Маяк", 0, "normal=Маяк; entity=Маяк; alt=«Маяк»|завод «Маяк»"),
    ("mention", "LOC", "Оке", 0, "optional=1"),
    ("time", "DATE", "2024-05-17", 0, "value=2024-05-17; optional=1"),
    ("time", "DATE", "16 мая", 0, "value=2024-05-16; start=2024-05-16; end=2024-05-16; granularity=day; anchor=dct"),
    ("time", "DATE", "среду", 0, "value=2024-05-15; start=2024-05-15; end=2024-05-15; granularity=day; anchor=dct"),
    ("time", "DATE", "конце года", 0, "value=2024; mod=END; start=2024-10-01; end=2024-12-31; granularity=year"),
    ("not_time", "idiom", "конце концов", 0, ""),
    ("not_time", "boilerplate", "24 часа в сутки", 0, ""),
    ("quote", "direct", "Мы договорились обо всём", 0, "speaker=Анна Кольцова; via=name; cue=сказала"),
    (
        "quote",
        "indirect",
        "завод «Маяк» могут закрыть в конце года на Оке",
        0,
        "speaker=Пётр Сомов; aliases=рыбак|начальник порта; via=name; speaker_text=Сомова; cue=По словам",
    ),
    ("not_quote", "name", "Маяк", 0, ""),
    ("not_quote", "name", "Калужский курьер", 0, ""),
    ("event", "CONSULT/meet", "встретилась", 0, "status=asserted; cluster=MEET; core=0"),
    (
        "event",
        "CONSULT/meet",
        "встретилась",
        1,
        "status=asserted; actors=Анна Кольцова; recipients=рыбаки; place=Калуга; start=2024-05-16; end=2024-05-16; "
        "basis=explicit; cluster=MEET; core=1",
    ),
    (
        "event",
        "CONSULT/phone",
        "говорила",
        0,
        "status=asserted; actors=Анна Кольцова|Пётр Сомов; start=2024-05-15; end=2024-05-15; basis=explicit; "
        "cluster=TALK",
    ),
    (
        "event",
        "COERCE/restrict",
        "закрыть",
        0,
        "status=alleged; recipients=завод «Маяк»; source=Пётр Сомов|рыбаки; cluster=CLOSE",
    ),
    ("event", "JUSTICE/sentence", "оштрафовал", 0, "status=asserted; actors=суд; killed=0; cluster=FINE"),
)


def occurrence(text, surface, which):
    """Return where the surface stands for the ``which``-th time, counted from 0."""
    start = -1
    for _ in range(which + 1):
        start = text.index(surface, start + 1)
    return start, start + len(surface)


def sample_ann(text=PAGE, labels=LABELS):
    """Return the labels as the text of an ``.ann`` file; ``alt`` is given by surface and written as offsets."""
    rows = []
    for layer, label, surface, which, keys in labels:
        start, stop = occurrence(text, surface, which)
        values = [key.strip() for key in keys.split(";") if key.strip()]
        for i, value in enumerate(values):
            if value.startswith("alt="):
                near = [occurrence(text, other, 0) for other in value.removeprefix("alt=").split("|")]
                values[i] = "alt=" + "|".join(f"{a}-{b}" for a, b in near)
        rows.append((start, stop, layer, "\t".join([layer, label, str(start), str(stop), surface, *values])))
    return "# a made-up page\n" + "".join(f"{row[3]}\n" for row in sorted(rows))


def write_sample(folder, name="page", text=PAGE, ann=None, split="dev"):
    """Write the page with its labels and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    labels = sample_ann() if ann is None else ann
    split_line = f"doc\tsplit\t0\t0\t\tvalue={split}\n"
    (folder / f"{name}.ann").write_text(split_line + labels, encoding="utf-8", newline="")
    return folder
