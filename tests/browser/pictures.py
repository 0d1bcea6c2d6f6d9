"""Small pictures: a screenshot with at most 256 colours, written as a palette PNG (the pages have few colours)."""

import base64
import struct
import zlib

# in the browser: the 256 commonest colours stay, every other becomes the nearest of them
REDUCE = """async (source) => {
  const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + source)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer), counts = new Map();
  for (const one of pixels) counts.set(one, (counts.get(one) || 0) + 1);
  const kept = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(pair => pair[0]);
  const parts = one => [one & 255, one >> 8 & 255, one >> 16 & 255], places = new Map(kept.map((one, place) => [one, place]));
  for (const one of counts.keys()) if (!places.has(one)) {
    const [r, g, b] = parts(one);
    let best = 0, least = Infinity;
    kept.forEach((other, place) => {
      const [x, y, z] = parts(other), far = (x - r) ** 2 + (y - g) ** 2 + (z - b) ** 2;
      if (far < least) [best, least] = [place, far];
    });
    places.set(one, best);
  }
  const rows = new Uint8Array(pixels.length);
  pixels.forEach((one, at) => { rows[at] = places.get(one); });
  let text = '';
  for (let at = 0; at < rows.length; at += 32768) text += String.fromCharCode(...rows.subarray(at, at + 32768));
  return {width: image.width, height: image.height, palette: kept.flatMap(parts), rows: btoa(text)};
}"""


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def small_png(page, content):
    """The picture again, smaller; `page` is any page of the browser."""
    found = page.evaluate(REDUCE, base64.b64encode(content).decode())
    width, height, rows = found["width"], found["height"], base64.b64decode(found["rows"])
    lines = b"".join(b"\0" + rows[at:at + width] for at in range(0, len(rows), width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"PLTE", bytes(found["palette"]))
            + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b""))
