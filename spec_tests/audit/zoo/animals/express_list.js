// One origin.
"use strict";
const express = require("express");

const app = express();
app.disable("etag");
app.use(require("cors")({ origin: ["https://app.example.com"], credentials: true, methods: ["PUT"], allowedHeaders: ["Content-Type"] }));
app.all("/data", (req, res) => res.json({ balance: 42 }));
app.listen(Number(process.env.PORT), "127.0.0.1");
