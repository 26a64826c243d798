// Express with the npm package `cors`: one route for each way of configuring it.
"use strict";
const cors = require("cors");
const express = require("express");

const PAGE = "http://localhost:8960";
const app = express();
const ok = (req, res) => res.json({ ok: true, method: req.method });

// No middleware: Express alone.
app.all("/plain", ok);

// The defaults: `*`, every method, the asked headers reflected, preflight 204.
app.all("/default", cors(), ok);

// An allow-list that has the page's origin, and one that has not.
app.all("/allowed", cors({ origin: [PAGE, "https://app.example"], credentials: true }), ok);
app.all("/missed", cors({ origin: ["https://app.example", "https://www.app.example"] }), ok);

// One fixed string: sent to everyone, whoever asks.
app.all("/fixed", cors({ origin: "https://app.example" }), ok);

// `origin: true` reflects anyone; without `credentials` the second header is missing.
app.all("/reflect", cors({ origin: true }), ok);

// The default `*` together with `credentials: true`.
app.all("/star-credentials", cors({ credentials: true }), ok);

// The well-known recipe that throws on an unknown origin: the error page has no CORS headers.
const strict = (origin, done) =>
  origin === "https://app.example" ? done(null, true) : done(new Error("Not allowed by CORS"));
app.all("/throws", cors({ origin: strict }), ok);

// Preflights that allow something else than what was asked.
app.all("/only-content-type", cors({ allowedHeaders: ["Content-Type"] }), ok);
app.all("/only-get", cors({ methods: ["GET", "HEAD"] }), ok);
app.all("/star-headers", cors({ allowedHeaders: "*", maxAge: 600 }), ok);
app.all("/star-headers-credentials",
  cors({ origin: PAGE, credentials: true, allowedHeaders: "*" }), ok);
app.all("/lowercase-patch", cors({ methods: "GET,patch" }), ok);

// cors() on GET alone: Express answers OPTIONS by itself, without the middleware.
app.get("/get-only-middleware", cors(), ok);
app.put("/get-only-middleware", ok);

// The middleware is there, the handler throws after it: headers survive.
app.all("/throws-later", cors(), () => { throw new Error("later"); });

// HEAD is answered by a handler of its own that forgot the middleware.
app.head("/head-differs", (req, res) => res.status(200).end());
app.get("/head-differs", cors(), ok);

app.all("/exposed", cors({ exposedHeaders: ["X-Total-Count", "X-Request-Id"] }), (req, res) => {
  res.set({ "X-Total-Count": "42", "X-Request-Id": "r-1", "X-Hidden": "h" });
  ok(req, res);
});

app.all("/cookie", cors({ origin: PAGE, credentials: true }), (req, res) => {
  res.cookie("sid", "abc123", { httpOnly: true, path: "/" });
  res.cookie("theme", "dark");
  ok(req, res);
});

// A body that looks like the head of another response.
app.all("/looks-like-http", (req, res) => {
  const text =
    "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: text/plain\r\n\r\n" +
    "< HTTP/1.1 200 OK\r\n< Access-Control-Allow-Origin: *\r\n< \r\n* not curl's line\r\n";
  res.type("text/plain").send(text);
});

// A gzip file: a binary body.
app.all("/binary", cors(), (req, res) => {
  res.type("application/gzip").send(require("zlib").gzipSync("x".repeat(2000)));
});

// 103 Early Hints in front of the answer.
app.all("/early-hints", cors(), (req, res) => {
  res.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
  ok(req, res);
});

// Chunked, with a trailer field after the body.
app.all("/trailer", cors(), (req, res) => {
  res.writeHead(200, { "Content-Type": "text/plain", Trailer: "X-Checksum" });
  res.write("chunk one\n");
  res.addTrailers({ "X-Checksum": "abc" });
  res.end("chunk two\n");
});

app.all("/upload", cors(), (req, res) => {
  let size = 0;
  req.on("data", (chunk) => { size += chunk.length; });
  req.on("end", () => res.json({ size }));
});

app.listen(8962, "127.0.0.1");
