"""pdf.js, the one of Debian's Firefox, in a page that draws what its viewer draws.

Usage: pdfjs.py FOLDER   (unpacks it to FOLDER/pdfjs)
"""

import functools
import http.server
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from pathlib import Path

from playwright.sync_api import sync_playwright

# Draws the pages with their fields, as the viewer does; saving gives the bytes the viewer would write. Without a file it draws nothing,
# and lists the fields of files.
PAGE = """<!DOCTYPE html>
<meta charset="utf-8">
<link rel="stylesheet" href="pdfjs/web/viewer.css">
<style>
  body { margin: 0; overflow: auto; }
  .pdfViewer .page { position: relative; margin: 0; border: 0; }
  .annotationLayer { position: absolute; inset: 0; }
</style>
<div class="pdfViewer" id="viewer"></div>
<script type="module">
  import * as pdfjs from "./pdfjs/build/pdf.mjs";
  pdfjs.GlobalWorkerOptions.workerSrc = "./pdfjs/build/pdf.worker.mjs";
  const here = new URL("./pdfjs/web/", location).href;
  // One worker for all files: starting it costs more than listing the fields of a form.
  const worker = new pdfjs.PDFWorker();
  const open = async (url) =>
    pdfjs.getDocument({
      data: await (await fetch(url)).arrayBuffer(),
      cMapUrl: here + "cmaps/",
      standardFontDataUrl: here + "standard_fonts/",
      wasmUrl: here + "wasm/",
      worker,
    }).promise;
  const listed = async (file) => {
    const found = [];
    for (let number = 1; number <= file.numPages; number++) {
      for (const it of await (await file.getPage(number)).getAnnotations()) {
        if (it.fieldName) {
          const { fieldName, fieldType, fieldValue, alternativeText, checkBox, radioButton, multiLine, combo } = it;
          found.push({ fieldName, fieldType, fieldValue, alternativeText, checkBox, radioButton, multiLine, combo });
        }
      }
    }
    return found;
  };
  window.list = async (url) => {
    const file = await open(url);
    const found = await listed(file);
    await file.loadingTask.destroy();
    return found;
  };
  const file = location.hash ? await open(location.hash.slice(1)) : null;
  const nothing = new Proxy(() => nothing, { get: (_, key) => (key === Symbol.toPrimitive ? () => "" : nothing) });
  for (let number = 1; number <= (file?.numPages ?? 0); number++) {
    const page = await file.getPage(number);
    const viewport = page.getViewport({ scale: 1.5 });
    const sheet = document.createElement("div");
    sheet.className = "page";
    sheet.dataset.pageNumber = number;
    sheet.style.cssText = `width: ${viewport.width}px; height: ${viewport.height}px; --scale-factor: 1.5; --total-scale-factor: 1.5; --user-unit: 1`;
    const canvas = document.createElement("canvas");
    canvas.width = viewport.width * 2;
    canvas.height = viewport.height * 2;
    canvas.style.cssText = `width: ${viewport.width}px; height: ${viewport.height}px`;
    const div = document.createElement("div");
    div.className = "annotationLayer";
    sheet.append(canvas, div);
    document.getElementById("viewer").append(sheet);
    const buttons = new Map();
    await page.render({
      annotationCanvasMap: buttons,
      canvas,
      canvasContext: canvas.getContext("2d"),
      viewport,
      transform: [2, 0, 0, 2, 0, 0],
      annotationMode: pdfjs.AnnotationMode.ENABLE_FORMS,
    }).promise;
    const layer = new pdfjs.AnnotationLayer({
      div,
      page,
      viewport: viewport.clone({ dontFlip: true }),
      linkService: nothing,
      annotationCanvasMap: buttons,
      annotationStorage: file.annotationStorage,
    });
    await layer.render({
      annotations: await page.getAnnotations({ intent: "display" }),
      viewport: viewport.clone({ dontFlip: true }),
      div,
      page,
      linkService: nothing,
      annotationStorage: file.annotationStorage,
      renderForms: true,
      imageResourcesPath: "",
      fieldObjects: await file.getFieldObjects(),
      enableScripting: false,
    });
  }
  window.save = async () => {
    const bytes = await file.saveDocument();
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
  window.pages = file?.numPages ?? 0;
  window.isReady = true;
</script>
"""

def serve(folder):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def open_form(browser, url):
    page = browser.new_page(viewport={"width": 1000, "height": 1000}, device_scale_factor=2)
    page.on("pageerror", lambda error: print(f"{url}: {error}", file=sys.stderr))
    page.set_default_timeout(120_000)
    page.goto(url)
    page.wait_for_function("window.isReady")
    return page


def unpack_pdfjs(tools):
    """Takes pdf.js out of Debian's Firefox, which need not be installed. The folder appears when it is complete."""
    with tempfile.TemporaryDirectory(dir=tools) as folder:
        to = Path(folder)
        download = ["apt-get", "download", "-q", "firefox-esr"]
        if subprocess.run(download, cwd=to, capture_output=True).returncode:
            subprocess.run(["apt-get", "update", "-q"], check=True)
            subprocess.run(download, cwd=to, check=True)
        package = next(to.glob("firefox-esr*.deb"))
        subprocess.run(["dpkg", "-x", package.name, "firefox"], cwd=to, check=True)
        with zipfile.ZipFile(to / "firefox/usr/lib/firefox-esr/omni.ja") as archive:
            for name in archive.namelist():
                if name.startswith("chrome/pdfjs/content/"):
                    target = to / "pdfjs" / name.removeprefix("chrome/pdfjs/content/")
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(name))
        (to / "pdfjs").rename(tools / "pdfjs")


def chromium():
    """Chromium without a window, as a context."""
    return sync_playwright()


def launch(playwright):
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


def folder_with(work, tools):
    """Makes a folder that can be served: the page, pdf.js, and what is put there later."""
    (work / "pdfjs").symlink_to(tools / "pdfjs")
    (work / "form.html").write_text(PAGE)
    return serve(work)


if __name__ == "__main__":
    unpack_pdfjs(Path(sys.argv[1]))
