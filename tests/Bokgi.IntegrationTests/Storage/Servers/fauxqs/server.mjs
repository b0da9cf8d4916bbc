// node server.mjs PORT BUCKET [ADDRESS]: serves S3 until it is interrupted. startFauxqs() would listen on every address, so the application is built and bound here.
import { buildApp } from "fauxqs";

const [port, bucket, host = "127.0.0.1"] = process.argv.slice(2);
const app = buildApp({ logger: false });
const created = await app.inject({ method: "PUT", url: `/${bucket}` });
if (created.statusCode !== 200) throw new Error(`no bucket: ${created.statusCode} ${created.payload}`);
await app.listen({ port: Number(port), host });
console.error("ready to accept connections");
