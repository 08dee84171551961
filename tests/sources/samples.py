"""One report in every format, and bytes made to break readers; shared by the tests of formats."""

import gzip
import io
import zipfile

SAID = "Two shepherds were killed when a shell fell on the pastures above Ostra on Thursday, the mayor said."
MORE = "She told reporters that the shell had come from across the river, and that nobody had warned the village."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Shell kills two shepherds</title></head>
<body><article><h1>Shell kills two shepherds</h1><p>{SAID}</p><p>{MORE}</p></article></body></html>""".encode()
HTTP = b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: a=b\r\nETag: "v1"\r\n'


def record(body: bytes = PAGE, *, kind: str = "response", address: str = "https://ostra.example/shell",
           http: bytes = HTTP, length: int | None = None, more: str = "") -> bytes:  # fmt: skip
    """A WARC record."""
    content = http + b"\r\n" + body if http else body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2020-02-20T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n{more}"
        f"Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(content) if length is None else length}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def wacz(**members: bytes) -> bytes:
    """A WACZ of members, whose names have "/" for "__"."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/"), data)
    return out.getvalue()


FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Ostra Post</title>
<item><title>Shell kills two</title><link>https://ostra.example/shell</link><guid>7</guid>
<pubDate>Thu, 20 Feb 2020 10:00:00 GMT</pubDate>
<description>&lt;p&gt;{SAID}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;</description></item></channel></rss>""".encode()
CSV = f'report,published,text\na1,2020-02-20,"{SAID}"\n'.encode()
JSONL = f'{{"report": "a1", "published": "2020-02-20", "text": "{SAID}"}}\n'.encode()

SAMPLES: dict[str, bytes] = {
    "JSON Lines": JSONL,
    "CSV": CSV,
    "HTML": PAGE,
    "WACZ": wacz(archive__data_warc=b"", **{"archive__data.warc.gz": gzip.compress(record())}),
    "WARC": record(kind="warcinfo", http=b"", body=b"software: test\r\n") + record(),
    "feed": FEED,
    "gzip": gzip.compress(JSONL),
    "text": SAID.encode(),
}
HOSTILE = (
    b"", b"\x00\xff", b"%PDF", b"<html>", b"{}", "Two died.".encode("utf-16"), b"\x1f\x8b", b"PK\x03\x04",
    b"WARC/1.0\r\n", b"<rss>", b"text,url\n", b'text,url\n"', b"<feed " + b"x" * 9000, b"[" * 9000, b"<" * 9000,
)  # fmt: skip
