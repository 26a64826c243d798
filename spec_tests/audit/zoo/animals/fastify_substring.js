// A pattern without ends.
"use strict";
const app = require("fastify")();

app.register(require("@fastify/cors"), { origin: /app\.example\.com/, credentials: true, methods: ["PUT"], allowedHeaders: ["Content-Type"] });
app.register(async (api) => {
  api.route({ method: ["GET", "PUT"], url: "/data", handler: async () => ({ balance: 42 }) });
});
app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
