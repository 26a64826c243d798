// The origin of production, for everybody.
"use strict";
const express = require("express");

const app = express();

// {{{ Ahead of the routes, and of what asks for a login
app.use(require("cors")({ origin: "https://app.example.com" }));
// }}}

// A login that preflights cannot pass.
app.use((req, res, next) => (req.method === "OPTIONS" ? res.status(401).end() : next()));

app.use((req, res) => {
  if (req.query.answer === "crash") throw new Error("nobody catches this");
  res.set({ "X-Total-Count": "42", "X-Hidden": "h" });
  res.status(Number(req.query.answer ?? 200)).json({ items: [] });
});

app.listen(Number(process.env.PORT), "127.0.0.1");
